/**
 * One signature, checked: who, when, and what holds. `unknown-root`: mathematically right, its authority not known to
 * us. `fits-in-part`: the authority is known, something else (its time stamp, mostly) could not be checked.
 */
export interface SignatureSummary {
  readonly outcome: 'verified' | 'not-valid' | 'could-not-check' | 'unknown-root' | 'fits-in-part';
  readonly holder: string;
  readonly organization: string | null;
  readonly tin: string | null;
  /** Lower-case hex, as E-IMZO prints it. */
  readonly serial: string | null;
  /** Epoch ms, the signer's own clock. */
  readonly signedAt: number | null;
  /** Epoch ms of a time stamp that verifies. */
  readonly stampedAt: number | null;
  /** Codes of what does not hold (lib/cms). */
  readonly reasons: readonly string[];
  /** Of our own signature: what the gate said without stopping it. Missing in what was written by older releases. */
  readonly warnings?: readonly string[];
}
