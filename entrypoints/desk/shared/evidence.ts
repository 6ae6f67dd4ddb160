import { refusedBlob } from '../../../lib/signing/reusable.ts';
import type { Database } from '../../../lib/store/database.ts';
import { contentName, signatureName } from '../review/signature-files.ts';

/** One file behind a failure. */
export interface EvidenceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Somebody else's answer, as it came: what a report is about. The others are what it was held against. */
  readonly returned: boolean;
}

export interface EvidencePlace {
  readonly from: 'job' | 'difference';
  readonly id: string;
}

/** The place that a failure names (`job/<id>`, `difference/<id>`), read. */
export function parsePlace(place: string | null): EvidencePlace | null {
  const [from, id] = place?.split('/') ?? [];
  return (from === 'job' || from === 'difference') && id ? { from, id } : null;
}

/** What was returned and refused, and what it ought to have been; empty when it is not there any more. */
export async function loadEvidence(database: Database, { from, id }: EvidencePlace): Promise<EvidenceFile[]> {
  return from === 'job' ? ofJob(database, id) : ofDifference(database, id);
}

async function ofJob(database: Database, id: string): Promise<EvidenceFile[]> {
  const job = await database.get('jobs', id);
  const refused = job ? refusedBlob(job) : null;
  if (!job || !refused) return [];
  const { action, title, detached, blobs } = job;
  const base = contentName(
    action === 'selection' || action === 'file' || action === 'practice' ? action : 'didox',
    title,
  );
  const files = [
    { blob: blobs.content, name: base, returned: false },
    { blob: refused, name: signatureName(base, detached), returned: true },
    // What should still be in a joined file.
    { blob: refused === blobs.final ? blobs.theirs : undefined, name: `2 ${base}.p7m`, returned: false },
  ];
  const read = await Promise.all(
    files.map(async ({ blob, ...file }) => ({
      ...file,
      bytes: blob && (await database.get('blobs', blob))?.bytes,
    })),
  );
  return read.flatMap(({ bytes, ...file }) => (bytes ? [{ ...file, bytes }] : []));
}

async function ofDifference(database: Database, id: string): Promise<EvidenceFile[]> {
  const blobs = await database.getAllFromIndex('blobs', 'owner', `difference:${id}`);
  return blobs.map(({ name, bytes }) => ({ name, bytes, returned: name.endsWith('.p7m') }));
}
