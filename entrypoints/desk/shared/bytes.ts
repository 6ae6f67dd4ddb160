/** Standard base64 (RFC 4648, section 4), in steps so that megabytes do not overflow the call stack. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** PEM of a CMS object (RFC 7468, section 8): 64 characters a line. */
export function toPem(bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CMS-----', ...lines, '-----END CMS-----', ''].join('\n');
}

/** A digest in groups of four, so that two people can compare it by voice. */
export function groupDigest(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? hex;
}
