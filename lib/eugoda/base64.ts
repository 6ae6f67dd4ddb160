import { fromBase64 } from '../bytes/base64.ts';

/** Bytes of a standard or URL-safe base64 text (white space allowed), or null when it is none. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  return bytes?.length ? bytes : null;
}
