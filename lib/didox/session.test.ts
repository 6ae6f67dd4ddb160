import { describe, expect, it } from 'vitest';
import { FlowError, failure } from '../signing/failure.ts';
import { accountOf } from './account.fixture.ts';
import { idsOf } from './account-ids.ts';
import { createSession, TOKEN_LIFETIME_MS } from './session.ts';

const OWNER = 'tin:300000019';
const expired = () => new FlowError(failure('session-expired'));

function setUp(values = new Map<string, unknown>()) {
  const clock = { now: 1_000_000 };
  const renewals: string[] = [];
  let serial = 0;
  const store = {
    get: async (key: string) => structuredClone(values.get(key)),
    async set(key: string, value: unknown) {
      await new Promise(resolve => setTimeout(resolve, 1));
      values.set(key, structuredClone(value));
    },
    remove: async (key: string) => void values.delete(key),
  };
  const session = createSession({
    store,
    now: () => clock.now,
    renew: async (server, owner) => {
      renewals.push(owner);
      await new Promise(resolve => setTimeout(resolve, 2));
      serial += 1;
      const before = await session.known(server, owner);
      await session.put(
        server,
        { ...(before ?? accountOf(owner, 0)), until: clock.now + TOKEN_LIFETIME_MS },
        `token-${serial}`,
      );
    },
  });
  return { session, clock, renewals, values };
}

