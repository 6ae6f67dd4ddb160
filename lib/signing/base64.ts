import { FlowError, failure } from './failure.ts';

/** Bytes as base64 without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** What a module or service sent as a signature; throws FlowError `signature-unreadable`. */
export function decodeBase64(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), character => character.charCodeAt(0));
  } catch (cause) {
    throw new FlowError(failure('signature-unreadable'), { cause });
  }
}
