import type { AlgorithmRegistry } from './algorithms.ts';
import type { ChainCache } from './chain-cache.ts';
import type { GateRefusal, GateWarning } from './gate-codes.ts';
import type { CmsReport, SignerReport } from './report.ts';

/** What was asked of the module, and what came back. */
export interface GateInput {
  readonly cms: Uint8Array;
  /** The bytes that were to be signed. */
  readonly expectedContent: Uint8Array;
  /** Whether a signature without its content was asked for. */
  readonly detached: boolean;
  /** The chosen key. What is undefined or null is not compared. */
  readonly expected: {
    readonly serialHex?: string | undefined;
    /** The organisation's TIN; of a natural person, who has none, the person's own (UID). */
    readonly tin?: string | null | undefined;
    readonly pinfl?: string | null | undefined;
  };
  /** Which signature is ours, as the module said (`signature_hex`). Needed after joining. */
  readonly signatureHex?: string | undefined;
  /**
   * May others have signed the file too? If not told: yes when `signatureHex` says which one is ours (a joined
   * file), otherwise no.
   */
  readonly otherSigners?: 'allowed' | 'forbidden' | undefined;
  readonly now: Date;
  readonly trustedSpkiSha256: ReadonlySet<string>;
  /** Refuse authorities nobody pinned, instead of saying that they are unknown. */
  readonly strict: boolean;
  /** The signature (hex) that must carry a time stamp by now. */
  readonly requireTimestampFor?: string | undefined;
  /** The file was made and stamped some time ago (a job that was interrupted): its stamp may be old by now. */
  readonly madeEarlier?: boolean | undefined;
  /** How far clocks may be apart, milliseconds. */
  readonly maxSkewMs: number;
  readonly cache?: ChainCache | undefined;
  readonly algorithms?: AlgorithmRegistry | undefined;
}

/** A file that was read. */
export type ReadReport = Extract<CmsReport, { parsed: true }>;

/** Pass, or the first thing that does not hold. The report, where there is one, says everything else. */
export type GateResult =
  | {
      readonly ok: true;
      readonly report: ReadReport;
      readonly signer: SignerReport;
      readonly warnings: readonly GateWarning[];
    }
  | {
      readonly ok: false;
      readonly code: GateRefusal;
      /** A reason code or the value that was found; for a report, not for a user. */
      readonly detail: string;
      readonly report: CmsReport | null;
    };

/** Something that does not hold; null when all does. */
export type Refusal = { readonly code: GateRefusal; readonly detail: string } | null;
