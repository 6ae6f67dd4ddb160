export type VaultErrorCode =
  /** The passphrase does not open the vault (or the vault's check record was changed: not to be told apart). */
  | 'wrong-passphrase'
  /** Shorter than `minimumPassphraseLength`. */
  | 'passphrase-too-short'
  /** `setPassphrase` on a vault that has one: `changePassphrase` is meant. */
  | 'passphrase-already-set'
  /** `unlock`, `lock` or `changePassphrase` on a vault that has no passphrase. */
  | 'no-passphrase'
  /** Writing to a locked vault. */
  | 'locked'
  /** A stored record is not what was written: nothing was changed or dropped. `record` names it. */
  | 'record-corrupted'
  /** Written by a newer release; this one leaves it alone. */
  | 'record-newer'
  /** The name is the administrator's; it cannot be written or removed here. */
  | 'set-by-policy'
  /** An empty secret or name, or one that is no well-formed text. */
  | 'not-a-secret';

/** Never carries a secret or a passphrase: `record` is a name, the message is the code. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;
  readonly record: string | null;

  constructor(code: VaultErrorCode, record: string | null = null) {
    super(record === null ? code : `${code}: ${record}`);
    this.name = 'VaultError';
    this.code = code;
    this.record = record;
  }
}
