import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/sha256.ts';
import type { SignatureCheck, SignatureInput } from './algorithms.ts';
import { childrenOf, parseBer } from './ber.ts';
import { createChainCache } from './chain-cache.ts';
import type { CmsReport } from './report.ts';
import { parseSignedData, readSignedData } from './signed-data.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { cmsVector } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

describe('one flipped bit', () => {
  const { cms, options } = cmsVector('cms-timestamped');
  const { data, elements } = readSignedData(parseBer(cms));
  const cache = createChainCache(100);
  const info = data.signerInfos[0]!;
  const fields = childrenOf(info.element);
  const [content] = childrenOf(childrenOf(elements.signedData)[2]!).slice(1);
  const signed = childrenOf(childrenOf(content!)[0]!)[0]!;

  async function flipAll(from: number, to: number, reason: RegExp): Promise<void> {
    for (let at = from; at < to; at++) {
      const damaged = Uint8Array.from(cms);
      damaged[at]! ^= 1 << ((at * 5) % 8);
      const report = await verifyCms(damaged, { ...options, cache });
      const said = report.parsed ? report.signers.flatMap(({ reasons }) => reasons).join(' ') : report.reason;
      expect(report.parsed && report.outcome === 'verified', `byte ${at}`).toBe(false);
      expect(said, `byte ${at}`).toMatch(reason);
    }
  }

  it('in the content is named a digest that does not match', async () => {
    await flipAll(signed.contentStart, signed.contentEnd, /digest-mismatch/);
  });
  it('in the signed attributes is noticed', async () => {
    await flipAll(fields[3]!.start, fields[3]!.end, /./);
  });
  it('in the signature value is named a signature that does not match', async () => {
    await flipAll(fields[5]!.contentStart, fields[5]!.contentEnd, /signature-mismatch/);
  });
});

describe('one flipped bit anywhere in a file', () => {
  const { cms, options } = cmsVector('cms-attached');
  const flipped = (at: number, bit: number) => {
    const damaged = Uint8Array.from(cms);
    damaged[at]! ^= 1 << bit;
    return damaged;
  };
  /** What the report says about it; empty when it says nothing. */
  const said = (report: CmsReport): string => {
    if (!report.parsed) return report.reason;
    if (report.outcome === 'verified') return '';
    return report.signers.length === 0
      ? 'no signer'
      : report.signers.flatMap(({ reasons }) => reasons).join(' ');
  };

  it('is named, and nothing is thrown', async () => {
    // Whether a signature fits is another test's business: here exactly those of the honest file do.
    const honest = new Set<string>();
    const idOf = ({ spki, message, signature }: SignatureInput) =>
      [spki.der, message, signature].map(bytes => Buffer.from(bytes).toString('latin1')).join();
    const registry = (verify: (input: SignatureInput) => SignatureCheck | Promise<SignatureCheck>) => ({
      digests: standardAlgorithms.digests,
      signatures: new Map(
        [...standardAlgorithms.signatures].map(([oid, { name }]) => [oid, { name, verify }]),
      ),
    });
    const recording = registry(async input => {
      const check = await standardAlgorithms.signatures.get(input.algorithm.oid)!.verify(input);
      if (check === 'fits') honest.add(idOf(input));
      return check;
    });
    expect(said(await verifyCms(cms, { ...options, algorithms: recording }))).toBe('');
    // Content by signer, signer by authority, authority by root, root by itself.
    expect(honest.size).toBe(4);
    const algorithms = registry(input => (honest.has(idOf(input)) ? 'fits' : 'does-not-fit'));

    const cache = createChainCache(100);
    const unnamed: number[] = [];
    for (let at = 0; at < cms.length; at++)
      if (said(await verifyCms(flipped(at, (at * 5) % 8), { ...options, algorithms, cache })) === '')
        unnamed.push(at);
    expect(unnamed).toEqual([]);
  });

  it('is named with the real mathematics too, wherever one looks', async () => {
    const cache = createChainCache(100);
    for (let at = 3; at < cms.length; at += 41)
      expect(said(await verifyCms(flipped(at, at % 8), { ...options, cache })), `byte ${at}`).not.toBe('');
  });

  it('in the root, of which only the key is pinned, is named for what it is', async () => {
    const root = parseSignedData(cms).certificates.at(-1)!;
    const validity = root.der.byteOffset - cms.byteOffset + toHex(root.der).indexOf('170d') / 2 + 2;
    const report = await verifyCms(flipped(validity, 0), options);
    expect(report).toMatchObject({ outcome: 'not-valid', signers: [{ reasons: ['authority-altered'] }] });
  });
});

/**
 * What may be changed in a stamped file without a word, because no signature covers it and it means nothing then: the
 * name of the unsigned attribute (nobody can know that an unknown one was a stamp: the file is then one without stamp),
 * and a second copy of a certificate, which is not used.
 */
describe('one flipped bit in a stamp', () => {
  it('makes the file one without stamp, changes nothing that counts, or is named', async () => {
    const { cms, options } = cmsVector('cms-timestamped');
    const cache = createChainCache(100);
    const honest = await verifyCms(cms, { ...options, cache });
    const stamp = honest.parsed && honest.signers[0]!.timestamp;
    const { unsignedAttrsElement } = parseSignedData(cms).signerInfos[0]!;
    for (let at = unsignedAttrsElement!.start; at < unsignedAttrsElement!.end; at += 7) {
      const damaged = Uint8Array.from(cms);
      damaged[at]! ^= 1 << (at % 8);
      const report = await verifyCms(damaged, { ...options, cache });
      if (!report.parsed || report.outcome !== 'verified') continue;
      expect([null, stamp], `byte ${at}`).toContainEqual(report.signers[0]!.timestamp);
    }
  });
});
