import { describe, expect, it } from 'vitest';
import { attachTimestampToken } from './attach-timestamp-token.ts';
import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes, toHex } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { encodeDer } from './der.ts';
import { checkCreatedSignature } from './gate.ts';
import type { GateInput } from './gate-input.ts';
import { ID_TIME_STAMP_TOKEN } from './oids.ts';
import { parseSignedData } from './signed-data.ts';
import { TRUST_ANCHORS } from './trust-anchors.ts';
import { cmsVector } from './vectors.test-helper.ts';

const SIGNED_AT = new Date('2025-09-16T09:55:30Z');
const SENDER = { serialHex: '7a0c0de1', tin: '300000019', pinfl: '30000000000017' };
const RECEIVER = { serialHex: 'b5e77e1', tin: '300000027' };

function gate(name: string, changes: Partial<GateInput> = {}) {
  const { cms, options } = cmsVector(name);
  const content = parseSignedData(cms).eContent ?? options.detachedContent!;
  return checkCreatedSignature({
    cms,
    expectedContent: content,
    detached: options.detachedContent !== undefined,
    expected: SENDER,
    now: SIGNED_AT,
    trustedSpkiSha256: options.trustedSpkiSha256,
    strict: false,
    maxSkewMs: 10 * 60_000,
    ...changes,
  });
}
const honest = parseSignedData(cmsVector('cms-attached').cms).eContent!;
const signatureOf = (cms: Uint8Array, index = 0) => toHex(parseSignedData(cms).signerInfos[index]!.signature);

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
    ['cms-tampered-missing-intermediate', 'chain-broken'],
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

describe('attaching a time stamp token', () => {
  const stamped = cmsVector('cms-timestamped').cms;
  const plain = cmsVector('cms-attached').cms;
  const token = rawOf(
    parseSignedData(stamped).signerInfos[0]!.unsignedAttrs.find(({ oid }) => oid === ID_TIME_STAMP_TOKEN)!
      .values[0]!,
  );
  const codeOf = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      if (error instanceof CmsError) return error.code;
      throw error;
    }
    return 'none';
  };
  /** The stamped vector as it was before its stamp. */
  function withoutStamp(): Uint8Array {
    const info = parseSignedData(stamped).signerInfos[0]!;
    const bare = encodeDer(0x30, ...childrenOf(info.element).slice(0, -1).map(rawOf));
    const start = info.element.start;
    const head = stamped.subarray(0, start - 4);
    return concatBytes(head, encodeDer(0x31, bare), stamped.subarray(info.element.end));
  }

  it('gives back the very bytes of a stamped file', async () => {
    const bare = withoutStamp();
    expect(parseSignedData(bare).signerInfos[0]!.unsignedAttrs).toEqual([]);
    expect(attachTimestampToken(bare, signatureOf(bare).toUpperCase(), token)).toEqual(stamped);
    const response = encodeDer(0x30, encodeDer(0x30, Uint8Array.of(2, 1, 0)), token);
    expect(attachTimestampToken(bare, signatureOf(bare), response)).toEqual(stamped);
  });
  it('works on DER files and on one signer of several', () => {
    const der = cmsVector('cms-der').cms;
    const result = attachTimestampToken(der, signatureOf(der), token);
    expect(parseBer(result).indefinite).toBe(false);
    expect(parseSignedData(result).signerInfos[0]!.unsignedAttrs).toHaveLength(1);
    const two = cmsVector('cms-two-signers').cms;
    const stampedTwo = parseSignedData(attachTimestampToken(two, signatureOf(two, 1), token));
    expect(stampedTwo.signerInfos.map(({ unsignedAttrs }) => unsignedAttrs.length)).toEqual([0, 1]);
  });
  it('is refused by the gate when the token is over another signature', async () => {
    const other = cmsVector('cms-attached-chunked').cms;
    const wrong = attachTimestampToken(other, signatureOf(other), token);
    const result = await gate('cms-attached-chunked', {
      cms: wrong,
      requireTimestampFor: signatureOf(other),
    });
    expect(result).toMatchObject({ ok: false, code: 'timestamp-invalid' });
  });
  it('may come without certificates: then the stamp is over this signature, but by whom is not known', async () => {
    const [type, explicit] = childrenOf(parseBer(token));
    const fields = childrenOf(childrenOf(explicit!)[0]!).filter(({ id }) => id !== 0xa0);
    const inner = encodeDer(0xa0, encodeDer(0x30, ...fields.map(rawOf)));
    const bare = withoutStamp();
    const cms = attachTimestampToken(bare, signatureOf(bare), encodeDer(0x30, rawOf(type!), inner));
    const changes = { cms, requireTimestampFor: signatureOf(bare) };
    expect(await gate('cms-timestamped', changes)).toMatchObject({
      ok: true,
      warnings: ['timestamp-unknown-root'],
    });
    expect(await gate('cms-timestamped', { ...changes, strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
    });
  });
  it('says why it cannot', () => {
    expect(codeOf(() => attachTimestampToken(plain, '00', token))).toBe('signer-missing');
    expect(codeOf(() => attachTimestampToken(stamped, signatureOf(stamped), token))).toBe('already-stamped');
    expect(codeOf(() => attachTimestampToken(plain, signatureOf(plain), plain))).toBe(
      'not-a-timestamp-token',
    );
    const refused = encodeDer(0x30, encodeDer(0x30, Uint8Array.of(2, 1, 2)));
    expect(codeOf(() => attachTimestampToken(plain, signatureOf(plain), refused))).toBe('timestamp-refused');
  });
});
