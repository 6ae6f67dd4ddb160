import { toBase64 } from '../../../lib/bytes/base64.ts';

/** PEM of a CMS object (RFC 7468, section 8): 64 characters a line. */
export function toPem(bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CMS-----', ...lines, '-----END CMS-----', ''].join('\n');
}

/** A digest in groups of four, so that two people can compare it by voice. */
export function groupDigest(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? hex;
}
