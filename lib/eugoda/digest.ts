import type { TemplateData } from './requests.ts';

/** SHA-256 as lower-case hex. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * What is kept of template data. The external id (unique, random) is hashed along, so that equal contracts do
 * not have equal digests.
 */
export function templateDigest(externalId: string, data: TemplateData): Promise<string> {
  const sorted = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(new TextEncoder().encode(JSON.stringify([externalId, sorted])));
}
