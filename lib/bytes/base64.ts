/** Divisible by 3, so that the texts of the slices can be put together; a call with megabytes of arguments overflows the stack. */
const SLICE = 0x6000;

/** Bytes to standard base64 (RFC 4648, section 4) on one line, with padding. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SLICE)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + SLICE))));
  return parts.join('');
}

/**
 * Standard base64 to bytes; null when it is none. White space is dropped, anything else outside the alphabet is refused
 * (a decoder that skips garbage would let two different texts mean the same signature). Missing padding is tolerated.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const compact = text.replace(/[\t\n\f\r ]+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null;
  // Only now, with two of them at most: a long run of them before another letter takes this pattern for ever.
  const bare = compact.replace(/=+$/, '');
  if (bare.length % 4 === 1) return null;
  if (compact.length !== bare.length && compact.length % 4 !== 0) return null;
  const binary = atob(bare);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
