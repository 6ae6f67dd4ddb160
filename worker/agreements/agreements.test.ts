import { describe, expect, it } from 'vitest';
import { beginRegistration } from '../../lib/eugoda/agreement-steps.ts';
import { VaultError } from '../../lib/vault/errors.ts';
import { eugodaSecretName } from '../../lib/vault/vault.ts';
import type { EugodaSettings } from '../../sandbox/eugoda/settings.ts';
import {
  agreements,
  beReborn,
  db,
  failureOf,
  fileOrder,
  fillDisk,
  one,
  options,
  posts,
  rebornWorker,
  registerFile,
  settings,
  standIn,
  storeFile,
  transport,
  vault,
} from './agreements.fixture.ts';

describe('a registration', () => {
  it('is written down before it is sent, gives a link and a receipt, and lets go of the file', async () => {
    const inner = transport.fetch;
    const seen: unknown[] = [];
    transport.fetch = async (url, init) => {
      if (init.method === 'POST') seen.push(...(await db.getAll('agreements')));
      return inner(url, init);
    };
    const id = await registerFile();
    expect(seen).toMatchObject([{ externalId: id, state: 'registering', answers: [] }]);
    expect(await one(id)).toMatchObject({ state: 'active', name: 'd.txt', error: null });
    expect((await one(id))?.link).toMatch(/^https:\/\/eugoda\.com\/sign\//);
    expect(await db.get('receipts', `receipt-${id}`)).toMatchObject({
      action: 'eugoda-register',
      title: 'd.txt',
    });
    expect(await db.count('blobs')).toBe(0);
  });

  it('of a template keeps a digest, and none of its data', async () => {
    const data = { name: 'Тест', number: '1', passportNo: 'МЕ123456', passportDate: '2001-01-01' };
    const rest = { issuer: '8001', city: 'Київ', date: '2026-11-21', salary: 54321 };
    await agreements.registerTemplate({
      externalId: 'imz-1',
      applicationId: 'umbrella',
      templateId: 'contract-1',
      name: 'Тест - Контракт',
      keptName: '••• - Контракт',
      data: { ...data, ...rest },
      ...options,
    });
    const stored = JSON.stringify([await db.getAll('agreements'), await db.getAll('receipts')]);
    expect(stored).toContain('••• - Контракт');
    expect(stored).not.toMatch(/Тест|МЕ123456|54321|8001|umbrella-secret/);
    expect(Buffer.from(standIn.agreements.at(-1)!.content).toString()).toContain('Тест - Контракт');
  });

  it.each(['drop-after', 'fail-after'] as const)(
    'whose answer is lost (%s) is sent once, and looked for on request',
    async fault => {
      standIn.set({ fault });
      const before = posts().length;
      const failure = await failureOf(registerFile());
      expect(failure).toMatchObject({ code: 'eugoda-ambiguous', data: { uncertain: 1 } });
      const id = String(failure.data.externalId);
      expect(await one(id)).toMatchObject({ state: 'ambiguous', link: null });
      expect(posts()).toHaveLength(before + 1);
      standIn.set({ fault: 'none' });
      const { token } = standIn.agreements.find(agreement => agreement.externalId === id)!.link;
      await agreements.renew(id);
      expect(posts('/api/signing/share').at(-1)?.parameters).toMatchObject({ isNew: false });
      expect(await one(id)).toMatchObject({
        state: 'active',
        link: `https://eugoda.com/sign/${token}`,
        error: null,
      });
      const receipt = await db.get('receipts', `receipt-${id}`);
      expect(receipt).toMatchObject({ title: 'd.txt', url: null, answer: null });
      await agreements.renew(id);
      expect(await db.get('receipts', `receipt-${id}`)).toEqual(receipt);
      expect(posts('/api/signing/share').at(-1)?.parameters).toMatchObject({ isNew: true });
      expect((await one(id))?.link).not.toContain(token);
    },
  );

  it('that took no effect is found out to have failed', async () => {
    standIn.set({ fault: 'drop-before' });
    const id = String((await failureOf(registerFile())).data.externalId);
    standIn.set({ fault: 'none' });
    expect(await failureOf(agreements.renew(id))).toMatchObject({ code: 'eugoda-unknown-document' });
    expect(await one(id)).toMatchObject({ state: 'failed' });
    expect(await db.count('receipts')).toBe(0);
  });

  it('that is refused has failed, with the words and the raw answer', async () => {
    await vault.put(eugodaSecretName('umbrella'), 'wrong');
    const failure = await failureOf(registerFile());
    expect(failure).toMatchObject({ code: 'eugoda-mac-refused', data: { uncertain: 0 } });
    const failed = await one(String(failure.data.externalId));
    expect(failed).toMatchObject({ state: 'failed', error: { words: 'Невірний рядок валідації' } });
    expect(failed?.raw).toContain('Невірний рядок валідації');
  });

  it('whose link cannot be written down gives it all the same, and is found again', async () => {
    let makeRoom = () => {};
    const inner = transport.fetch;
    transport.fetch = async (url, init) => {
      const done = await inner(url, init);
      if (init.method === 'POST') makeRoom = fillDisk();
      return done;
    };
    const order = await fileOrder();
    const { loose } = await agreements.registerFile(order);
    const stored = standIn.agreements.at(-1)!;
    const link = `https://eugoda.com/sign/${stored.link.token}`;
    expect(loose).toMatchObject({ link, error: { code: 'storage-full' } });
    makeRoom();
    transport.fetch = inner;
    beReborn();
    await agreements.rebirth();
    expect(await one(order.externalId)).toMatchObject({ state: 'ambiguous', link: null });
    expect(await agreements.renew(order.externalId)).toEqual({ loose: null });
    expect(await one(order.externalId)).toMatchObject({ state: 'active', link });
    expect(await db.count('receipts')).toBe(1);
    expect(standIn.agreements.filter(one => one.externalId === order.externalId)).toHaveLength(1);
  });

  it.each([
    ['before it is sent', 'GET', { code: 'storage-full', data: {} }],
    ['when it was refused', 'POST', { code: 'eugoda-mac-refused', data: { uncertain: 0 } }],
  ])('that meets a full disk %s is certainly none', async (_, when, failure) => {
    await vault.put(eugodaSecretName('umbrella'), 'wrong');
    const order = await fileOrder();
    const before = posts().length;
    let makeRoom = when === 'GET' ? fillDisk() : () => {};
    const inner = transport.fetch;
    transport.fetch = async (url, init) => {
      const done = await inner(url, init);
      if (init.method === when) makeRoom = fillDisk();
      return done;
    };
    expect(await failureOf(agreements.registerFile(order))).toMatchObject(failure);
    makeRoom();
    expect(posts()).toHaveLength(before + (when === 'POST' ? 1 : 0));
  });

  it('is not made again under an id that has a record', async () => {
    const order = await fileOrder();
    await agreements.registerFile(order);
    const before = posts().length;
    expect(await failureOf(agreements.registerFile({ ...order, blobId: await storeFile() }))).toMatchObject({
      code: 'eugoda-duplicate-external-id',
      data: { externalId: order.externalId, uncertain: 1 },
    });
    expect(posts()).toHaveLength(before);
    expect(await one(order.externalId)).toMatchObject({ state: 'active' });
  });

  it('stays under way through a rebirth of the same worker, and becomes uncertain through a dead one’s', async () => {
    const inner = transport.fetch;
    let answer: () => void = () => undefined;
    let task: Promise<string> | undefined;
    await new Promise<void>(sent => {
      transport.fetch = async (url, init) => {
        const done = await inner(url, init);
        if (init.method !== 'POST') return done;
        await new Promise<void>(resolve => {
          answer = resolve;
          sent();
        });
        return done;
      };
      task = registerFile();
    });
    const externalId = String((await agreements.list()).agreements[0]?.externalId);
    await agreements.rebirth();
    expect(await one(externalId)).toMatchObject({ state: 'registering' });
    await rebornWorker().rebirth();
    expect(await one(externalId)).toMatchObject({ state: 'ambiguous' });
    answer();
    await task;
    expect(await one(externalId)).toMatchObject({ state: 'active' });
  });

  it('of a dead worker becomes uncertain even where that cannot be written down for another one', async () => {
    const ids = ['imz-1', 'imz-2'];
    const subject = { from: 'page', host: '' } as const;
    for (const externalId of ids)
      await db.add(
        'agreements',
        beginRegistration({ externalId, applicationId: 'umbrella', subject, options }, 1),
      );
    let refused = 0;
    const makeRoom = fillDisk(() => ++refused === 1);
    await rebornWorker().rebirth();
    makeRoom();
    expect((await db.getAll('agreements')).map(({ state }) => state)).toEqual(['registering', 'ambiguous']);
  });

  it('that was forgotten meanwhile is not brought back by its answer', async () => {
    const inner = transport.fetch;
    transport.fetch = async (url, init) => {
      const done = await inner(url, init);
      const [stored] = await db.getAll('agreements');
      if (init.method === 'POST') await agreements.forget(stored!.externalId);
      return done;
    };
    await registerFile();
    expect((await agreements.list()).agreements).toEqual([]);
    expect(await db.count('receipts')).toBe(0);
    expect(JSON.stringify(await db.getAll('agreements'))).not.toMatch(/d\.txt|sign\//);
  });
});

describe('registrations on their way', () => {
  it('are given up when everything is to go, and leave nothing', async () => {
    let sent: () => void = () => {};
    const sending = new Promise<void>(resolve => (sent = resolve));
    transport.fetch = (_url, { method, signal }) => {
      if (method === 'OPTIONS') return Promise.resolve(new Response(null, { status: 204 }));
      sent();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const failed = failureOf(registerFile());
    await sending;
    await agreements.stop();
    expect(await failed).toMatchObject({ code: 'eugoda-ambiguous', data: { uncertain: 1 } });
    expect(await db.count('blobs')).toBe(0);
  });
});

describe('a new link', () => {
  const shapes: [EugodaSettings['reply'], EugodaSettings['dates']][] = [
    ['flat', 'iso'],
    ['data', 'epoch'],
    ['result-document', 'epoch-ms'],
    ['other-names', 'dotted'],
    ['list', 'iso-local'],
    ['bare-link', 'none'],
  ];
  it.each(shapes)('is understood in the shape %s with dates as %s', async (reply, dates) => {
    const id = await registerFile();
    const stored = standIn.agreements.at(-1)!;
    const before = stored.link.token;
    standIn.set({ reply, dates });
    expect(await agreements.renew(id)).toEqual({ loose: null });
    expect(stored.link.token).not.toBe(before);
    const renewed = await one(id);
    expect(renewed).toMatchObject({
      state: 'active',
      link: `https://eugoda.com/sign/${stored.link.token}`,
      eugodaId: stored.id,
      untilComputed: dates === 'none',
    });
    expect(Math.abs(renewed!.until! - stored.link.until)).toBeLessThan(2000);
  });

  it('that the answer does not hold is not made up: the answer is kept, and said to have none', async () => {
    const id = await registerFile();
    const before = await one(id);
    standIn.set({ reply: 'message-only' });
    expect(await failureOf(agreements.renew(id))).toMatchObject({ code: 'eugoda-no-link' });
    expect(await one(id)).toMatchObject({ state: 'active', link: before!.link, until: before!.until });
    expect((await one(id))?.raw).toContain('"message":"Created"');
  });

  it('that cannot be written down is given all the same', async () => {
    const id = await registerFile();
    const inner = transport.fetch;
    let makeRoom = () => {};
    transport.fetch = async (url, init) => {
      const done = await inner(url, init);
      makeRoom = fillDisk();
      return done;
    };
    const { loose } = await agreements.renew(id);
    makeRoom();
    expect(loose?.link).toBe(`https://eugoda.com/sign/${standIn.agreements.at(-1)!.link.token}`);
    expect(loose?.error.code).toBe('storage-full');
  });
});

describe('the list', () => {
  it('is there where the secrets are damaged: links and archives do not hang on them', async () => {
    const id = await registerFile();
    const damaged = () => Promise.reject(new VaultError('record-corrupted', 'vault.sealed'));
    Object.assign(vault, { state: damaged, names: damaged });
    const view = await agreements.list();
    expect(view.agreements.map(({ externalId }) => externalId)).toEqual([id]);
    // Opening them is offered, and says what is wrong.
    expect(view).toMatchObject({ vault: 'locked', applications: [{ id: 'umbrella', secret: 'locked' }] });
  });

  it('tells which secrets are there without using them', async () => {
    await settings.set({
      eugodaApplications: [
        { id: 'umbrella', label: 'Umbrella', port: 3000 },
        { id: 'other', label: '', port: 3000 },
      ],
    });
    await vault.setPassphrase('correct horse');
    const secrets = async () => (await agreements.list()).applications.map(({ secret }) => secret);
    expect(await secrets()).toEqual(['open', 'missing']);
    const before = await vault.state();
    await new Promise(resolve => setTimeout(resolve, 5));
    await agreements.list();
    expect(await vault.state()).toEqual(before);
    await vault.lock();
    expect(await secrets()).toEqual(['locked', 'missing']);
    expect(await failureOf(registerFile())).toMatchObject({ code: 'vault-locked' });
    expect(await db.count('blobs')).toBe(0);
    expect(await db.count('agreements')).toBe(0);
  });
});
