/**
 * Why a file was not opened. Codes only; the page words them (`inspect.refused.<code>`).
 * `zip-unsafe-name`: an entry's name tries to leave the archive or to look like something else.
 * `zip-wrong-size`: unpacks to another length than the directory says.
 */
export type RefusalCode =
  | 'empty'
  /** The platform did not hand over its bytes (a folder, a file that was moved). */
  | 'unreadable'
  | 'file-too-large'
  | 'too-many-files'
  | 'zip-broken'
  | 'zip-encrypted'
  | 'zip-zip64'
  | 'zip-multi-disk'
  | 'zip-unknown-method'
  | 'zip-too-many-entries'
  | 'zip-too-large'
  | 'zip-ratio'
  | 'zip-unsafe-name'
  | 'zip-duplicate-name'
  | 'zip-overlap'
  | 'zip-wrong-size'
  | 'zip-checksum'
  | 'too-many-signatures'
  | 'pem-broken'
  | 'base64-broken'
  | 'cms-encrypted'
  | 'cms-broken';

export interface Refusal {
  readonly code: RefusalCode;
  /** Which entry or which number: technical, may be empty, never translated. */
  readonly detail: string;
}

/** A file we do not open, with the reason. Thrown inside this folder, turned into a finding by `inspectFile`. */
export class ContainerError extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  constructor(code: RefusalCode, detail = '') {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'ContainerError';
    this.code = code;
    this.detail = detail;
  }
}
