import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildZip } from '../../lib/containers/zip-builder.test-helper.ts';
import { createExternalId } from '../../lib/eugoda/external-id.ts';
import type { PageAgreement } from '../../lib/messages/views/page-agreement.ts';
import { eugodaSecretName } from '../../lib/vault/vault.ts';
import { fetchThrough } from '../../sandbox/eugoda/fetch-through.fixture.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import {
  agreements,
  archiveOf,
  db,
  fetched,
  fileOrder,
  one,
  options,
  registerFile,
  settings,
  standIn,
  transport,
  vault,
} from './agreements.fixture.ts';

/** The service does what it is asked to, and says something else about it. */
function answering(method: string, path: string, answer: () => Response): void {
  const through = fetchThrough(standIn);
  transport.fetch = async (url, init) => {
    const real = await through(url, init);
    if (init.method !== method || !new URL(url).pathname.endsWith(path)) return real;
    await real.body?.getReader().cancel();
    return answer() as never;
  };
}

describe('an answer in words that nobody foresaw', () => {
  it.each([
    [201, { success: true, id: '77', message: 'Документ створено за шаблоном' }],
    [200, { id: '77', title: 'Application form.pdf' }],
    [200, { id: '77', link: 'https://eugoda.com/sign/abc123def', error: 'Callback was not reached' }],
    [409, { message: 'A document from this template already exists' }],
  ])('does not make a registration fail that may have taken place: %s %o', async (status, body) => {
    answering('POST', '/api/signing', () => Response.json(body, { status }));
    const order = await fileOrder();
    await agreements.registerFile(order).catch(() => undefined);
    expect((await one(order.externalId))?.state).not.toBe('failed');
  });

  it.each([
    [400, { message: 'Template is not known' }],
    [200, { success: false, message: 'Template is not known' }],
    [200, { error: 'Template is not known' }],
  ])('is a refusal where it says so: %s %o', async (status, body) => {
    answering('POST', '/api/signing', () => Response.json(body, { status }));
    const order = await fileOrder();
    await agreements.registerFile(order).catch(() => undefined);
    expect((await one(order.externalId))?.state).toBe('failed');
  });

  it('is no archive, where its words are those of a refusal', async () => {
    const id = await registerFile();
    standIn.sign(id);
    answering('GET', '/document', () => Response.json({ message: 'Документ ще не підписано' }));
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-not-signed-yet' });
    expect(await one(id)).toMatchObject({ state: 'active', archive: null });
  });

  it.each([
    ['known ones', () => Response.json({ message: 'Документ не знайдено' })],
    ['known ones, bare', () => new Response('Документ видалено')],
    ['others', () => Response.json({ message: 'Зверніться до підтримки' })],
  ])('hides no archive that came before: %s', async (_what, answer) => {
    const id = await registerFile();
    standIn.sign(id);
    expect(await fetched(id)).toBeNull();
    const whole = await archiveOf(id);
    expect(whole).toBeTruthy();
    answering('GET', '/document', answer);
    await fetched(id);
    expect(await archiveOf(id)).toEqual(whole);
  });
});

describe('what comes in place of an archive', () => {
  const file = (name: string) =>
    new Uint8Array(readFileSync(new URL(`../../lib/eugoda/vectors/${name}`, import.meta.url)));
  const text = (words: string) => Uint8Array.from(Buffer.from(words));
  const base64 = (words: string) => Buffer.from(words).toString('base64');

  it.each([
    ['an ASiC-E', file('asice-cades-1sig.asice')],
    ['an ASiC-S', file('asics-cades.asics')],
    ['a zip with a telling name', new Uint8Array(buildZip([{ name: 'Шаблон договору.txt' }]))],
    ['a PDF', text('%PDF-1.4\n1 0 obj<</Title(Application form)>>')],
    ['a long text', text(`Шаблон договору\n${'Сторони домовилися. '.repeat(50)}`)],
    [
      'a document of an unknown kind in an object',
      text(JSON.stringify({ content: base64('Договір '.repeat(40)) })),
    ],
  ])('is kept, small and without a name as it is, where it is none: %s', async (_what, bytes) => {
    const id = await registerFile({ removeOnCompleted: true });
    standIn.sign(id);
    const headers = { 'content-type': 'application/zip' };
    answering('GET', '/document', () => new Response(bytes, { headers }));
    expect(await fetched(id)).toBeNull();
    expect(await archiveOf(id)).toEqual(bytes);
  });

  it.each([
    ['a state', () => Response.json({ status: 'pending' }), 'eugoda-not-signed-yet', 'pending'],
    [
      'another state',
      () => Response.json({ data: { state: 'WAITING_FOR_SIGNATURES', signed: 0, expected: 1 } }),
      'eugoda-refused',
      'WAITING_FOR_SIGNATURES',
    ],
    ['nothing', () => Response.json({}), 'eugoda-empty-answer', '{}'],
    [
      'an address',
      () => Response.json({ archive: 'https://eugoda.com/archive/77.zip' }),
      'eugoda-refused',
      'https://eugoda.com/archive/77.zip',
    ],
    [
      'a page',
      () => new Response('<!doctype html><title>Угода</title>'),
      'eugoda-html-instead-of-json',
      'document\n',
    ],
  ])('is an answer, and leaves the agreement as it was: %s', async (_what, answer, code, words) => {
    const id = await registerFile();
    answering('GET', '/document', answer);
    expect(await fetched(id)).toMatchObject({ code });
    expect(await one(id)).toMatchObject({ state: 'active', archive: null });
    expect((await one(id))?.raw).toContain(words);
  });
});

