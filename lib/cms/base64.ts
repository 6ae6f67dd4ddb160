import { CmsError } from './cms-error.ts';

const SHAPE = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Standard base64 to bytes. White space is dropped, anything else outside the alphabet is refused (a decoder
 * that skips garbage would let two different texts mean the same signature). Missing padding is tolerated.
 * Throws `bad-base64`.
 */
export function fromBase64(text: string): Uint8Array {
  const compact = text.replace(/[\t\n\f\r ]+/g, '');
  const bare = compact.replace(/=+$/, '');
  if (!SHAPE.test(compact) || bare.length % 4 === 1) throw new CmsError('bad-base64');
  if (compact.length !== bare.length && compact.length % 4 !== 0) throw new CmsError('bad-base64');
  const binary = atob(bare);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Bytes to standard base64 on one line, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a spread of megabytes overflows the stack.
  for (let i = 0; i < bytes.length; i += 8192) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(binary);
}
