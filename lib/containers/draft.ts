import { sha256Hex } from '../bytes/sha256.ts';
import { describeContent } from './content-type.ts';
import type { ContentType, DocumentFinding, DocumentNote, SignatureFinding } from './report.ts';
import { foreignFinding } from './signature-finding.ts';

/** A document while its signatures are still being found. */
export interface Draft {
  readonly name: string;
  readonly origin: DocumentFinding['origin'];
  readonly bytes: Uint8Array | null;
  readonly type: ContentType;
  readonly signatures: SignatureFinding[];
  readonly notes: Set<DocumentNote>;
  /** No document by its looks (a signature, a certificate): one only if a signature names it, and not shown otherwise. */
  readonly byNameOnly: boolean;
}

export const isShown = ({ byNameOnly, signatures, notes }: Draft) =>
  !byNameOnly || signatures.length > 0 || notes.size > 0;

export function draftOf(
  name: string,
  bytes: Uint8Array,
  origin: DocumentFinding['origin'],
  byNameOnly = false,
): Draft {
  const { type, pades } = describeContent(bytes);
  const signatures = pades ? [foreignFinding(name, 'pades')] : [];
  const notes = new Set<DocumentNote>(type === 'zip' && origin === 'entry' ? ['nested-archive'] : []);
  return { name, origin, bytes, type, signatures, notes, byNameOnly };
}

export async function finish({
  name,
  origin,
  bytes,
  type,
  signatures,
  notes,
}: Draft): Promise<DocumentFinding> {
  return {
    name,
    origin,
    type,
    size: bytes?.length ?? null,
    sha256: bytes ? await sha256Hex(bytes) : null,
    content: bytes,
    signatures,
    notes: [...notes],
  };
}
