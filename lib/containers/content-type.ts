import { ContainerError } from './refusal.ts';
import type { ContentType } from './report.ts';
import { type Sniffed, sniff } from './sniff.ts';

/** What a document is, for its preview; and whether it carries a signature of its own kind inside. */
export function describeContent(bytes: Uint8Array): { type: ContentType; pades: boolean } {
  const sniffed = sniffSafely(bytes);
  switch (sniffed.kind) {
    case 'pdf':
      return { type: 'pdf', pades: sniffed.signed };
    case 'cms':
    case 'cms-other':
      return { type: 'signature', pades: false };
    case 'pem':
    case 'base64':
      return { type: 'text', pades: false };
    default:
      return { type: sniffed.kind, pades: false };
  }
}

/** A document that merely looks like broken PEM is a text. */
function sniffSafely(bytes: Uint8Array): Sniffed {
  try {
    return sniff(bytes);
  } catch (error) {
    if (error instanceof ContainerError) return { kind: 'text' };
    throw error;
  }
}
