import { inspectFile } from './inspect-file.ts';
import type { InspectOptions, NamedBytes } from './options.ts';

export interface FuzzSetup {
  readonly runs: number;
  /** The same seed gives the same runs. */
  readonly seed: number;
  readonly vectors: readonly NamedBytes[];
  readonly options: InspectOptions;
  /** SHA-256 (hex) of the documents that may be called verified: those of the vectors themselves. */
  readonly honest: ReadonlySet<string>;
  /** Milliseconds one run may take. */
  readonly slowest: number;
  /** Told before each run. */
  readonly onRun?: ((run: number) => void) | undefined;
}

export interface FuzzResult {
  readonly passed: number;
  /** Run number and what went wrong. */
  readonly failures: readonly string[];
}

/**
 * Damages vectors in all the ways files get damaged and asks three things of every answer: it comes, it comes in time,
 * and nothing is verified that was not signed.
 */
export async function fuzzContainers(setup: FuzzSetup): Promise<FuzzResult> {
  const failures: string[] = [];
  const random = generator(setup.seed);
  for (let run = 0; run < setup.runs; run += 1) {
    setup.onRun?.(run);
    const count = 1 + (random() % 3);
    const files = Array.from({ length: count }, () =>
      damage(pick(setup.vectors, random), setup.vectors, random),
    );
    const started = performance.now();
    try {
      const problem = await judge(files, setup);
      if (problem) failures.push(`run ${run}: ${problem}`);
    } catch (error) {
      failures.push(`run ${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const took = performance.now() - started;
    if (took > setup.slowest) failures.push(`run ${run}: took ${Math.round(took)} ms`);
  }
  return { passed: setup.runs - failures.length, failures };
}

async function judge(files: readonly NamedBytes[], setup: FuzzSetup): Promise<string | null> {
  const { findings } = await inspectFile(files, setup.options);
  if (findings.length === 0) return 'no finding';
  for (const finding of findings) {
    const documents =
      finding.kind === 'document' ? [finding.document] : finding.kind === 'archive' ? finding.documents : [];
    for (const { name, sha256, signatures } of documents)
      if (signatures.some(({ outcome }) => outcome === 'verified') && !setup.honest.has(sha256 ?? ''))
        return `verified although changed: ${name}`;
  }
  return null;
}

type Random = () => number;

/** xorshift32: small, seeded, good enough to wander. */
function generator(seed: number): Random {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const pick = <T>(from: readonly T[], random: Random): T => from[random() % from.length]!;

function damage(vector: NamedBytes, others: readonly NamedBytes[], random: Random): NamedBytes {
  let bytes = vector.bytes.slice();
  const times = random() % 4;
  for (let time = 0; time < times && bytes.length > 0; time += 1) {
    const at = random() % bytes.length;
    const length = 1 + (random() % 40);
    switch (random() % 7) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << (random() % 8));
        break;
      case 1:
        bytes[at] = pick([0, 1, 0x7f, 0x80, 0xff, 0x30, 0x24, 0xa0], random);
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = join(bytes.subarray(0, at), bytes.subarray(at + length));
        break;
      case 4:
        bytes = join(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
        break;
      case 5: {
        const other = pick(others, random).bytes;
        const from = random() % other.length;
        bytes = join(bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at + length));
        break;
      }
      default:
        for (let index = 0; index < 4 && at + index < bytes.length; index += 1)
          bytes[at + index] = random() & 255;
    }
  }
  return { name: random() % 4 === 0 ? `${pick(others, random).name}.p7s` : vector.name, bytes };
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
