import { describe, expect, it } from 'vitest';
import type { KeyView } from '../lib/messages/views/keys.ts';
import { failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Didox } from './didox.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { keyView } from './keys/keys.fixture.ts';
import { createSignIns } from './sign-ins.ts';

const token: KeyView = { ...keyView('t'), kind: 'idcard', tin: null, serial: null, validity: 'unknown' };

it('a token that turns out to be past its time is not asked for its PIN once more', async () => {
  const keys = {
    ownerOfToken: async () => 'tin:1',
    viewById: async () => ({ owner: 'tin:1', key: { ...token, validity: 'expired' } }),
  } as unknown as KeyRing;
  const didox = () => ({ session: { readmit: async () => {} } }) as unknown as Didox;
  const { identify } = createSignIns({ didox, engine: () => null as never, keys, now: () => 0 });
  const job = { target: { server: 'test', owner: 't' } } as JobRecord;
  await expect(identify(job, new AbortController().signal)).rejects.toMatchObject({
    failure: { code: 'key-expired' },
  });
});

/** @param listed becomes true when the list of keys is whole: before that there is no key in it */
function setUp(candidates: readonly KeyView[], settled: KeyView | null = null, listed = true) {
  const started: JobRecord[] = [];
  const keys = {
    forOwner: async () =>
      listed
        ? { candidates, settled, unusable: null }
        : { candidates: [], settled: null, unusable: failure('no-key-for-company') },
    whole: async () => void (listed = true),
  };
  const signIns = createSignIns({
    didox: () =>
      ({ requireServer: async () => {}, session: { readmit: async () => {} } }) as unknown as Didox,
    engine: () => ({ start: async (job: JobRecord) => void started.push(job) }) as never,
    keys: keys as unknown as KeyRing,
    now: () => 0,
  });
  const start = (keyId?: string) => signIns.start('test', 'tin:1', keyId === undefined ? {} : { keyId });
  const signers = () => started.map(({ signer }) => signer?.keyId);
  return { start, signers };
}

describe('the key that signs in', () => {
  it('is the named one, or the settled one, or the best of the company’s own', async () => {
    const own = [keyView('a'), keyView('b')];
    const { start, signers } = setUp(own);
    await start('b');
    await start();
    expect(signers()).toEqual(['b', 'a']);
    const chosen = setUp(own, own[1]);
    await chosen.start();
    expect(chosen.signers()).toEqual(['b']);
  });

  it('is one that the list, which is being made, does not hold yet', async () => {
    const { start, signers } = setUp([keyView('a')], null, false);
    await start();
    expect(signers()).toEqual(['a']);
  });

  it('is no token that nobody named: its PIN is not asked for on a guess', async () => {
    const { start, signers } = setUp([token]);
    await expect(start()).rejects.toMatchObject({ failure: failure('several-keys') });
    await start('t');
    expect(signers()).toEqual(['t']);
  });
});
