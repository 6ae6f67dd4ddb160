import { toHex } from '../bytes/sha256.ts';
import { CmsError } from './cms-error.ts';

/** Hex (any case, even number of digits) to bytes. Throws `bad-hex`. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) throw new CmsError('bad-hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Byte for byte the same? Not constant-time: nothing compared here is secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Order of DER SET OF (X.690, 11.6): by bytes, the shorter first when one is the beginning of the other. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** One array out of several. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return joinBytes(parts);
}

/** The same of a list: a hostile file has more pieces than a call may have arguments. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes a number may have: no key or signature is longer, and arithmetic on megabytes takes minutes. */
const MAX_NUMBER = 1024;

/** A big-endian unsigned number. Throws `bad-value` for one that is too long to be one of a signature. */
export function bigEndianNumber(bytes: Uint8Array): bigint {
  if (bytes.length > MAX_NUMBER) throw new CmsError('bad-value', 'number');
  return bytes.length === 0 ? 0n : BigInt('0x' + toHex(bytes));
}

/** A little-endian unsigned number, as the GOST family writes coordinates and digests. */
export function littleEndianNumber(bytes: Uint8Array): bigint {
  return bigEndianNumber(Uint8Array.from(bytes).reverse());
}
