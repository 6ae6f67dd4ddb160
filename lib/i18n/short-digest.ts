/** A SHA-256 as people compare it: the first and last eight hex digits, in groups of four. The same on card, review and receipt. */
export function shortDigest(sha256: string): string {
  const group = (hex: string) => hex.replace(/(.{4})(?=.)/g, '$1\u00a0');
  return sha256.length <= 16 ? group(sha256) : `${group(sha256.slice(0, 8))} … ${group(sha256.slice(-8))}`;
}
