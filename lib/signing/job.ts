import type { Fact } from './fact.ts';
import type { Failure } from './failure.ts';
import type { SignatureSummary } from './signature-summary.ts';

/** What a job does. One straight way for all of them; the destination differs. */
export type JobAction =
  | 'didox-sign'
  | 'didox-accept'
  | 'didox-reject'
  | 'didox-cancel'
  | 'didox-delete-draft'
  | 'didox-offer'
  | 'didox-sign-in'
  | 'selection'
  | 'file'
  | 'practice';

/**
 * Where a job stands, as a reborn worker finds it. `submitting` and `asking` are on the disk before they begin: there only
 * the service knows. Up to `joining` nothing can have left, and the last note may be missing (see pen.ts); what the blobs
 * hold tells how far it came.
 */
export type JobState =
  /** `askFirst`: this job has sent nothing, but another one of the same subject may have done it meanwhile. */
  | { readonly step: 'queued'; readonly askFirst?: boolean }
  | { readonly step: 'unlocking' }
  | { readonly step: 'signing' }
  | { readonly step: 'checking' }
  | { readonly step: 'stamping' }
  | { readonly step: 'joining' }
  | { readonly step: 'submitting' }
  | { readonly step: 'asking'; readonly because: Failure }
  | { readonly step: 'done'; readonly receiptId: string | null; readonly warning: string | null }
  | { readonly step: 'cancelled' }
  /** The worker or the browser ended while the module was asked; proved: nothing was sent. */
  | { readonly step: 'interrupted' }
  | { readonly step: 'failed'; readonly failure: Failure; readonly sent: 'no' | 'unknown' };
export type JobStep = JobState['step'];

export const FINAL_STEPS: ReadonlySet<JobStep> = new Set(['done', 'cancelled', 'interrupted', 'failed']);

/** What the chosen key is expected to put into the signature. */
export interface ExpectedSigner {
  readonly keyId: string;
  readonly label: string;
  readonly serial: string | null;
  readonly tin: string | null;
  readonly pinfl: string | null;
}

/** One job as the journal keeps it. Never holds a token, a secret or a keyId of the module. */
export interface JobRecord {
  readonly id: string;
  /** One open job per subject, however many tabs or batches ask: `didox:<server>:<tin>:<document id>`, `selection:<sha256>:…`. */
  readonly subject: string;
  readonly action: JobAction;
  /** 1 while the job is not final (an index of open jobs), 0 after. */
  readonly open: 0 | 1;
  readonly state: JobState;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly counterparty: { readonly tin: string | null; readonly name: string } | null;
  readonly company: { readonly tin: string | null; readonly pinfl: string | null; readonly name: string };
  readonly signer: ExpectedSigner | null;
  /** SHA-256 of the content, lower-case hex: what was shown is what is signed. */
  readonly sha256: string | null;
  readonly size: number;
  readonly detached: boolean;
  readonly stamp: boolean;
  /** Blob ids: content, our signature as the module gave it, after stamping, after joining. */
  readonly blobs: {
    readonly content?: string;
    /** The other side's signature, as it was shown. */
    readonly theirs?: string;
    readonly created?: string;
    readonly stamped?: string;
    readonly final?: string;
  };
  readonly signatureHex: string | null;
  readonly signature: SignatureSummary | null;
  /** What the destination needs to find its subject again; plain data, validated by the destination. */
  readonly target: unknown;
  readonly batchId: string | null;
  /** How often the module was asked for a signature in this job: a person is never asked in a loop. */
  readonly signings: number;
  /** A submission of an earlier try was never ruled out: whatever becomes of this one proves nothing about that. */
  readonly doubted?: boolean;
}

/** Nobody knows whether it arrived. Somebody may, by trying again or by looking: until then it is neither cleared away nor forgotten. */
export function isUnclear({ state, action }: Pick<JobRecord, 'state' | 'action'>): boolean {
  return state.step === 'failed' && state.sent === 'unknown' && !LASTS_NOT.has(action);
}
/** Of these nothing lasts that anybody could look for: the next sign-in takes the place of the last, a file stays here. */
const LASTS_NOT: ReadonlySet<JobAction> = new Set(['didox-sign-in', 'selection', 'file', 'practice']);
