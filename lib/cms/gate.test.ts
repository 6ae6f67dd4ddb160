import { describe, expect, it } from 'vitest';
import type { SignatureInput } from './algorithms.ts';
import { gate, RECEIVER, SENDER, signatureOf } from './gate.test-helper.ts';
import { parseSignedData } from './signed-data.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { TRUST_ANCHORS } from './trust-anchors.ts';
import { cmsVector } from './vectors.test-helper.ts';

const honest = parseSignedData(cmsVector('cms-attached').cms).eContent!;

describe('the gate', () => {
  it.each(['cms-attached', 'cms-attached-chunked', 'cms-detached', 'cms-der', 'cms-timestamped'])(
    'passes %s',
    async name => {
      expect(await gate(name)).toMatchObject({ ok: true, warnings: [], signer: { verified: true } });
    },
  );
  it('passes a signature of the 2024 family', async () => {
    expect(await gate('cms-ozmst-2024', { expected: {} })).toMatchObject({ ok: true, warnings: [] });
  });

  it.each([
    ['cms-tampered-content', 'content-differs'],
    ['cms-tampered-signature', 'signature-mismatch'],
    ['cms-tampered-signing-time', 'signature-mismatch'],
    ['cms-tampered-chain-broken', 'chain-broken'],
    ['cms-tampered-wrong-serial', 'wrong-signer'],
    ['cms-tampered-other-company', 'wrong-signer'],
    ['cms-tampered-expired-certificate', 'wrong-signer'],
    ['cms-tampered-timestamp', 'timestamp-invalid'],
  ])('refuses %s: %s', async (name, code) => {
    expect(await gate(name, { expectedContent: honest })).toMatchObject({ ok: false, code });
  });
  it('names a wrong digest when the changed content is what was asked for', async () => {
    expect(await gate('cms-tampered-content')).toMatchObject({ ok: false, code: 'digest-mismatch' });
    expect(await gate('cms-tampered-signed-attrs')).toMatchObject({ ok: false, code: 'signature-mismatch' });
  });
  it('refuses bytes that are no signature', async () => {
    expect(await gate('cms-attached', { cms: Uint8Array.of(1, 2, 3) })).toMatchObject({
      ok: false,
      code: 'unreadable',
    });
  });
  it('refuses the other form than was asked for', async () => {
    expect(await gate('cms-attached', { detached: true })).toMatchObject({
      code: 'content-differs',
      detail: 'attached-instead-of-detached',
    });
    expect(await gate('cms-detached', { detached: false })).toMatchObject({
      code: 'content-differs',
      detail: 'content-missing',
    });
  });
  it('refuses a detached signature over other content', async () => {
    expect(await gate('cms-detached', { expectedContent: Uint8Array.of(1) })).toMatchObject({
      code: 'digest-mismatch',
    });
  });
  it('refuses another key, whichever way it shows', async () => {
    for (const expected of [{ serialHex: '7a0c0de2' }, { tin: '300000027' }, { pinfl: '1' }]) {
      expect(await gate('cms-attached', { expected })).toMatchObject({ ok: false, code: 'wrong-signer' });
    }
  });
  it('compares serial numbers as numbers and leaves out what is not known', async () => {
    const expected = { serialHex: '007A0C0DE1', tin: null, pinfl: null };
    expect(await gate('cms-attached', { expected })).toMatchObject({ ok: true });
  });

  it('says an unknown root, and refuses it when strict', async () => {
    const unknown = { trustedSpkiSha256: TRUST_ANCHORS };
    expect(await gate('cms-attached', unknown)).toMatchObject({ ok: true, warnings: ['unknown-root'] });
    expect(await gate('cms-attached', { ...unknown, strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
    });
    expect(await gate('cms-tampered-untrusted-root')).toMatchObject({ ok: true, warnings: ['unknown-root'] });
    expect(await gate('cms-tampered-chain-broken', unknown)).toMatchObject({ code: 'chain-broken' });
  });
  it('says a chain that cannot be followed to its root, and refuses it when strict', async () => {
    const name = 'cms-tampered-missing-intermediate';
    expect(await gate(name)).toMatchObject({
      ok: true,
      warnings: ['unknown-root'],
      signer: { trust: 'incomplete' },
    });
    expect(await gate(name, { strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
      detail: 'incomplete',
    });
    // The authority's own key is of an algorithm nobody here knows.
    const withoutItsSignature = {
      digests: standardAlgorithms.digests,
      signatures: new Map(
        [...standardAlgorithms.signatures].map(([oid, { name, verify }]) => [
          oid,
          {
            name,
            verify: (input: SignatureInput) =>
              input.digestOid === '' ? ('unsupported' as const) : verify(input),
          },
        ]),
      ),
    };
    const unsupported = { algorithms: withoutItsSignature };
    expect(await gate('cms-attached', unsupported)).toMatchObject({ ok: true, warnings: ['unknown-root'] });
    expect(await gate('cms-attached', { ...unsupported, strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
    });
  });

  it('refuses a certificate that is not in force at signing or now', async () => {
    const expired = { expected: { tin: SENDER.tin } };
    expect(await gate('cms-tampered-expired-certificate', expired)).toMatchObject({
      code: 'certificate-expired',
    });
    expect(await gate('cms-attached', { now: new Date('2037-02-01') })).toMatchObject({
      code: 'certificate-expired',
    });
    expect(await gate('cms-attached', { now: new Date('2024-02-01') })).toMatchObject({
      code: 'certificate-not-yet-valid',
    });
    // The signature claims the past, when the certificate was in force.
    const beforeEnd = { ...expired, now: new Date('2025-01-10T18:59:00Z'), trustedSpkiSha256: TRUST_ANCHORS };
    expect(await gate('cms-tampered-expired-certificate', beforeEnd)).toMatchObject({
      code: 'certificate-expired',
    });
  });
  it('warns of clocks that are apart', async () => {
    expect(await gate('cms-attached', { now: new Date('2025-09-16T11:00:00Z') })).toMatchObject({
      ok: true,
      warnings: ['clock-skew'],
    });
  });

  it('finds our signature in a joined file', async () => {
    const { cms } = cmsVector('cms-two-signers');
    const now = new Date('2025-09-17T04:30:10Z');
    expect(await gate('cms-two-signers', { now })).toMatchObject({ code: 'several-signers-unexpected' });
    const receiver = { now, expected: RECEIVER };
    const bySignature = await gate('cms-two-signers', { ...receiver, signatureHex: signatureOf(cms, 0) });
    expect(bySignature).toMatchObject({ ok: true, warnings: [], signer: { serialHex: RECEIVER.serialHex } });
    expect(bySignature.ok && bySignature.report.signers.map(({ outcome }) => outcome)).toEqual([
      'verified',
      'verified',
    ]);
    expect(await gate('cms-two-signers', { ...receiver, otherSigners: 'allowed' })).toMatchObject({
      ok: true,
      signer: { serialHex: RECEIVER.serialHex },
    });
    expect(await gate('cms-two-signers', { ...receiver, signatureHex: signatureOf(cms, 1) })).toMatchObject({
      code: 'wrong-signer',
    });
    expect(await gate('cms-two-signers', { ...receiver, signatureHex: '00' })).toMatchObject({
      code: 'wrong-signer',
    });
  });
  it('says that the other signature does not hold', async () => {
    const { cms } = cmsVector('cms-two-signers');
    const damaged = Uint8Array.from(cms);
    const theirs = parseSignedData(damaged).signerInfos[1]!.signature;
    theirs[0]! ^= 1;
    const result = await gate('cms-two-signers', {
      cms: damaged,
      now: new Date('2025-09-17T04:30:10Z'),
      expected: RECEIVER,
      signatureHex: signatureOf(cms, 0),
    });
    expect(result).toMatchObject({ ok: true, warnings: ['other-signer-not-valid'] });
  });

  it('demands the stamp over this very signature, at a plausible time', async () => {
    const plain = cmsVector('cms-attached').cms;
    const stamped = cmsVector('cms-timestamped').cms;
    expect(await gate('cms-attached', { requireTimestampFor: signatureOf(plain) })).toMatchObject({
      code: 'timestamp-missing',
    });
    const required = { requireTimestampFor: signatureOf(stamped) };
    expect(await gate('cms-timestamped', required)).toMatchObject({
      ok: true,
      signer: { timestamp: { ok: true } },
    });
    expect(await gate('cms-timestamped', { ...required, now: new Date('2025-09-17') })).toMatchObject({
      code: 'timestamp-implausible',
    });
    // A job that was interrupted goes on days later; a stamp from the future is none all the same.
    const later = { ...required, madeEarlier: true };
    expect(await gate('cms-timestamped', { ...later, now: new Date('2025-09-17') })).toMatchObject({
      ok: true,
    });
    expect(await gate('cms-timestamped', { ...later, now: new Date('2025-09-10') })).toMatchObject({
      code: 'timestamp-implausible',
    });
    expect(await gate('cms-timestamped', { ...required, trustedSpkiSha256: TRUST_ANCHORS })).toMatchObject({
      ok: true,
      warnings: ['unknown-root', 'timestamp-unknown-root'],
    });
  });
});
