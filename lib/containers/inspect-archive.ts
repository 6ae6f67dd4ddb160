import { describeCertificate } from '../cms/known-certificate.ts';
import { type DataObjectReference, fitsReference, parseManifest } from './asic.ts';
import { DocumentList } from './document-list.ts';
import type { Inspection } from './inspection.ts';
import type { NamedBytes } from './options.ts';
import { ContainerError } from './refusal.ts';
import type { InspectFinding, SignatureFinding } from './report.ts';
import { foreignFinding, ownBytes, signatureFindings } from './signature-finding.ts';
import { decodeText } from './sniff.ts';
import { type SortedEntries, sortEntries } from './sort-entries.ts';
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
  const { roles, signatures, manifests, foreign } = sorted;
  const stamped = foreign.some(finding => finding.foreign === 'asic-time-stamp');
  if (signatures.size + manifests.length === 0 && !stamped) {
    if (names.includes('[Content_Types].xml'))
      return { kind: 'office', signed: names.some(name => name.startsWith('_xmlsignatures/')) };
    if (/^application\/(vnd\.oasis\.opendocument|epub)/.test(mimetype))
      return { kind: 'office', signed: names.includes('META-INF/documentsignatures.xml') };
  }
  const toCheck = [...signatures.values()].flat().length;
  const count = toCheck + manifests.length + foreign.length;
  if (count > inspection.limits.signatures) throw new ContainerError('too-many-signatures', String(count));
  const others = [...contents].flatMap(([name, bytes]) =>
    roles.get(name) === 'document' ? [] : [{ name, bytes }],
  );
  const documents = new DocumentList(inspection, sorted.documents, others, 'entry');
  inspection.expect(toCheck);
  for (const manifest of manifests) await addManifest(manifest, sorted, documents, inspection);
  for (const [name, file] of signatures)
    for (const cms of file) {
      await documents.addSignature(name, cms);
      inspection.finished();
    }
  for (const finding of foreign) documents.addForeign(finding);
  return {
    kind: 'archive',
    name: file.name,
    size: file.bytes.length,
    flavour: flavourOf(mimetype, manifests.length > 0, names),
    entries: entries.map(({ name, size }) => ({ name, size, role: roles.get(name) ?? 'service' })),
    documents: await documents.findings(),
    certificates: [...(await readCertificates(sorted.certificates)), ...documents.certificates.map(ownBytes)],
    unreadable: [...sorted.unreadable, ...documents.unreadable],
  };
}

/**
 * ASiC-E: the CMS signs the manifest, the manifest holds the digests of the documents. Two checks per document. A time
 * stamp in the signature's place is only named.
 */
async function addManifest(
  file: NamedBytes,
  { signatures, foreign }: SortedEntries,
  documents: DocumentList,
  inspection: Inspection,
): Promise<void> {
  const manifest = parseManifest(file.bytes);
  if (!manifest) return documents.addForeign(foreignFinding(file.name, 'manifest-unreadable'));
  const { signatureName, objects } = manifest;
  const named = (finding: SignatureFinding) => {
    for (const { name } of objects) documents.addFinding(name, [finding]);
  };
  const own = signatures.get(signatureName);
  signatures.delete(signatureName);
  if (!own)
    return named(
      foreign.find(finding => finding.file === signatureName) ??
        foreignFinding(signatureName, 'signature-file-missing'),
    );
  for (const cms of own) {
    const report = await inspection.check(cms, file.bytes);
    if (!report.parsed) named(foreignFinding(signatureName, 'signature-file-unreadable'));
    else
      for (const reference of objects) {
        const document = await listedCheck(reference, documents.contentOf(reference.name));
        const place = { file: signatureName, form: 'asic-manifest' as const, document };
        documents.addFinding(reference.name, signatureFindings(report, place, inspection.now));
      }
    inspection.finished();
  }
}

async function listedCheck(reference: DataObjectReference, content: Uint8Array | null) {
  if (!content) return { state: 'fails' as const, reason: 'document-missing' };
  const fits = await fitsReference(reference, content);
  if (fits === null) return { state: 'unknown' as const, reason: 'unsupported-algorithm' };
  return fits
    ? { state: 'holds' as const, reason: null }
    : { state: 'fails' as const, reason: 'digest-mismatch' };
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
