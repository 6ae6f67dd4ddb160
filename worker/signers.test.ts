import { describe, expect, it } from 'vitest';
import type { Key } from '../lib/eimzo/keys/key.ts';
import type { KeyView } from '../lib/messages/views.ts';
import { failure } from '../lib/signing/failure.ts';
import type { KeyRing } from './key-ring.ts';
import { maySign, pickSigner, settledSigner, signersFor } from './signers.ts';

const view = (id: string) => ({ id }) as KeyView;
const file = (id: string, tin: string, entity: 'legal' | 'person'): Key =>
  ({
    kind: 'pfx',
    id,
    identity: id,
    name: id,
    tin,
    pinfl: '30000000000068',
    uid: '',
    holder: { cn: id, name: '', surname: '' },
    organization: '',
    position: '',
    serial: '',
    validFrom: null,
    validTo: null,
    entity,
  }) as unknown as Key;

function ring(owned: Record<string, string[]>, settled = false): Pick<KeyRing, 'forOwner' | 'find'> {
  return {
    async forOwner(owner) {
      const candidates = (owned[owner] ?? []).map(view);
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
    async find(id) {
      if (id === 'token') return { kind: 'idcard', id: 'idcard', identity: 'idcard', devices: ['x'] };
      return id.startsWith('person') ? file(id, '', 'person') : file(id, id.slice(1), 'legal');
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
    expect((await pickSigner(keys, COMPANY, 'k43', 0)).id).toBe('k43');
    expect((await pickSigner(keys, COMPANY, 'token', 0)).id).toBe('token');
    expect((await pickSigner(keys, COMPANY, undefined, 0)).id).toBe('other');
    await expect(pickSigner(keys, COMPANY, 'k99', 0)).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
    await expect(pickSigner(keys, COMPANY, 'person', 0)).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
    expect((await pickSigner(keys, ENTERED, 'person', 0)).id).toBe('person');
  });
  it('is never picked by us among several', async () => {
    const keys = ring({ 'tin:43': ['k43', 'other'] });
    await expect(pickSigner(keys, COMPANY, undefined, 0)).rejects.toMatchObject({
      failure: { code: 'several-keys' },
    });
    await expect(pickSigner(ring({}), COMPANY, undefined, 0)).rejects.toMatchObject({
      failure: { code: 'no-key-for-company' },
    });
  });
  it('is asked for when the only one may not be the right one', () => {
    const doubtful = { candidates: [view('token')], settled: null, unusable: null };
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
