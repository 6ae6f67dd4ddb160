import { toBase64 } from '../cms/base64.ts';
import { sha256Hex } from '../cms/bytes.ts';
import type { FuzzSetup } from './fuzz.ts';
import { anchors, FILES, NOW, vector } from './vectors.test-helper.ts';

/** All vectors, some of them as base64 too, and the two documents that were really signed. */
export async function fuzzSetup(): Promise<Omit<FuzzSetup, 'runs' | 'seed'>> {
  const files = FILES.map(file => vector(file));
  const wrapped = ['attached-ecdsa.p7s', 'asics-cades.asics'].map(file => ({
    name: `${file}.txt`,
    bytes: new TextEncoder().encode(toBase64(vector(file).bytes)),
  }));
  return {
    vectors: [...files, ...wrapped],
    options: { trustedSpkiSha256: await anchors(), now: NOW },
    honest: new Set([await sha256Hex(vector('document.txt').bytes)]),
    slowest: 3000,
  };
}
