import type { ContentMatch, Json } from '../types.ts';

const encoder = new TextEncoder();

/** The one form a document is signed in: compact JSON, UTF-8. */
export const compactJson = (value: Json): Uint8Array => encoder.encode(JSON.stringify(value));

/** JSON as PHP's json_encode writes it: non-ASCII as `\uXXXX`, slashes escaped. Parses to the same value. */
export const phpJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))
    .replaceAll('/', '\\/');

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Strict: null for anything but non-empty, padded base64 without blanks. */
export function fromBase64(text: unknown): Uint8Array | null {
  if (typeof text !== 'string' || text.length === 0 || text.length % 4 !== 0) return null;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return new Uint8Array(Buffer.from(text, 'base64'));
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key] as Json)]),
  );
}

/** How near signed bytes come to what should have been signed. */
export function compareContent(signed: Uint8Array, expected: Uint8Array): ContentMatch {
  if (sameBytes(signed, expected)) return 'bytes';
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const ours = JSON.parse(decoder.decode(expected)) as Json;
    const theirs = JSON.parse(decoder.decode(signed)) as Json;
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return 'order';
    if (JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs))) return 'values';
  } catch {
    // Not JSON, or not UTF-8: different.
  }
  return 'different';
}
