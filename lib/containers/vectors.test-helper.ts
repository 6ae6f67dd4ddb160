import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignFile } from '../cms/foreign-files.test-helper.ts';
import { describeCertificate } from '../cms/known-certificate.ts';
import type { NamedBytes } from './options.ts';
import type { DocumentFinding, InspectReport } from './report.ts';

const HERE = join(import.meta.dirname, 'vectors');

export function vector(file: string, name = file): NamedBytes {
  return { name, bytes: new Uint8Array(readFileSync(join(HERE, file))) };
}

export function foreignVector(path: string): NamedBytes {
  return { name: path.slice(path.lastIndexOf('/') + 1), bytes: foreignFile(path) };
}

/** All our vectors together. */
export const FILES = [
  'asice-cades-1sig.asice',
  'asice-cades-1sig-tampered-doc.asice',
  'asice-cades-2sig.asice',
  'asics-cades.asics',
  'attached-ecdsa.p7s',
  'cert1.cer',
  'detached-ecdsa.p7s',
  'document.txt',
  'plain-zip-doc-2-detached-p7s.zip',
  'plain-zip-no-signature.zip',
] as const;

/** The self-signed certificates of the vectors as trust anchors. */
export async function anchors(): Promise<Set<string>> {
  const certificates = ['cert1.cer', 'cert2.cer'].map(file => describeCertificate(vector(file).bytes));
  return new Set((await Promise.all(certificates)).map(certificate => certificate.spkiSha256));
}

export const NOW = new Date('2026-11-22T00:00:00Z');

export function documentsOf(report: InspectReport): DocumentFinding[] {
  return report.findings.flatMap(finding =>
    finding.kind === 'document' ? [finding.document] : finding.kind === 'archive' ? finding.documents : [],
  );
}

/** "outcome" of every signature, document by document. */
export function outcomesOf(report: InspectReport): string[][] {
  return documentsOf(report).map(document => document.signatures.map(signature => signature.outcome));
}

/** State of one check of the first signature of the first document. */
export function firstCheck(report: InspectReport, id: string) {
  const check = documentsOf(report)[0]?.signatures[0]?.checks.find(candidate => candidate.id === id);
  return check ? `${check.state}${check.reason ? `: ${check.reason}` : ''}` : null;
}
