import { sha256Hex } from '../bytes/sha256.ts';
import type { TemplateData } from './requests.ts';

/**
 * What is kept of template data. The external id (unique, random) is hashed along, so that equal contracts do
 * not have equal digests.
 */
export function templateDigest(externalId: string, data: TemplateData): Promise<string> {
  const sorted = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(new TextEncoder().encode(JSON.stringify([externalId, sorted])));
}
