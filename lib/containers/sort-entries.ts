import { isManifestName, isTimestampName, isXadesName } from './asic.ts';
import type { NamedBytes } from './options.ts';
import { ContainerError, type Refusal } from './refusal.ts';
import type { EntryRole, SignatureFinding } from './report.ts';
import { foreignFinding } from './signature-finding.ts';
import { unwrap } from './unwrap.ts';

/** The entries of an archive by what they are there for. */
export interface SortedEntries {
  readonly roles: Map<string, EntryRole>;
  readonly documents: NamedBytes[];
  /** The signatures of each signature file, by its name; manifests take theirs out. */
  readonly signatures: Map<string, readonly Uint8Array[]>;
  /** XAdES signatures and time stamps over the container: named, not checked. */
  readonly foreign: SignatureFinding[];
  readonly manifests: NamedBytes[];
  readonly certificates: Uint8Array[];
  readonly unreadable: { readonly name: string; readonly refusal: Refusal }[];
}

export function sortEntries(contents: ReadonlyMap<string, Uint8Array>): SortedEntries {
  const sorted: SortedEntries = {
    roles: new Map(),
    documents: [],
    signatures: new Map(),
    foreign: [],
    manifests: [],
    certificates: [],
    unreadable: [],
  };
  for (const [name, bytes] of contents) sorted.roles.set(name, sortEntry(name, bytes, sorted));
  return sorted;
}

function sortEntry(name: string, bytes: Uint8Array, sorted: SortedEntries): EntryRole {
  if (name === 'mimetype') return 'service';
  if (isManifestName(name)) {
    sorted.manifests.push({ name, bytes });
    return 'manifest';
  }
  // A time stamp is a CMS too, but over other bytes than a signature would be.
  if (isTimestampName(name)) {
    sorted.foreign.push(foreignFinding(name, 'asic-time-stamp'));
    return 'signature';
  }
  if (isXadesName(name)) sorted.foreign.push(foreignFinding(name, 'xades'));
  try {
    const parts = unwrap({ name, bytes });
    const signatures = parts.flatMap(part => (part.kind === 'signature' ? [part.cms] : []));
    const certificates = parts.flatMap(part => (part.kind === 'certificates' ? part.ders : []));
    sorted.certificates.push(...certificates);
    if (signatures.length > 0) {
      sorted.signatures.set(name, signatures);
      return 'signature';
    }
    if (certificates.length > 0) return 'certificate';
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    sorted.unreadable.push({ name, refusal: { code: error.code, detail: error.detail } });
    return 'signature';
  }
  if (isXadesName(name)) return 'signature';
  if (/^META-INF\//i.test(name)) return 'service';
  sorted.documents.push({ name, bytes });
  return 'document';
}
