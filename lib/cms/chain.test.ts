import { describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { findChain } from './chain.ts';
import { fingerprint } from './known-certificate.ts';
import { issue, newKey, type Party } from './pki.test-helper.ts';
import { standardAlgorithms } from './standard-algorithms.ts';

/** Judges the chain of the first; the last is the pinned root. */
async function judge(...parties: Party[]) {
  const certificates = await fingerprint(parties.map(({ certificate }) => parseCertificate(certificate)));
  return findChain(certificates[0]!, certificates, new Date('2026-01-01T00:00:00Z'), {
    algorithms: standardAlgorithms,
    trustedSpkiSha256: new Set([certificates.at(-1)!.spkiSha256]),
    cache: undefined,
    checked: new Map(),
    work: { steps: 0 },
  });
}

describe('a chain', () => {
  it('leads over authorities to the pinned key', async () => {
    const root = await issue({ cn: 'root', ca: true, keyUsage: 0x06 });
    const authority = await issue({ cn: 'authority', issuer: root, ca: true, keyUsage: 0x06, pathLength: 0 });
    const user = await issue({ cn: 'user', issuer: authority });
    expect(await judge(user, authority, root)).toMatchObject({ ok: true, trust: 'trusted-root' });
  });

  it('does not lead over somebody who is no authority', async () => {
    const root = await issue({ cn: 'root', ca: true });
    for (const wish of [{}, { ca: true, keyUsage: 0xc0 }]) {
      const user = await issue({ cn: 'user', issuer: root, ...wish });
      const forged = await issue({ cn: 'director', issuer: user });
      expect(await judge(forged, user, root)).toMatchObject({
        ok: false,
        trust: 'chain-broken',
        reasons: ['issuer-not-a-ca'],
      });
    }
  });

  it('is no longer than an authority may make it', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const limited = await issue({ cn: 'limited', issuer: root, ca: true, pathLength: 0 });
    const below = await issue({ cn: 'below', issuer: limited, ca: true });
    const user = await issue({ cn: 'user', issuer: below });
    expect(await judge(below, limited, root)).toMatchObject({ ok: true });
    expect(await judge(user, below, limited, root)).toMatchObject({
      ok: false,
      reasons: ['issuer-not-a-ca'],
    });
  });

  it('tries every certificate with the name of the issuer', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const lookalikes = [await issue({ cn: 'root', ca: true }), await issue({ cn: 'root' })];
    const user = await issue({ cn: 'user', issuer: root });
    expect(await judge(user, ...lookalikes, root)).toMatchObject({ ok: true });
    // The real root is missing, only look-alikes are there.
    expect(await judge(user, ...lookalikes)).toMatchObject({ ok: false, trust: 'chain-broken' });
  });

  it('does not go round in circles, and a great many look-alikes do not cost much', async () => {
    const one = await issue({ cn: 'one', ca: true });
    const two = await issue({ cn: 'two', ca: true, issuer: one });
    const oneAgain = { ...(await issue({ cn: 'one', ca: true, issuer: two })) };
    const stranger = await issue({ cn: 'stranger', ca: true });
    expect(await judge(two, oneAgain, stranger)).toMatchObject({ ok: false });
    const crowd = await Promise.all(Array.from({ length: 90 }, () => issue({ cn: 'crowd', ca: true })));
    expect(await judge(...crowd, stranger)).toMatchObject({ ok: false });
  });

  it('is given up when certificates of one name and key can be strung together in every order', async () => {
    const key = await newKey();
    const same = await Promise.all(Array.from({ length: 9 }, () => issue({ cn: 'same', ca: true, key })));
    const begun = performance.now();
    expect(await judge(...same, await issue({ cn: 'stranger' }))).toMatchObject({ ok: false });
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('is not trusted when a certificate in it demands what is not understood here', async () => {
    const root = await issue({ cn: 'root', ca: true, demand: 'critical' });
    const authority = await issue({ cn: 'authority', issuer: root, ca: true, demand: 'not-critical' });
    const demanding = await issue({ cn: 'demanding', issuer: root, ca: true, demand: 'critical' });
    // Of the root only the key is vouched for: what it demands does not matter.
    expect(await judge(await issue({ cn: 'user', issuer: authority }), authority, root)).toMatchObject({
      ok: true,
    });
    for (const wish of [{ issuer: demanding }, { issuer: authority, demand: 'critical' as const }])
      expect(await judge(await issue({ cn: 'user', ...wish }), authority, demanding, root)).toMatchObject({
        ok: false,
        trust: 'trusted-root',
        reasons: ['unknown-critical-extension'],
      });
  });
});

describe('a pinned authority', () => {
  /** The same certificate with another last year of validity: its signature does not fit any more. */
  const altered = ({ certificate, ...party }: Party): Party => {
    const changed = Uint8Array.from(certificate);
    const at = new TextDecoder('latin1').decode(changed).indexOf('400101000000Z');
    changed[at]! ^= 1;
    return { ...party, certificate: changed };
  };

  it('is named altered when the certificate around its key is not as it was issued', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const user = await issue({ cn: 'user', issuer: root });
    expect(await judge(user, altered(root))).toMatchObject({
      ok: false,
      trust: 'chain-broken',
      anchor: null,
      reasons: ['authority-altered'],
    });
    // The honest one beside it counts.
    expect(await judge(user, altered(root), root)).toMatchObject({ ok: true });
  });

  it('may be an intermediate: its issuer tells whether it was altered, and may be missing', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const middle = await issue({ cn: 'middle', issuer: root, ca: true });
    const user = await issue({ cn: 'user', issuer: middle });
    expect(await judge(user, root, middle)).toMatchObject({
      ok: true,
      anchor: { subject: { cn: 'middle' } },
    });
    expect(await judge(user, root, altered(middle))).toMatchObject({ reasons: ['authority-altered'] });
    expect(await judge(user, middle)).toMatchObject({ ok: true });
  });

  it('is looked at even when look-alikes have used up all other checks', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const user = await issue({ cn: 'user', issuer: root });
    const crowd = await Promise.all(Array.from({ length: 63 }, () => issue({ cn: 'root', ca: true })));
    expect(await judge(user, ...crowd, altered(root))).toMatchObject({ reasons: ['authority-altered'] });
  });
});
