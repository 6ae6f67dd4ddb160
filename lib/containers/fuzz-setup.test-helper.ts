import { toBase64 } from '../bytes/base64.ts';
import { sha256Hex } from '../bytes/sha256.ts';
import { withDstu4145 } from '../cms/dstu4145/index.ts';
import { dstuFile } from '../cms/fuzz-seeds.test-helper.ts';
import { standardAlgorithms } from '../cms/standard-algorithms.ts';
import type { FuzzSetup } from './fuzz.ts';
import { anchors, FILES, NOW, vector } from './vectors.test-helper.ts';

/** All vectors, some of them as base64 too, a Ukrainian file, and the documents that may be called verified. */
export async function fuzzSetup(): Promise<Omit<FuzzSetup, 'runs' | 'seed'>> {
  const files = FILES.map(file => vector(file));
  const wrapped = ['attached-ecdsa.p7s', 'asics-cades.asics'].map(file => ({
    name: `${file}.txt`,
    bytes: new TextEncoder().encode(toBase64(vector(file).bytes)),
  }));
  return {
    vectors: [...files, ...wrapped, { name: 'договір.p7m', bytes: await dstuFile() }],
    options: {
      trustedSpkiSha256: await anchors(),
      now: NOW,
      moreAlgorithms: async () => withDstu4145(standardAlgorithms),
    },
    honest: new Set([await sha256Hex(vector('document.txt').bytes)]),
    slowest: 3000,
  };
}
