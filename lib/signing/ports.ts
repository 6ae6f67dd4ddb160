import type { Receipt } from '../receipts/receipt.ts';
import type { JobRecord } from './job.ts';
import type { SignatureSummary } from './signature-summary.ts';

/** What the module gave for `pkcs7.create_pkcs7`. */
export interface CreatedSignature {
  readonly pkcs7_64: string;
  /** 128 lower-case hex digits. */
  readonly signatureHex: string;
}

/** The module, as the engine needs it. Both calls may wait minutes for a person; both stop on `signal`. */
export interface ModulePort {
  /** load_key, unless a live keyId is remembered. */
  unlock(keyId: string, signal: AbortSignal): Promise<void>;
  /** create_pkcs7, or append_pkcs7_attached when `appendTo` (base64) is given. */
  sign(
    request: { keyId: string; content64: string; detached: boolean; appendTo?: string | undefined },
    signal: AbortSignal,
  ): Promise<CreatedSignature>;
}

/** Checks what the module or a service returned (lib/cms gate): throws FlowError with a `signature-…`/`stamp-…` code. */
export interface GatePort {
  check(request: {
    readonly pkcs7: Uint8Array;
    readonly content: Uint8Array;
    /** Others may have signed the same file (a joined or appended one). */
    readonly others: boolean;
    readonly detached: boolean;
    readonly signer: { serial: string | null; tin: string | null; pinfl: string | null };
    readonly signatureHex: string;
    readonly stamped: boolean;
    /** Looked at again by a later life: its stamp need not be of this very moment. */
    readonly madeEarlier: boolean;
  }): Promise<{
    /** With the warnings of what does not stop the job; they are kept with the job and its receipt. */
    readonly summary: SignatureSummary;
    /** As found in the file: old modules do not always say it. */
    readonly signatureHex: string;
  }>;
  attachToken(pkcs7: Uint8Array, signatureHex: string, token: Uint8Array): Uint8Array;
}

/**
 * What a second submission would be. `harmless`: nothing, because nothing leaves. `when-proved`: a second document, unless
 * the service did not look at the first. `by-person`: something that nobody but a person repeats, whatever the answer was.
 */
export type Repeat = 'harmless' | 'when-proved' | 'by-person';

/** Where a signature goes. One per kind of job; it knows the service, the engine knows the order. */
export interface Destination {
  /** Default: `when-proved`. */
  readonly repeat?: Repeat;
  /** The failure's code when nothing is known of how a submission ended. Default: `ambiguous-submit`. */
  readonly unclear?: string;
  /** Whether the service joins our signature with the other side's, and what must be appended on old modules. */
  readonly joins: boolean;
  appendTo?(job: JobRecord): Promise<string | undefined>;
  /** Gets the time stamp: the whole stamped PKCS#7, or a bare token. Safe to repeat. */
  stamp(
    job: JobRecord,
    signature: CreatedSignature,
    signal: AbortSignal,
  ): Promise<{ kind: 'whole'; pkcs7_64: string } | { kind: 'token'; token: Uint8Array }>;
  /** Joins theirs and ours (theirs first). Safe to repeat. */
  join?(job: JobRecord, stamped64: string, signal: AbortSignal): Promise<string>;
  /** What was joined, once it is kept: rejects when the other side's signature is not in it any more. */
  checkJoined?(job: JobRecord, joined: Uint8Array): Promise<void>;
  /**
   * Whatever must be there before a person is asked for a signature: rejects with `session-expired` without a live token.
   * Like every other call here it asks nobody for anything.
   */
  ready?(job: JobRecord): Promise<void>;
  /**
   * Only where the key alone tells what is signed: asks it, which may open a PIN window, and gives the job as it goes on,
   * with its content.
   */
  identify?(
    job: JobRecord,
    signal: AbortSignal,
  ): Promise<{ readonly record: JobRecord; readonly content: Uint8Array }>;
  /** Signs in again, which may open a password window. */
  renew?(job: JobRecord): Promise<void>;
  /**
   * Reads the subject once more: `done` when it was signed meanwhile with this very key. Rejects when it is not what was
   * shown any more (`document-changed`, `already-signed`, `wrong-status`), or cannot be read. Has no effect: it runs beside
   * the slow steps, and nothing is submitted before it has answered.
   */
  lookAgain?(job: JobRecord, content: Uint8Array): Promise<'unchanged' | 'done'>;
  /** The one step with an effect at the service. Never repeated without `ask`, nor on its word alone: see settle.ts. */
  submit(job: JobRecord, final64: string | null): Promise<Accepted>;
  /** Reads the service's state: did this very action take effect? `unknown` when it cannot be told. */
  ask(job: JobRecord): Promise<'done' | 'not-done' | 'unknown'>;
}
export interface Accepted {
  /** The service's answer, shortened; kept in the receipt. */
  readonly answer: string | null;
  readonly warning: string | null;
  /** Filled into the receipt where the destination knows better. */
  readonly url?: string | null;
}

/** What a job begins with: the content as shown, and the other side's signature. */
export interface JobBytes {
  readonly content?: Uint8Array | undefined;
  readonly theirs?: Uint8Array | undefined;
}

/** The journal: every write is done before the promise resolves, to the record as it was written. */
export interface Journal {
  get(id: string): Promise<JobRecord | undefined>;
  /** `durable`: flushed to disk before it resolves (used before a step with an effect). */
  put(job: JobRecord, options?: { durable?: boolean }): Promise<JobRecord>;
  /** A new job with everything it is about, in one transaction: there is no job without its content. */
  create(job: JobRecord, bytes: JobBytes): Promise<JobRecord>;
  open(): Promise<JobRecord[]>;
  bySubject(subject: string): Promise<JobRecord[]>;
  putBlob(job: JobRecord, role: keyof JobRecord['blobs'], bytes: Uint8Array): Promise<JobRecord>;
  blob(id: string): Promise<Uint8Array | undefined>;
  /** The receipt and the final state in one transaction. */
  finish(job: JobRecord, receipt: Receipt | null): Promise<JobRecord>;
}
