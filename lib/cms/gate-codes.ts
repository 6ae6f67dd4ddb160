/** Why a signature may not leave. */
export type GateRefusal =
  | 'unreadable'
  | 'content-differs'
  | 'wrong-signer'
  | 'several-signers-unexpected'
  | 'digest-mismatch'
  | 'signature-mismatch'
  | 'key-not-for-signing'
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
  /** Nobody pinned the root of the chain, it is not in the file, or the chain could not be followed that far. */
  | 'unknown-root'
  /** The same of the time stamping authority, or its certificate is not in the file. */
  | 'timestamp-unknown-root'
  /** Something about the stamp is not known, above all whether its certificate is one for time stamping. */
  | 'timestamp-not-checked'
  /** A certificate of the chain demands something that is not understood here. */
  | 'unknown-critical-extension'
  /** The file is not written as the standard wants it, where it makes no difference. */
  | 'irregular-structure'
  /** The signer's clock and ours are further apart than allowed, or the signature says no time. */
  | 'clock-skew'
  /** Something does not hold about a signature in the file that is not ours. */
  | 'other-signer-not-valid';
