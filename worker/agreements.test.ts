import { describe, expect, it } from 'vitest';
import { eugodaSecretName } from '../lib/vault/vault.ts';
import {
  agreements,
  db,
  failureOf,
  one,
  options,
  posts,
  rebornWorker,
  registerFile,
  settings,
  standIn,
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
      applicationId: 'umbrella',
      templateId: 'contract-1',
      name: 'Контракт',
      data: { ...data, ...rest },
      ...options,
    });
    const stored = JSON.stringify([await db.getAll('agreements'), await db.getAll('receipts')]);
    expect(stored).toContain('Контракт');
    expect(stored).not.toMatch(/МЕ123456|54321|8001|umbrella-secret/);
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
      await agreements.renew(id);
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
  });

  it('that is refused has failed, with the words and the raw answer', async () => {
    await vault.put(eugodaSecretName('umbrella'), 'wrong');
    const failure = await failureOf(registerFile());
    expect(failure).toMatchObject({ code: 'eugoda-mac-refused', data: { uncertain: 0 } });
    const failed = await one(String(failure.data.externalId));
    expect(failed).toMatchObject({ state: 'failed', error: { words: 'Невірний рядок валідації' } });
    expect(failed?.raw).toContain('Невірний рядок валідації');
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

describe('the list', () => {
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
    expect(await db.count('agreements')).toBe(0);
  });
});
