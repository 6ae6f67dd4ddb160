import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../lib/didox/account.fixture.ts';
import type { Call } from '../lib/didox/http.ts';
import { createSession } from '../lib/didox/session.ts';
import { createSignInDestination } from '../lib/didox/sign-in.ts';
import { createEngine, type Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { createJournal } from '../lib/signing/journal.ts';
import { createRenewal } from '../lib/signing/renewal.ts';
import { SUMMARY } from '../lib/signing/testing/set-up.ts';
import { openDatabase } from '../lib/store/database.ts';
import { memoryStore } from '../lib/vault/memory.fixture.ts';
import { keyView } from './keys/keys.fixture.ts';
import { createSignIns } from './sign-ins.ts';

const SERVER = 'production';
const PERSON = 'person:31';
const ALFA = 'tin:100';
const BETA = 'tin:200';
/** One person, who entered two companies; E-IMZO waits for the password until it is typed. */
async function setUp(options: { until?: number } = {}) {
  globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase();
  const now = () => 1_000;
  const journal = createJournal(async () => db, now);
  const entered: string[] = [];
  let refused: string | null = null;
  const http = {
    async json({ path, body }: Call) {
      const [, company] = /company\/(\d+)\/login/.exec(path) ?? [];
      if (company && company === refused) throw new FlowError(failure('company-not-registered'));
      if (company)
        entered.push([company, (body as { branchNum?: string }).branchNum].filter(Boolean).join('/'));
      return { token: `token of ${path}` };
    },
  } as never;
  let windows = 0;
  let typed = () => {};
  const person = { ...keyView('p'), tin: '5', pinfl: '31' };
  const store = memoryStore();
  const signIns = createSignIns({
    didox: () => ({ requireServer: async () => {}, http, session, locale: () => 'ru' }) as never,
    engine: () => engine,
    keys: { forOwner: async () => ({ candidates: [person], settled: person, unusable: null }) } as never,
    now,
  });
  const live = () => createSession({ store, now, renew: (server, owner) => signIns.renew(server, owner) });
  let session = live();
  const didox = { stamp: async () => ({ kind: 'whole', pkcs7_64: btoa('stamped') }) } as never;
  const engine: Engine = createEngine({
    journal,
    now,
    module: {
      unlock: () =>
        new Promise<void>(resolve => {
          windows += 1;
          typed = resolve;
        }),
      sign: async () => ({ pkcs7_64: btoa('created'), signatureHex: 'ab' }),
    },
    gate: { attachToken: pkcs7 => pkcs7, check: async () => ({ summary: SUMMARY, signatureHex: 'ab' }) },
    destination: job => createSignInDestination({ http, didox, session, locale: () => 'ru', now }, job),
    wait: async () => {},
    announce: () => {},
    stillWanted: async () => false,
  });
  const { until = 0 } = options;
  await session.put(SERVER, accountOf(PERSON, until), 'token');
  for (const company of [ALFA, BETA])
    await session.put(SERVER, accountOf(company, until, { via: PERSON }), 'token');
  return {
    get session() {
      return session;
    },
    signIns,
    entered,
    windows: () => windows,
    refuse: (company: string) => {
      refused = company;
    },
    /** What a document's job does before it asks for a signature, on the word of whoever clicked. */
    click() {
      const inSession = createRenewal();
      return (owner: string) =>
        inSession(
          () => session.withLiveToken(SERVER, owner, async token => token),
          () => session.ensure(SERVER, owner),
        );
    },
    windowOpens: () => expect.poll(() => windows).toBe(1),
    password: () => typed(),
    workerDies: () => {
      session = live();
    },
    signedIn: async () => (await session.accounts(SERVER)).map(({ owner }) => owner).sort(),
  };
}
const soon = () => new Promise(resolve => setTimeout(resolve, 20));

describe('one sign-in of a person', () => {
  it('opens each of the companies again that somebody signs for', async () => {
    const world = await setUp();
    const both = Promise.allSettled([world.click()(ALFA), world.click()(BETA)]);
    await world.windowOpens();
    await soon();
    world.password();
    expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(world.entered.sort()).toEqual(['100', '200']);
    expect(world.windows()).toBe(1);
  });

  it('enters the second company, too, that is picked while its window is open, and its branch', async () => {
    const world = await setUp();
    const first = await world.signIns.start(SERVER, PERSON, { company: '100' });
    const second = world.signIns.start(SERVER, PERSON, { company: '200' });
    const branch = world.signIns.start(SERVER, PERSON, { company: '100', branch: '00002' });
    await world.windowOpens();
    expect((await world.signIns.start(SERVER, PERSON, { company: '100' })).id).toBe(first.id);
    world.password();
    expect(await Promise.all([second, branch])).toMatchObject([{ open: 0 }, { open: 0 }]);
    expect(world.entered.sort()).toEqual(['100', '100/00002', '200']);
    expect(await world.signedIn()).toEqual([PERSON, ALFA, BETA]);
  });

  it('enters the one company when the other one is refused, and each hears its own answer', async () => {
    const world = await setUp();
    world.refuse('100');
    const both = Promise.allSettled([world.click()(ALFA), world.click()(BETA)]);
    await world.windowOpens();
    await soon();
    world.password();
    expect(await both).toMatchObject([
      { reason: { failure: { code: 'company-not-registered' } } },
      { status: 'fulfilled' },
    ]);
  });
});

describe('a person who signed out', () => {
  it('is not signed in again by what was under way, nor by the next worker, but by a sign-in', async () => {
    const world = await setUp({ until: 2_000 });
    const [alfa, beta] = [world.click(), world.click()];
    await alfa(ALFA);
    await world.session.forget(SERVER, ALFA);
    // The person is in: no password would be asked for.
    await expect(alfa(ALFA)).rejects.toMatchObject({ failure: { code: 'session-expired' } });
    await world.session.forget(SERVER, null);
    world.workerDies();
    await expect(beta(BETA)).rejects.toMatchObject({ failure: { code: 'session-expired' } });
    expect([world.windows(), world.entered]).toEqual([0, []]);

    await world.signIns.start(SERVER, PERSON, { company: '200' });
    await world.windowOpens();
    world.password();
    await expect.poll(world.signedIn).toEqual([PERSON, BETA]);
    await world.click()(BETA);
    expect(world.windows()).toBe(1);
  });

  it('while E-IMZO’s window was open for that stays signed out', async () => {
    const world = await setUp();
    const waiting = world.click()(ALFA);
    await world.windowOpens();
    await world.session.forget(SERVER, null);
    world.password();
    await expect(waiting).rejects.toMatchObject({ failure: { code: 'session-expired' } });
    expect(await world.signedIn()).toEqual([]);
  });
});
