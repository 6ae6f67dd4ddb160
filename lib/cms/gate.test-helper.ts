import { toHex } from '../bytes/sha256.ts';
import { checkCreatedSignature } from './gate.ts';
import type { GateInput } from './gate-input.ts';
import { parseSignedData } from './signed-data.ts';
import { cmsVector } from './vectors.test-helper.ts';

const SIGNED_AT = new Date('2025-09-16T09:55:30Z');
export const SENDER = { serialHex: '7a0c0de1', tin: '300000019', pinfl: '30000000000017' };
export const RECEIVER = { serialHex: 'b5e77e1', tin: '300000027' };

/** A vector through the gate, as if it had just been made. */
export function gate(name: string, changes: Partial<GateInput> = {}) {
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
export const signatureOf = (cms: Uint8Array, index = 0) =>
  toHex(parseSignedData(cms).signerInfos[index]!.signature);
