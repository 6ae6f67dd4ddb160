import { describeCertificate } from '../cms/known-certificate.ts';
import { fitsReference, isManifestName, isTimestampName, isXadesName, parseManifest } from './asic.ts';
import { DocumentList } from './document-list.ts';
import type { Inspection } from './inspection.ts';
import type { NamedBytes } from './options.ts';
import { ContainerError } from './refusal.ts';
import type { EntryRole, InspectFinding } from './report.ts';
import { foreignFinding, ownBytes, signatureFindings } from './signature-finding.ts';
import { decodeText } from './sniff.ts';
import { unwrap } from './unwrap.ts';
import { openZip } from './zip.ts';

type Archive = Extract<InspectFinding, { kind: 'archive' }>;

const ASIC_E = 'application/vnd.etsi.asic-e+zip';
const ASIC_S = 'application/vnd.etsi.asic-s+zip';

/**
 * What is in an archive and who signed it: ASiC-E and ASiC-S (ETSI EN 319 162-1), plain zips with `.p7s` beside the
 * documents, Didox archives. An office document, which is a zip too, is returned as `office`: it is one document. It is
 * one only when it holds no signature of ours: an added entry must not make a signed archive look unsigned.
 * Throws ContainerError when the archive is not opened.
 */
export async function inspectArchive(
  file: NamedBytes,
  inspection: Inspection,
): Promise<Archive | { readonly kind: 'office'; readonly signed: boolean }> {
  const entries = openZip(file.bytes, inspection.limits);
  const names = entries.map(entry => entry.name);
  const contents = new Map(entries.map(entry => [entry.name, entry.read()]));
  const mimetype = decodeText(contents.get('mimetype') ?? new Uint8Array())?.trim() ?? '';
  const sorted = sortEntries(contents);
  if (sorted.signatures.size + sorted.manifests.length === 0) {
    if (names.includes('[Content_Types].xml'))
      return { kind: 'office', signed: names.some(name => name.startsWith('_xmlsignatures/')) };
    if (/^application\/(vnd\.oasis\.opendocument|epub)/.test(mimetype))
      return { kind: 'office', signed: names.includes('META-INF/documentsignatures.xml') };
  }
  if (sorted.signatures.size + sorted.manifests.length > inspection.limits.signatures)
    throw new ContainerError('too-many-signatures', String(sorted.signatures.size));
  const signatureEntries = [...sorted.signatures.keys()].map(name => ({ name, bytes: contents.get(name)! }));
  const documents = new DocumentList(inspection, sorted.documents, signatureEntries, 'entry');
  inspection.expect(sorted.signatures.size);
  for (const manifest of sorted.manifests)
    await addManifest(manifest, sorted.signatures, documents, inspection);
  for (const [name, cms] of sorted.signatures) {
    await documents.addSignature(name, cms);
    inspection.finished();
  }
  for (const name of names) {
    if (isXadesName(name)) documents.addForeign(foreignFinding(name, 'xades'));
    if (isTimestampName(name)) documents.addForeign(foreignFinding(name, 'asic-time-stamp'));
  }
  return {
    kind: 'archive',
    name: file.name,
    size: file.bytes.length,
    flavour: flavourOf(mimetype, sorted.manifests.length > 0, names),
    entries: entries.map(({ name, size }) => ({ name, size, role: sorted.roles.get(name) ?? 'service' })),
    documents: await documents.findings(),
    certificates: [...(await readCertificates(sorted.certificates)), ...documents.certificates.map(ownBytes)],
    unreadable: [...sorted.unreadable, ...documents.unreadable],
  };
}

interface SortedEntries {
  readonly roles: Map<string, EntryRole>;
  readonly documents: NamedBytes[];
  /** Signature files by name; manifests take theirs out. */
  readonly signatures: Map<string, Uint8Array>;
  readonly manifests: NamedBytes[];
  readonly certificates: Uint8Array[];
  readonly unreadable: Archive['unreadable'][number][];
}

function sortEntries(contents: ReadonlyMap<string, Uint8Array>): SortedEntries {
  const sorted: SortedEntries = {
    roles: new Map(),
    documents: [],
    signatures: new Map(),
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
  try {
    const [found] = unwrap({ name, bytes });
    if (found?.kind === 'signature') {
      sorted.signatures.set(name, found.cms);
      return 'signature';
    }
    if (found?.kind === 'certificates') {
      sorted.certificates.push(...found.ders);
      return 'certificate';
    }
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    sorted.unreadable.push({ name, refusal: { code: error.code, detail: error.detail } });
    return 'signature';
  }
  if (isXadesName(name) || isTimestampName(name)) return 'signature';
  if (/^META-INF\//i.test(name)) return 'service';
  sorted.documents.push({ name, bytes });
  return 'document';
}

/** ASiC-E: the CMS signs the manifest, the manifest holds the digests of the documents. Two checks per document. */
async function addManifest(
  file: NamedBytes,
  signatures: Map<string, Uint8Array>,
  documents: DocumentList,
  inspection: Inspection,
): Promise<void> {
  const manifest = parseManifest(file.bytes);
  if (!manifest) return documents.addForeign(foreignFinding(file.name, 'manifest-unreadable'));
  const cms = signatures.get(manifest.signatureName);
  signatures.delete(manifest.signatureName);
  const report = cms ? await inspection.check(cms, file.bytes) : null;
  for (const reference of manifest.objects) {
    if (!report?.parsed) {
      const why = report ? 'signature-file-unreadable' : 'signature-file-missing';
      documents.addFinding(reference.name, [foreignFinding(manifest.signatureName, why)]);
      continue;
    }
    const content = documents.contentOf(reference.name);
    const fits = content ? await fitsReference(reference, content) : null;
    const document = !content
      ? { state: 'fails' as const, reason: 'document-missing' }
      : fits === null
        ? { state: 'unknown' as const, reason: 'unsupported-algorithm' }
        : fits
          ? { state: 'holds' as const, reason: null }
          : { state: 'fails' as const, reason: 'digest-mismatch' };
    const place = { file: manifest.signatureName, form: 'asic-manifest' as const, document };
    documents.addFinding(reference.name, signatureFindings(report, place));
  }
  if (cms) inspection.finished();
}

async function readCertificates(ders: readonly Uint8Array[]) {
  const read = await Promise.all(ders.map(der => describeCertificate(der).then(ownBytes, () => null)));
  return read.filter(certificate => certificate !== null);
}

/** A Didox archive names its files after the document's id: 32 hexadecimal digits. */
const DIDOX_NAME = /(^|\/)[0-9a-f]{32}\.(json|pdf)$/i;

function flavourOf(mimetype: string, hasManifest: boolean, names: readonly string[]): Archive['flavour'] {
  if (mimetype === ASIC_S) return 'asic-s';
  if (mimetype === ASIC_E || hasManifest) return 'asic-e';
  return names.some(name => DIDOX_NAME.test(name)) ? 'didox' : 'zip';
}
