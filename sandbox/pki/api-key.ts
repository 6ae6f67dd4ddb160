import { CURVES, verify } from './curve.ts';
import vendor from './data/vendor-api-key.json' with { type: 'json' };
import { hash } from './hash.ts';

/**
 * Whether `hexKey` is the vendor's key for `domain`: 128 hex digits, a signature over hash(hash(domain)).
 * False for anything else, never an exception.
 */
export function verifyApiKey(domain: string, hexKey: string): boolean {
  if (!/^[0-9a-f]{128}$/i.test(hexKey)) return false;
  const digest = hash(hash(Buffer.from(domain, 'utf8')));
  const publicKey = Buffer.from(vendor.publicKey_xy_le, 'hex');
  return verify(CURVES.A, publicKey, digest, Uint8Array.from(Buffer.from(hexKey, 'hex')));
}
