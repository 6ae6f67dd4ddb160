import { describe, expect, it } from 'vitest';
import { FlowError, failure } from '../signing/failure.ts';
import type { JobRecord } from '../signing/job.ts';
import type { Call, DidoxHttp } from './http.ts';
import type { DidoxService } from './service.ts';
import { createSession, TOKEN_LIFETIME_MS } from './session.ts';
import { createSignInDestination, enterAgain, enterCompany, type SignInPorts } from './sign-in.ts';

const PERSON = 'person:30000000000068';
const NOW = 5_000_000;

function setUp(answer: (call: Call) => unknown) {
  const values = new Map<string, unknown>();
  const calls: Call[] = [];
  const session = createSession({
    store: {
      get: async key => values.get(key),
      set: async (key, value) => void values.set(key, value),
      remove: async key => void values.delete(key),
    },
    now: () => NOW,
    renew: () => Promise.reject(new Error('no renewal expected')),
  });
  const json = async (call: Call, schema: { parse(value: unknown): unknown }) => {
    calls.push(call);
    return schema.parse(answer(call));
  };
  const ports: SignInPorts = {
    http: { json } as unknown as DidoxHttp,
    didox: {} as DidoxService,
    session,
    locale: () => 'uz',
    now: () => NOW,
  };
  return { ports, session, calls };
}
const jobOf = (target: object): JobRecord =>
  ({
    createdAt: NOW,
    company: { tin: null, pinfl: '30000000000068', name: 'Oddiy' },
    target: {
      service: 'didox',
      server: 'production',
      owner: PERSON,
      taxId: '300000068',
      documentId: '',
      outgoing: true,
      ...target,
    },
  }) as unknown as JobRecord;
const LOGIN = {
  token: 'person-token',
  related_companies: [
    { tin: 300000043, name: 'Alfa', roles: [11, '12', null] },
    { taxId: '300000050', permissions: [41] },
    { strange: true },
    null,
  ],
  related_branches: [{ branchNum: '00001', name: 'Samarqand', tin: '300000035' }, '00002', 3, { x: 1 }],
};

describe('signing in', () => {
  it('posts the signature under the very tax id that was signed', async () => {
    const { ports, session, calls } = setUp(() => LOGIN);
    const job = jobOf({});
    await createSignInDestination(ports, job).submit(job, 'SIGNED');
    expect(calls).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/v1/auth/300000068/token/uz',
        body: { signature: 'SIGNED' },
        endpoint: 'login',
      }),
    ]);
    expect(await session.account('production', PERSON)).toMatchObject({
      taxId: '300000068',
      until: NOW + TOKEN_LIFETIME_MS,
      relatedCompanies: [
        { tin: '300000043', name: 'Alfa', roles: [11, 12] },
        { tin: '300000050', name: '300000050', roles: [41] },
      ],
      branches: [
        { number: '00001', name: 'Samarqand', tin: '300000035' },
        { number: '00002', name: null, tin: null },
        { number: '3', name: null, tin: null },
      ],
      via: null,
      roles: null,
    });
  });

  it('knows companies by numbers only: they become parts of addresses', async () => {
    const companies = ['300000043/../x', '..', '30000 0043', '300000043'].map(tin => ({ tin, name: 'N' }));
    const { ports, session } = setUp(() => ({ ...LOGIN, related_companies: companies }));
    await createSignInDestination(ports, jobOf({})).submit(jobOf({}), 'SIGNED');
    const account = await session.account('production', PERSON);
    expect(account?.relatedCompanies.map(({ tin }) => tin)).toEqual(['300000043']);
  });

  it('enters a company on the way, with its branch', async () => {
    const { ports, session, calls } = setUp(call =>
      call.endpoint === 'login' ? LOGIN : { token: 'company-token', permissions: { tin: 1, roles: [12] } },
    );
    const job = jobOf({ company: '300000043', branch: '00001' });
    await createSignInDestination(ports, job).submit(job, 'SIGNED');
    expect(calls[1]).toMatchObject({
      path: '/v1/auth/company/300000043/login/uz',
      body: { branchNum: '00001' },
      userKey: 'person-token',
    });
    expect(await session.account('production', 'tin:300000043')).toMatchObject({
      title: 'Alfa',
      via: PERSON,
      branch: '00001',
      roles: [12],
    });
  });

  it('is proved only by a token from after its beginning', async () => {
    const { ports, session } = setUp(() => LOGIN);
    const job = jobOf({});
    const destination = createSignInDestination(ports, job);
    expect(await destination.ask(job)).toBe('not-done');
    await destination.submit(job, 'SIGNED');
    expect(await destination.ask(job)).toBe('done');
    expect(await destination.ask({ ...job, createdAt: NOW + 1 })).toBe('not-done');
    await session.forget('production', PERSON);
    expect(await destination.ask(job)).toBe('not-done');
  });

  it('is never repeated by itself, and an unclear end has a name of its own', () => {
    const { ports } = setUp(() => LOGIN);
    expect(createSignInDestination(ports, jobOf({}))).toMatchObject({
      repeat: 'by-person',
      unclear: 'login-unanswered',
    });
  });

  it('refuses an answer without a token', async () => {
    const { ports } = setUp(() => ({ token: '' }));
    await expect(createSignInDestination(ports, jobOf({})).submit(jobOf({}), 'S')).rejects.toThrow();
  });
});

describe('entering a company', () => {
  const signedIn = async (answer: (call: Call) => unknown) => {
    const world = setUp(call => (call.endpoint === 'login' ? LOGIN : answer(call)));
    await createSignInDestination(world.ports, jobOf({})).submit(jobOf({}), 'S');
    const person = await world.session.account('production', PERSON);
    if (!person) throw new Error('not signed in');
    return { ...world, person };
  };

  it('is tried even when the list of companies did not name it: its shape is a guess', async () => {
    const { ports, person } = await signedIn(() => ({ token: 'company-token' }));
    expect(await enterCompany(ports, person, 'production', '300000099')).toMatchObject({
      owner: 'tin:300000099',
      title: '300000099',
      roles: null,
    });
  });

  it('falls back on the roles of the list', async () => {
    const { ports, person } = await signedIn(() => ({ token: 'company-token', permissions: null }));
    expect((await enterCompany(ports, person, 'production', '300000043')).roles).toEqual([11, 12]);
  });

  it('again goes into the same branch, and says when the person has to sign in first', async () => {
    const { ports, person, session, calls } = await signedIn(() => ({ token: 'company-token' }));
    const company = await enterCompany(ports, person, 'production', '300000043', '00001');
    expect(await enterAgain(ports, 'production', company)).toBe(true);
    expect(calls.at(-1)?.body).toEqual({ branchNum: '00001' });
    await session.forget('production', PERSON);
    expect(await enterAgain(ports, 'production', company)).toBe(false);
  });

  it('tells a dead person’s token from a refusal', async () => {
    let code = 'session-expired';
    const { ports, person } = await signedIn(() => {
      throw new FlowError(failure(code));
    });
    const company = { ...person, owner: 'tin:300000043', taxId: '300000043', via: PERSON };
    expect(await enterAgain(ports, 'production', company)).toBe(false);
    code = 'company-not-registered';
    await createSignInDestination(ports, jobOf({})).submit(jobOf({}), 'S');
    await expect(enterAgain(ports, 'production', company)).rejects.toMatchObject({ failure: { code } });
  });
});
