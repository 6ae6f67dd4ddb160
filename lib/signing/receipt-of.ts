import type { Receipt } from '../receipts/receipt.ts';
import type { JobRecord } from './job.ts';
import type { Accepted } from './ports.ts';

/** The receipt of a finished job; null for jobs that sign nothing for anybody (signing in). */
export function buildReceipt(job: JobRecord, accepted: Accepted, at: number): Receipt | null {
  if (job.action === 'didox-sign-in') return null;
  const own = job.action === 'selection' || job.action === 'file' || job.action === 'practice';
  return {
    id: `receipt-${job.id}`,
    jobId: job.id,
    service: own ? (job.action as 'selection' | 'file' | 'practice') : 'didox',
    action: job.action,
    at,
    title: job.title,
    facts: job.facts,
    company: job.company,
    counterparty: job.counterparty,
    key:
      job.signer && job.signature
        ? {
            holder: job.signature.holder,
            organization: job.signature.organization,
            serial: job.signature.serial ?? job.signer.serial ?? '',
            tin: job.signature.tin ?? job.signer.tin,
            pinfl: job.signer.pinfl,
          }
        : null,
    sha256: job.sha256 ?? '',
    size: job.size,
    signature: job.signature,
    signatureBlobId: job.blobs.final ?? job.blobs.stamped ?? job.blobs.created ?? null,
    // The service keeps its own documents; of a text or a detached file we may be the only keeper.
    contentBlobId: job.blobs.content ?? null,
    detached: job.detached,
    documentId: documentIdOf(job.target),
    url: accepted.url ?? null,
    answer: accepted.answer,
    warning: accepted.warning,
  };
}

function documentIdOf(target: unknown): string | null {
  if (typeof target !== 'object' || target === null || !('documentId' in target)) return null;
  return typeof target.documentId === 'string' ? target.documentId : null;
}