describe('a later answer', () => {
  const name = 'Іваненко Марія - Контракт';
  const data = {
    name: 'Іваненко Марія',
    number: '17',
    passportNo: 'МЕ123456',
    passportDate: '2001-01-01',
    issuer: '8001',
    city: 'Київ',
    date: '2026-11-21',
    salary: 54_321,
  };
  async function registerContract(): Promise<string> {
    const externalId = createExternalId();
    const contract = { templateId: demoApplication.templates[0]!.id, name, keptName: '••• - Контракт', data };
    await agreements.registerTemplate({ externalId, applicationId: 'umbrella', ...contract, ...options });
    return externalId;
  }
  const personal = /Іваненко|МЕ123456|2001-01-01|8001|Київ|54321/;
  const link = 'https://eugoda.com/sign/abc123def';

  it.each([
    ['with a link', 'POST', '/share', 200, { id: '77', link, document: { name, data } }],
    ['without one', 'POST', '/share', 200, { message: 'Renewed', title: name, data }],
    ['with a page', 'GET', '/document', 200, `<!doctype html><title>${name}</title><p>${data.city}`],
    ['that refuses', 'POST', '/share', 409, { message: 'Link expired', document: { name, data } }],
    ['in place of an archive', 'GET', '/document', 200, { status: 'pending', title: name, data }],
    [
      'that refuses an archive',
      'GET',
      '/document',
      409,
      { error: 'Ще не підписано', document: { name, data } },
    ],
  ])(
    'that repeats the fields of a template brings none of them to the disk: %s',
    async (_what, method, path, status, body) => {
      const id = await registerContract();
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      answering(method, path, () => new Response(text, { status }));
      await (method === 'GET' ? fetched(id) : agreements.renew(id).catch(() => undefined));
      const [stored] = await db.getAll('agreements');
      expect(stored?.answers).toHaveLength(2);
      expect(JSON.stringify(stored)).not.toMatch(personal);
    },
  );

  it("does not replace eUgoda's id by something that merely looks like one", async () => {
    const id = await registerFile();
    const { eugodaId } = (await one(id))!;
    expect(eugodaId).toBeTruthy();
    const validUntil = Math.round(Date.now() / 1000) + 7200;
    answering('POST', '/share', () => Response.json({ link, validUntil, requestId: 'r-1' }));
    await agreements.renew(id);
    expect(await one(id)).toMatchObject({ link, eugodaId });
  });
});

describe('an agreement from a page, of one application among several', () => {
  async function tracked(known: readonly string[]): Promise<string> {
    const id = await registerFile();
    const { id: eugodaId, link } = standIn.agreements.find(({ externalId }) => externalId === id)!;
    await agreements.forget(id);
    standIn.sign(id);
    const first = { id: 'first', secret: 'secret of first', templates: [] };
    standIn.set({ applications: [demoApplication, first] });
    await vault.put(eugodaSecretName('first'), first.secret);
    await know(known);
    const seen: PageAgreement = {
      eugodaId,
      externalId: id,
      link: `https://eugoda.com/sign/${link.token}`,
      until: null,
    };
    await agreements.pageAct({ seen, action: 'track' });
    return id;
  }

  const know = (ids: readonly string[]) =>
    settings.set({ eugodaApplications: ids.map(id => ({ id, label: '', port: 3000 })) });

  it('is still looked for among them after a refusal', async () => {
    const id = await tracked(['first']);
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-unknown-document' });
    await know(['first', demoApplication.id]);
    expect(await fetched(id)).toBeNull();
    expect(await one(id)).toMatchObject({ applicationId: demoApplication.id });
  });

  it('says who could not be asked, and not that the others do not know it', async () => {
    const id = await tracked(['first', demoApplication.id]);
    const name = eugodaSecretName(demoApplication.id);
    await vault.remove(name);
    expect(await fetched(id)).toMatchObject({ code: 'eugoda-secret-missing' });
    await vault.put(name, demoApplication.secret);
    expect(await fetched(id)).toBeNull();
  });

  it('is looked for among those that are left, when its first one is gone', async () => {
    const id = await tracked(['first', demoApplication.id]);
    await know([demoApplication.id]);
    expect(await fetched(id)).toBeNull();
    expect(await one(id)).toMatchObject({ applicationId: demoApplication.id });
  });
});
