/** Standard base64 with padding, without line breaks. In slices, so that a large file does not end in one huge call. */
export function bytesToBase64(bytes: Uint8Array): string {
  // Divisible by 3, so that the slices' texts can be put together.
  const slice = 0x6000;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += slice)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + slice))));
  return parts.join('');
}

/** Bytes of a standard or URL-safe base64 text (white space allowed), or null when it is none. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> | null {
  const plain = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return null;
  try {
    const binary = atob(plain);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
