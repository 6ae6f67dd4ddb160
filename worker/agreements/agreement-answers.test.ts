import { describe, expect, it } from 'vitest';
import type { PageAgreement } from '../../lib/messages/views/page-agreement.ts';
import { eugodaSecretName } from '../../lib/vault/vault.ts';
import { fetchThrough } from '../../sandbox/eugoda/fetch-through.fixture.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import {
  agreements,
  archiveOf,
  fetched,
  fileOrder,
  one,
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
});
