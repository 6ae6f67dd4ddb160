import { concatBytes } from './bytes.ts';
import { createChainCache } from './chain-cache.ts';
import type { CmsReport } from './report.ts';
import { type VerifyOptions, verifyCms } from './verify-cms.ts';

/** An honest file to damage. */
export interface FuzzSeed {
  readonly name: string;
  readonly cms: Uint8Array;
  readonly options: VerifyOptions;
}

/** What a run found. `violations` must be empty. */
export interface FuzzSummary {
  readonly runs: number;
  readonly parsed: number;
  readonly stillVerified: number;
  readonly slowestMs: number;
  readonly violations: readonly string[];
}

/**
 * Damages honest files at random and checks that the verifier neither crashes nor says too much.
 *
 * What may be damaged without notice is what no signature covers and nobody can know: unsigned attributes, lengths
 * written differently, unused certificates. So the rule is not "a damaged file is never verified" but:
 * 1. a signer that is verified has content, identity, signing time and signature value of a verified honest one;
 * 2. a signer whose digest and signature fit has content, signature value, signing time and public key of an
 *    honest one;
 * 3. a time stamp that holds has the time, policy, serial number and signature value of an honest one;
 * 4. nothing but a report ever comes out.
 *
 * @param runs how many damaged files
 * @param seed the same seed gives the same files
 * @param deadlineMs stops early after this time
 * @param onRun told before each file
 */
export async function runFuzz(
  seeds: readonly FuzzSeed[],
  {
    runs,
    seed,
    deadlineMs = Number.POSITIVE_INFINITY,
    onRun,
  }: { runs: number; seed: number; deadlineMs?: number; onRun?: ((run: number) => void) | undefined },
): Promise<FuzzSummary> {
  const honest = new Set<string>();
  for (const { cms, options } of seeds)
    for (const claim of claimsOf(await verifyCms(cms, options))) honest.add(claim);

  const random = mulberry32(seed);
  const cache = createChainCache(1000);
  const violations: string[] = [];
  const summary = { runs: 0, parsed: 0, stillVerified: 0, slowestMs: 0 };
  const started = performance.now();
  while (summary.runs < runs && performance.now() - started < deadlineMs) {
    const run = summary.runs++;
    onRun?.(run);
    const victim = seeds[Math.floor(random() * seeds.length)]!;
    const damaged = damage(victim.cms, seeds, random);
    const begun = performance.now();
    try {
      const report = await verifyCms(damaged, { ...victim.options, cache });
      if (report.parsed) summary.parsed++;
      if (report.parsed && report.outcome === 'verified') summary.stillVerified++;
      const false_ = claimsOf(report).filter(claim => !honest.has(claim));
      if (false_.length > 0)
        violations.push(`run ${run} of seed ${seed}, ${victim.name}: ${false_.join('; ')}`);
    } catch (error) {
      violations.push(`run ${run} of seed ${seed}, ${victim.name}: ${String(error)}`);
    }
    summary.slowestMs = Math.max(summary.slowestMs, performance.now() - begun);
  }
  return { ...summary, violations };
}

/** Everything a report asserts, as comparable texts. */
function claimsOf(report: CmsReport): string[] {
  if (!report.parsed) return [];
  return report.signers.flatMap(({ timestamp, ...signer }) => {
    const signed = `${report.contentSha256} ${signer.signatureHex} ${signer.signingTime}`;
    const claims: string[] = [];
    if (signer.verified !== (signer.outcome === 'verified')) claims.push('outcome contradicts verified');
    if (signer.verified) claims.push(`verified ${signed} ${JSON.stringify(signer.signer)}`);
    if (signer.digestOk && signer.signatureOk)
      claims.push(`fits ${signed} ${signer.certificate?.spkiSha256}`);
    if (timestamp?.ok) {
      claims.push(
        `stamped ${signer.signatureHex} ${timestamp.genTime} ${timestamp.policy} ${timestamp.serial}`,
      );
    }
    return claims;
  });
}

function damage(original: Uint8Array, seeds: readonly FuzzSeed[], random: () => number): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(original);
  const times = 1 + Math.floor(random() ** 3 * 6);
  for (let i = 0; i < times; i++) bytes = damageOnce(bytes, seeds, random);
  return bytes;
}

function damageOnce(bytes: Uint8Array, seeds: readonly FuzzSeed[], random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  const at = below(bytes.length || 1);
  const length = 1 + below(random() < 0.7 ? 8 : 600);
  switch (below(10)) {
    case 0: // cut off
      return bytes.subarray(0, at);
    case 1: // leave out
      return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length));
    case 2: // repeat
      return concatBytes(bytes.subarray(0, at + length), bytes.subarray(at));
    case 3: {
      // a piece of another file
      const other = seeds[below(seeds.length)]!.cms;
      const from = below(other.length);
      return concatBytes(
        bytes.subarray(0, at),
        other.subarray(from, from + length),
        bytes.subarray(at + length),
      );
    }
    case 4: // zeros, of which ends and lengths are made
      return bytes.fill(0, at, at + below(8));
    case 5: // a byte that means something to BER
      bytes[at] = [0x00, 0x30, 0x31, 0x80, 0x24, 0x04, 0xa0, 0xa1, 0xff, 0x84][below(10)]!;
      return bytes;
    default: // one bit
      bytes[at]! ^= 1 << below(8);
      return bytes;
  }
}

/** A small deterministic generator; numbers from 0 to 1. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
