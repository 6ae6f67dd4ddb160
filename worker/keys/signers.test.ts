import { describe, expect, it } from 'vitest';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { KeyRing } from './key-ring.ts';
import { maySign, pickSigner, settledSigner, signersFor } from './signers.ts';

const view = (id: string, validity: KeyView['validity'] = 'valid') => ({ id, validity }) as KeyView;
function ring(owned: Record<string, string[]>, settled = false): Pick<KeyRing, 'forOwner' | 'viewById'> {
  return {
    async forOwner(owner) {
      const candidates = (owned[owner] ?? []).map(id => view(id));
      return candidates.length === 0
        ? { candidates, settled: null, unusable: failure('no-key-for-company') }
        : {
            candidates,
            settled: settled
              ? (candidates[1] ?? null)
              : candidates.length === 1
                ? (candidates[0] ?? null)
                : null,
            unusable: null,
          };
    },
    async viewById(id) {
      if (id === 'expired') return { owner: 'tin:43', key: view(id, 'expired') };
      if (id === 'theirs') return { owner: 'person:40000000000009', key: view(id) };
      if (id === 'token') return { owner: 'token', key: view(id) };
      const owner = id.startsWith('person') ? 'person:30000000000068' : `tin:${id.slice(1)}`;
      return { owner, key: view(id) };
    },
  };
}
const COMPANY = { owner: 'tin:43', via: null };
const ENTERED = { owner: 'tin:43', via: 'person:30000000000068' };

describe('who signs', () => {
  it('is the company’s own key before the person’s', async () => {
    const keys = ring({ 'tin:43': ['k43'], 'person:30000000000068': ['person'] });
    expect((await signersFor(keys, ENTERED)).candidates.map(({ id }) => id)).toEqual(['k43']);
  });
  it('is the person who entered the company, where it has no key', async () => {
    const keys = ring({ 'person:30000000000068': ['person'] });
    expect((await signersFor(keys, ENTERED)).candidates.map(({ id }) => id)).toEqual(['person']);
    expect((await signersFor(keys, COMPANY)).unusable?.code).toBe('no-key-for-company');
    expect((await signersFor(ring({}), ENTERED)).unusable?.code).toBe('no-key-for-company');
  });
  it('is the key that was named, and never another in its place', async () => {
    const keys = ring({ 'tin:43': ['k43', 'other'] }, true);
    expect((await pickSigner(keys, COMPANY, 'k43')).id).toBe('k43');
    expect((await pickSigner(keys, COMPANY, 'token')).id).toBe('token');
    expect((await pickSigner(keys, COMPANY, undefined)).id).toBe('other');
    await expect(pickSigner(keys, COMPANY, 'k99')).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
    await expect(pickSigner(keys, COMPANY, 'person')).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
    expect((await pickSigner(keys, ENTERED, 'person')).id).toBe('person');
    // A token that has been asked is somebody's, and nobody else's.
    await expect(pickSigner(keys, COMPANY, 'theirs')).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
  });
  it('is no key past its time, though it was named: no password is asked for in vain', async () => {
    await expect(pickSigner(ring({}), COMPANY, 'expired')).rejects.toMatchObject({
      failure: { code: 'key-expired' },
    });
  });
  it('is never picked by us among several', async () => {
    const keys = ring({ 'tin:43': ['k43', 'other'] });
    await expect(pickSigner(keys, COMPANY, undefined)).rejects.toMatchObject({
      failure: { code: 'several-keys' },
    });
    await expect(pickSigner(ring({}), COMPANY, undefined)).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
  });
  it('is asked for when the only one may not be the right one', () => {
    const doubtful = { candidates: [view('token', 'unknown')], settled: null, unusable: null };
    expect(() => settledSigner(doubtful)).toThrow(
      expect.objectContaining({ failure: failure('several-keys') }),
    );
  });
  it('names whose keys they are, so that a choice is remembered for them', async () => {
    const keys = ring({ 'person:30000000000068': ['person', 'p2'] });
    expect((await signersFor(keys, ENTERED)).whose).toBe('person:30000000000068');
    expect((await signersFor(ring({ 'tin:43': ['k'] }), ENTERED)).whose).toBe('tin:43');
  });
  it('may be told by the owner alone', () => {
    expect(maySign('tin:43', COMPANY)).toBe(true);
    expect(maySign('tin:44', COMPANY)).toBe(false);
    expect(maySign('token', COMPANY)).toBe(true);
    expect(maySign('person:30000000000068', ENTERED)).toBe(true);
  });
});
