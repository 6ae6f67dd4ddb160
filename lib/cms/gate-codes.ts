/** Why a signature may not leave. */
export type GateRefusal =
  | 'unreadable'
  | 'content-differs'
  | 'wrong-signer'
  | 'several-signers-unexpected'
  | 'digest-mismatch'
  | 'signature-mismatch'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'chain-broken'
  | 'untrusted-root-strict'
  | 'timestamp-missing'
  | 'timestamp-invalid'
  | 'timestamp-implausible'
  | 'unsupported-algorithm';

/** What is said without stopping the job. */
export type GateWarning =
  /** The chain is consistent, but nobody pinned its root. */
  | 'unknown-root'
  /** The same of the time stamping authority, or its certificate or its issuer's is not in the file. */
  | 'timestamp-unknown-root'
  /** The signer's clock and ours are further apart than allowed, or the signature says no time. */
  | 'clock-skew'
  /** Something does not hold about a signature in the file that is not ours. */
  | 'other-signer-not-valid';
