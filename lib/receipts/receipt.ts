import type { Fact } from '../signing/fact.ts';
import type { JobAction } from '../signing/job.ts';
import type { SignatureSummary } from '../signing/signature-summary.ts';

/** What was signed (or registered), kept behind the desk's list. Written before a job says "done". */
export interface Receipt {
  readonly id: string;
  readonly jobId: string;
  readonly service: 'didox' | 'eugoda' | 'selection' | 'file' | 'practice';
  readonly action: JobAction | 'eugoda-register';
  /** Epoch ms. */
  readonly at: number;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** Whom it was signed for. */
  readonly company: { readonly tin: string | null; readonly pinfl: string | null; readonly name: string };
  readonly counterparty: { readonly tin: string | null; readonly name: string } | null;
  readonly key: {
    readonly holder: string;
    readonly organization: string | null;
    readonly serial: string;
    readonly tin: string | null;
    readonly pinfl: string | null;
  } | null;
  /** SHA-256 of the signed content, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly signature: SignatureSummary | null;
  /** Blob ids in the database: the signature as submitted or saved, and the content when we are its only keeper. */
  readonly signatureBlobId: string | null;
  readonly contentBlobId: string | null;
  readonly detached: boolean;
  readonly documentId: string | null;
  readonly url: string | null;
  /** The service's own answer, shortened, and a warning it gave although it accepted. */
  readonly answer: string | null;
  readonly warning: string | null;
}

export interface ReceiptFilter {
  readonly text: string;
  readonly company: string | null;
  readonly service: Receipt['service'] | null;
  /** Epoch ms, inclusive. */
  readonly from: number | null;
  readonly to: number | null;
}
