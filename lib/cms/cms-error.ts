/** Why bytes could not be read or put together. Codes only; wording them is the caller's business. */
export type CmsErrorCode =
  | 'empty'
  | 'too-large'
  | 'truncated'
  | 'bad-length'
  | 'bad-tag'
  | 'too-deep'
  | 'too-many-elements'
  | 'trailing-bytes'
  | 'unexpected-element'
  | 'bad-value'
  | 'not-signed-data'
  | 'too-many-certificates'
  | 'too-many-signers'
  | 'bad-base64'
  | 'bad-hex'
  | 'not-a-timestamp-token'
  | 'timestamp-refused'
  | 'signer-missing'
  | 'already-stamped';

/** The only error that reading untrusted bytes may throw. */
export class CmsError extends Error {
  readonly code: CmsErrorCode;

  constructor(code: CmsErrorCode, detail?: string) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'CmsError';
    this.code = code;
  }
}
