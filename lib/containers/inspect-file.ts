import { CmsError } from '../cms/cms-error.ts';
import { describeCertificate } from '../cms/known-certificate.ts';
import { DocumentList } from './document-list.ts';
import { inspectArchive } from './inspect-archive.ts';
import { startInspection } from './inspection.ts';
import type { InspectOptions, NamedBytes } from './options.ts';
import { ContainerError, type Refusal, type RefusalCode } from './refusal.ts';
import type { DocumentFinding, InspectFinding, InspectReport } from './report.ts';
import { foreignFinding, ownBytes } from './signature-finding.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

/**
 * Says what is in the given files, who signed what, and what of it holds. Files belong together: a detached signature
 * finds its document among them. Never throws for bytes it cannot read: each such file is a finding with its reason.
 * Nothing is asked of the network.
 */
export async function inspectFile(
  given: readonly NamedBytes[],
  options: InspectOptions,
): Promise<InspectReport> {
  const files = withUniqueNames(given);
  const inspection = startInspection(options);
  const findings: InspectFinding[] = [];
  const { limits } = inspection;
  const parts: Unwrapped[] = [];
  const read: NamedBytes[] = [];
  for (const file of files.slice(0, limits.files)) {
    try {
      if (file.bytes.length > limits.fileBytes) throw new ContainerError('file-too-large');
      read.push(file);
      for (const part of unwrap(file)) parts.push(part);
    } catch (error) {
      findings.push(refused(file, error));
    }
  }
  for (const file of files.slice(limits.files))
    findings.push(refused(file, new ContainerError('too-many-files')));

  const archives = new Map<string, InspectFinding>();
  const office = new Map<string, boolean>();
  for (const part of parts) {
    if (part.kind !== 'archive') continue;
    try {
      const found = await inspectArchive(part, inspection);
      if (found.kind === 'office') office.set(part.name, found.signed);
      else archives.set(part.name, found);
    } catch (error) {
      archives.set(part.name, refused(part, error));
    }
  }

  // An archive can itself be what a detached signature speaks about.
  const loose = parts.flatMap(part => (part.kind === 'document' || part.kind === 'archive' ? [part] : []));
  const signatures = parts.filter(part => part.kind === 'signature');
  const empty = parts.filter(part => part.kind === 'empty');
  // What is no document by its looks, or cannot be opened, can be it too.
  const byNameOnly = read.filter(file => !loose.some(part => part.name === file.name));
  const list = new DocumentList(inspection, loose, byNameOnly, 'file');
  inspection.expect(signatures.length);
  for (const { name, cms } of signatures) {
    const before = list.certificates.length;
    await list.addSignature(name, cms);
    inspection.finished();
    const certificates = list.certificates.slice(before);
    if (certificates.length > 0) findings.push({ kind: 'certificates', name, certificates });
  }
  for (const { name, refusal } of list.unreadable) {
    const size = files.find(file => file.name === name)?.bytes.length ?? 0;
    findings.push({ kind: 'refused', name, size, refusal });
  }
  for (const part of parts) if (part.kind === 'certificates') findings.push(await certificateFinding(part));

  const shown = await list.findings();
  for (const file of empty)
    if (!shown.some(document => document.name === file.name && document.origin === 'file'))
      findings.push(refused(file, new ContainerError('empty')));
  const documents = shown
    .filter(document => document.signatures.length > 0 || !archives.has(document.name))
    .map(document => withOffice(document, office));
  return {
    findings: [
      ...documents.map(document => ({ kind: 'document' as const, document })),
      ...archives.values(),
      ...findings,
    ],
  };
}

/** Files from two folders may share a name; findings go by names. "a.pdf" → "a (2).pdf", as browsers do it. */
function withUniqueNames(files: readonly NamedBytes[]): NamedBytes[] {
  const taken = new Set<string>();
  return files.map(({ name, bytes }) => {
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) {
      const dot = name.indexOf('.', 1);
      unique = dot < 0 ? `${name} (${copy})` : `${name.slice(0, dot)} (${copy})${name.slice(dot)}`;
    }
    taken.add(unique);
    return { name: unique, bytes };
  });
}

function withOffice(document: DocumentFinding, office: ReadonlyMap<string, boolean>): DocumentFinding {
  const signed = office.get(document.name);
  if (signed === undefined || document.type !== 'zip') return document;
  const inside = signed ? [foreignFinding(document.name, 'office')] : [];
  return { ...document, type: 'office', signatures: [...document.signatures, ...inside] };
}

async function certificateFinding(
  part: Extract<Unwrapped, { kind: 'certificates' }>,
): Promise<InspectFinding> {
  try {
    const certificates = (await Promise.all(part.ders.map(describeCertificate))).map(ownBytes);
    return { kind: 'certificates', name: part.name, certificates };
  } catch (error) {
    return refused({ name: part.name, bytes: part.ders[0] ?? new Uint8Array() }, error);
  }
}

/** Anything else than our two named errors is a defect and is not hidden. */
function refused(file: NamedBytes, error: unknown): InspectFinding {
  return { kind: 'refused', name: file.name, size: file.bytes.length, refusal: refusalOf(error) };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof ContainerError) return { code: error.code, detail: error.detail };
  if (error instanceof CmsError) return { code: 'cms-broken' satisfies RefusalCode, detail: error.code };
  throw error;
}
