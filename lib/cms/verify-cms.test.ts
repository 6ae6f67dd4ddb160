import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../bytes/sha256.ts';
import { fromBase64 } from './base64.ts';
import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes, joinBytes } from './bytes.ts';
import { createChainCache } from './chain-cache.ts';
import { reencodeDer } from './der.ts';
import { TRUST_ANCHORS } from './trust-anchors.ts';
import { cmsVector, GOOD_VECTORS, TAMPERED_VECTORS, vectorFile, vectorJson } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

async function verified(name: string) {
  const vector = cmsVector(name);
  const report = await verifyCms(vector.cms, vector.options);
  if (!report.parsed) throw new Error(report.reason);
  return { ...vector, report };
}

describe('E-IMZO files', () => {
  it.each([...GOOD_VECTORS, ...TAMPERED_VECTORS])('%s is judged as expected', async name => {
    const { report, expected } = await verified(name);
    expect(report).toMatchObject({
      detached: expected.detached,
      contentLength: expected.contentLength,
      contentSha256: expected.contentSha256,
      contentGost94: expected.contentGost94,
    });
    expect(report.signers).toHaveLength(expected.signers.length);
    for (const [i, { signer_serial_number, signature_hex, ...signer }] of expected.signers.entries()) {
      expect(report.signers[i]).toMatchObject({
        ...signer,
        serialHex: signer_serial_number,
        signatureHex: signature_hex,
      });
    }
  });

  it.each([
    ['cms-attached', 'verified', 'trusted-root'],
    ['cms-tampered-chain-broken', 'not-valid', 'chain-broken'],
    ['cms-tampered-content', 'not-valid', 'trusted-root'],
    ['cms-tampered-expired-certificate', 'not-valid', 'not-in-force'],
    ['cms-tampered-missing-intermediate', 'could-not-check', 'incomplete'],
    ['cms-tampered-signature', 'not-valid', 'trusted-root'],
    ['cms-tampered-timestamp', 'not-valid', 'trusted-root'],
    ['cms-tampered-untrusted-root', 'could-not-check', 'unknown-root'],
    ['cms-tampered-wrong-serial', 'could-not-check', 'no-certificate'],
  ])('%s: %s, %s', async (name, outcome, trust) => {
    const { report } = await verified(name);
    expect(report.outcome).toBe(outcome);
    expect(report.signers[0]).toMatchObject({ outcome, trust });
  });

  it('tells "nobody pinned the root" from "the chain is broken"', async () => {
    const { cms, options } = cmsVector('cms-attached');
    const report = await verifyCms(cms, { ...options, trustedSpkiSha256: TRUST_ANCHORS });
    expect(report).toMatchObject({
      outcome: 'could-not-check',
      signers: [
        { digestOk: true, signatureOk: true, trust: 'unknown-root', inForce: 'in-force', verified: false },
      ],
    });
  });

  it('cannot check a detached signature without its content', async () => {
    const { cms, options } = cmsVector('cms-detached');
    const report = await verifyCms(cms, { ...options, detachedContent: undefined });
    expect(report).toMatchObject({
      content: null,
      signers: [{ outcome: 'could-not-check', reasons: ['no-content'] }],
    });
  });

  it('compares the content in the file with the document handed in', async () => {
    const { cms, options, report } = await verified('cms-attached');
    expect(await verifyCms(cms, { ...options, detachedContent: report.content! })).toMatchObject({
      outcome: 'verified',
    });
    const other = concatBytes(report.content!, Uint8Array.of(32));
    expect(await verifyCms(cms, { ...options, detachedContent: other })).toMatchObject({
      outcome: 'not-valid',
      signers: [{ digestOk: true, verified: false, reasons: ['content-differs'] }],
    });
  });

  it('judges the chain at the time of signing, not at today', async () => {
    const { cms, options } = cmsVector('cms-attached');
    expect(await verifyCms(cms, { ...options, now: new Date('2070-01-01') })).toMatchObject({
      outcome: 'verified',
    });
  });

  it('remembers issuer signatures by certificate and key', async () => {
    const { cms, options } = cmsVector('cms-attached');
    const cache = createChainCache(10);
    await verifyCms(cms, { ...options, cache });
    // Signer by authority, authority by root, root by itself.
    expect(cache.size).toBe(3);
    expect(await verifyCms(cms, { ...options, cache })).toMatchObject({ outcome: 'verified' });
    const broken = cmsVector('cms-tampered-chain-broken');
    expect(await verifyCms(broken.cms, { ...broken.options, cache })).toMatchObject({ outcome: 'not-valid' });
    const small = createChainCache(1);
    await verifyCms(cms, { ...options, cache: small });
    expect(small.size).toBe(1);
  });

  it('does not take signed attributes, presented as content, for signed content', async () => {
    // The attributes of an honest signature become the "content" of a SignerInfo without attributes.
    const { cms, options } = cmsVector('cms-der');
    const [oid, explicit] = childrenOf(parseBer(cms));
    const [version, digests, encapsulated, certificates, signers] = childrenOf(childrenOf(explicit!)[0]!);
    const fields = childrenOf(childrenOf(signers!)[0]!);
    const attributes = reencodeDer(fields[3]!, 0x31);
    const wrap = (id: number, ...parts: Uint8Array[]) => {
      const content = concatBytes(...parts);
      return concatBytes(Uint8Array.of(id, 0x82, content.length >> 8, content.length & 255), content);
    };
    const info = wrap(0x30, ...fields.filter((_, i) => i !== 3).map(rawOf));
    const content = wrap(0x30, rawOf(childrenOf(encapsulated!)[0]!), wrap(0xa0, wrap(0x04, attributes)));
    const signedData = [rawOf(version!), rawOf(digests!), content, rawOf(certificates!), wrap(0x31, info)];
    const forged = wrap(0x30, rawOf(oid!), wrap(0xa0, wrap(0x30, ...signedData)));
    expect(await verifyCms(forged, options)).toMatchObject({
      outcome: 'not-valid',
      signers: [{ digestOk: false, signatureOk: true, reasons: ['signed-attributes-missing'] }],
    });
  });
});