describe('a session', () => {
  it('lasts 360 minutes, less one in reserve', async () => {
    const { session, clock } = setUp();
    expect(TOKEN_LIFETIME_MS).toBe(359 * 60_000);
    await session.put('production', accountOf(OWNER, clock.now + TOKEN_LIFETIME_MS), 'token');
    clock.now += TOKEN_LIFETIME_MS - 1;
    expect(await session.accounts('production')).toHaveLength(1);
    clock.now += 1;
    expect(await session.accounts('production')).toEqual([]);
    expect(await session.account('production', OWNER)).toBeNull();
    expect(await session.known('production', OWNER)).toMatchObject({ owner: OWNER });
  });

  it('never hands out its token with the account', async () => {
    const { session, clock } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'secret-token');
    expect(
      JSON.stringify([await session.accounts('production'), await session.known('production', OWNER)]),
    ).not.toContain('secret-token');
  });

  it('keeps servers apart and accounts side by side, however many sign in at once', async () => {
    const { session, clock } = setUp();
    const owners = ['tin:1', 'tin:2', 'tin:3', 'tin:4'];
    await Promise.all(
      owners.map(owner => session.put('production', accountOf(owner, clock.now + 1000), owner)),
    );
    expect((await session.accounts('production')).map(({ owner }) => owner)).toEqual(owners);
    expect(await session.accounts('test')).toEqual([]);
    await session.forget('production', 'tin:2');
    expect(await session.known('production', 'tin:2')).toBeNull();
    await session.forget('production', null);
    expect(await session.accounts('production')).toEqual([]);
  });

  it('renews once on a 401 and repeats the call once', async () => {
    const { session, clock, renewals } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'stale');
    const seen: string[] = [];
    const answer = await session.withToken('production', OWNER, async token => {
      seen.push(token);
      if (token === 'stale') throw expired();
      return 'done';
    });
    expect([answer, seen, renewals]).toEqual(['done', ['stale', 'token-1'], [OWNER]]);
  });

  it('does not go on renewing when the new token is refused too', async () => {
    const { session, renewals } = setUp();
    let calls = 0;
    const work = session.withToken('production', OWNER, async () => {
      calls += 1;
      throw expired();
    });
    await expect(work).rejects.toMatchObject({ failure: { code: 'session-expired' } });
    expect(calls).toBe(2);
    expect(renewals.length).toBeLessThanOrEqual(2);
  });

  it('shares one sign-in among all who need it', async () => {
    const { session, clock, renewals } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'stale');
    const call = () =>
      session.withToken('production', OWNER, async token => {
        if (token === 'stale') throw expired();
        return token;
      });
    expect(await Promise.all([call(), call(), call()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(renewals).toEqual([OWNER]);
  });

  it('does not end a newer token for an older one’s refusal', async () => {
    const { session, clock } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'old');
    const work = session.withLiveToken('production', OWNER, async () => {
      await session.put('production', accountOf(OWNER, clock.now + 2000), 'new');
      throw expired();
    });
    await expect(work).rejects.toBeInstanceOf(FlowError);
    expect(await session.withLiveToken('production', OWNER, async token => token)).toBe('new');
  });

  it('does not sign in for other refusals, and not at all where only a live token will do', async () => {
    const { session, clock, renewals } = setUp();
    await expect(session.withLiveToken('production', OWNER, async () => 1)).rejects.toMatchObject({
      failure: { code: 'session-expired' },
    });
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'token');
    const refusal = new FlowError(failure('no-permission'));
    await expect(session.withToken('production', OWNER, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(renewals).toEqual([]);
  });

  it('remembers how an account was opened when its token is refused', async () => {
    const { session, clock } = setUp();
    const entered = accountOf(OWNER, clock.now + 1000, { via: 'person:1', branch: '00001' });
    await session.put('production', entered, 'token');
    await session.withLiveToken('production', OWNER, () => Promise.reject(expired())).catch(() => undefined);
    expect(await session.account('production', OWNER)).toBeNull();
    expect(await session.known('production', OWNER)).toMatchObject({ via: 'person:1', branch: '00001' });
    expect(await session.allKnown('production')).toMatchObject([{ owner: OWNER, until: 0 }]);
    await session.forget('production', OWNER);
    expect(await session.allKnown('production')).toEqual([]);
  });

  it('that a person ended is begun again by a person only, whatever goes on with it', async () => {
    const { session, clock, renewals } = setUp();
    const read = (owner: string) => session.withToken('production', owner, async token => token);
    await session.put('production', accountOf('person:1', clock.now + 1000), 'token');
    await session.put('production', accountOf(OWNER, 0, { via: 'person:1' }), '');
    await session.put('production', accountOf('tin:2', clock.now + 1000), 'other');
    await session.forget('production', 'person:1');
    // A company that this person opened would need the person, too.
    for (const owner of ['person:1', OWNER])
      await expect(read(owner)).rejects.toMatchObject({ failure: { code: 'session-expired' } });
    // An answer that was on its way signs nobody in again.
    await session.put('production', accountOf('person:1', clock.now + 1000), 'late');
    expect(await session.known('production', 'person:1')).toBeNull();
    expect([await read('tin:2'), renewals]).toEqual(['other', []]);

    await session.readmit('production', ['person:1']);
    await read(OWNER);
    expect(renewals).toEqual([OWNER]);
  });

  it('that a person ended stays ended for the next worker, and so do all that were ended at once', async () => {
    const { session, clock, values } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'token');
    await session.put('production', accountOf('tin:2', 0), '');
    await session.forget('production', null);
    const next = setUp(values);
    for (const owner of [OWNER, 'tin:2'])
      await expect(next.session.ensure('production', owner)).rejects.toMatchObject({
        failure: { code: 'session-expired' },
      });
    expect(next.renewals).toEqual([]);
  });

  it('survives a damaged store', async () => {
    const { session, values, clock } = setUp();
    await session.put('production', accountOf(OWNER, clock.now + 1000), 'token');
    const [good] = values.get('didox.accounts.production') as unknown[];
    values.set('didox.accounts.production', [{ strange: true }, good]);
    expect(await session.accounts('production')).toHaveLength(1);
    values.set('didox.accounts.production', 'nonsense');
    expect(await session.accounts('production')).toEqual([]);
  });
});

describe('idsOf', () => {
  it('knows a person by PINFL and personal TIN, a company by its one number', () => {
    expect(idsOf({ owner: 'person:30000000000068', taxId: '300000068' })).toEqual([
      '300000068',
      '30000000000068',
    ]);
    expect(idsOf({ owner: OWNER, taxId: '300000019' })).toEqual(['300000019']);
    expect(idsOf(null)).toEqual([]);
  });
});
