import { describe, expect, it } from 'vitest';
import { childrenOf, parseBer } from './ber.ts';
import { createChainCache } from './chain-cache.ts';
import { type FuzzSeed, runFuzz } from './fuzz-runner.ts';
import { readSignedData } from './signed-data.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { cmsVector, GOOD_VECTORS, vectorFile } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

const seeds: FuzzSeed[] = [
  ...GOOD_VECTORS.map(name => ({ name, ...cmsVector(name) })),
  {
    name: 'attached-ecdsa',
    cms: vectorFile('ecdsa/attached-ecdsa.p7s'),
    options: { now: new Date('2026-11-22T00:00:00Z'), trustedSpkiSha256: new Set() },
  },
];

describe('damaged files', () => {
  it('never crash the verifier and never make it say more than was signed', async () => {
    const summary = await runFuzz(seeds, { runs: 3000, seed: 20260921, deadlineMs: 12_000 });
    expect(summary.violations).toEqual([]);
    expect(summary.parsed).toBeGreaterThan(summary.runs / 20);
    expect(summary.slowestMs).toBeLessThan(2000);
  });

  it('would be noticed: a verifier that believes every signature is caught', async () => {
    const believe = new Map(
      [...standardAlgorithms.signatures].map(([oid, { name }]) => [
        oid,
        { name, verify: () => 'fits' as const },
      ]),
    );
    const algorithms = { ...standardAlgorithms, signatures: believe };
    const gullible = seeds.map(fuzzSeed => ({ ...fuzzSeed, options: { ...fuzzSeed.options, algorithms } }));
    const summary = await runFuzz(gullible, { runs: 400, seed: 1 });
    expect(summary.runs).toBe(400);
    expect(summary.violations.length).toBeGreaterThan(5);
  });
});

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
  it("in the signer's certificate is noticed", async () => {
    const certificate = data.certificates[0]!;
    const start = certificate.der.byteOffset - cms.byteOffset;
    const report = async (at: number) => {
      const damaged = Uint8Array.from(cms);
      damaged[at]! ^= 1;
      return verifyCms(damaged, { ...options, cache });
    };
    for (let at = start; at < start + certificate.der.length; at += 7) {
      const result = await report(at);
      expect(result.parsed && result.outcome === 'verified', `byte ${at}`).toBe(false);
    }
  });
});