interface LargeRecipe {
  now: string;
  trustedSpkiSha256: string[];
  sizes: {
    size: number;
    head_64: string;
    tail_64: string;
    pkcs7Sha256: string;
    contentGost94: string;
    contentSha256: string;
  }[];
}

describe('large content', () => {
  const recipe = vectorJson<LargeRecipe>('cms-large');

  it.each(recipe.sizes)('verifies $size bytes in chunks of 1000', async entry => {
    const content = new Uint8Array(entry.size);
    for (let i = 0; i < entry.size; i++) content[i] = (31 * i + 7 + Math.floor(i / 256)) & 255;
    const parts = [fromBase64(entry.head_64)];
    for (let at = 0; at < content.length; at += 1000) {
      const chunk = content.subarray(at, at + 1000);
      const length =
        chunk.length > 255
          ? [0x82, chunk.length >> 8, chunk.length & 255]
          : chunk.length > 127
            ? [0x81, chunk.length]
            : [chunk.length];
      parts.push(Uint8Array.of(0x04, ...length), chunk);
    }
    const cms = joinBytes([...parts, fromBase64(entry.tail_64)]);
    expect(await sha256Hex(cms)).toBe(entry.pkcs7Sha256);
    const report = await verifyCms(cms, {
      now: new Date(recipe.now),
      trustedSpkiSha256: new Set(recipe.trustedSpkiSha256),
    });
    expect(report).toMatchObject({
      outcome: 'verified',
      contentGost94: entry.contentGost94,
      contentSha256: entry.contentSha256,
    });
  });
});

describe('ECDSA files', () => {
  const options = { now: new Date('2026-11-22T00:00:00Z'), trustedSpkiSha256: new Set<string>() };

  it('checks an attached signature; its self-signed certificate is an unknown root', async () => {
    const report = await verifyCms(vectorFile('ecdsa/attached-ecdsa.p7s'), options);
    expect(report).toMatchObject({
      detached: false,
      contentGost94: null,
      outcome: 'could-not-check',
      signers: [
        {
          digestOk: true,
          signatureOk: true,
          trust: 'unknown-root',
          reasons: ['untrusted-root'],
          signer: { cn: 'ТЕСТОВИЙ Підписувач Перший', drfo: '0000000001', o: 'ТОВ «Тестова Парасолька»' },
        },
      ],
    });
  });

  it('checks a detached one, and verifies it when its key is pinned', async () => {
    const cms = vectorFile('ecdsa/detached-ecdsa.p7s');
    const detachedContent = vectorFile('ecdsa/document.txt');
    const report = await verifyCms(cms, { ...options, detachedContent });
    if (!report.parsed) throw new Error(report.reason);
    expect(report.signers[0]).toMatchObject({ digestOk: true, signatureOk: true, verified: false });
    const pins = new Set([report.certificates[0]!.spkiSha256]);
    expect(await verifyCms(cms, { ...options, detachedContent, trustedSpkiSha256: pins })).toMatchObject({
      outcome: 'verified',
    });
    const changed = Uint8Array.from(detachedContent);
    changed[5]! ^= 1;
    expect(
      await verifyCms(cms, { ...options, detachedContent: changed, trustedSpkiSha256: pins }),
    ).toMatchObject({
      outcome: 'not-valid',
      signers: [{ digestOk: false, signatureOk: true, reasons: ['digest-mismatch'] }],
    });
  });

  it('notices a changed ECDSA signature', async () => {
    const cms = Uint8Array.from(vectorFile('ecdsa/attached-ecdsa.p7s'));
    cms[cms.length - 1]! ^= 1;
    expect(await verifyCms(cms, options)).toMatchObject({
      outcome: 'not-valid',
      signers: [{ signatureOk: false, reasons: ['signature-mismatch', 'untrusted-root'] }],
    });
  });
});

describe('trust anchors', () => {
  it('are fingerprints, and not those of the invented authorities', () => {
    const trust = vectorJson<Record<'root' | 'ca' | 'tsa', { sha256Spki: string }>>('trust');
    for (const { sha256Spki } of [trust.root, trust.ca, trust.tsa])
      expect(TRUST_ANCHORS.has(sha256Spki)).toBe(false);
    for (const anchor of TRUST_ANCHORS) expect(anchor).toMatch(/^[0-9a-f]{64}$/);
    // The vendor's test authorities.
    expect(TRUST_ANCHORS.has('08ac734f46667d1eae4d4c72f357d924aa176c024717e7f12181fc3dad38f34e')).toBe(false);
    expect(TRUST_ANCHORS.has('7386671890cc899b5ad105625afec25e23608e628e35b47af97ace54f8144435')).toBe(false);
  });
});
