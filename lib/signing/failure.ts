/**
 * Why something could not be done. `code` is ours and stable: the dictionary words it (`error.<code>.title`, `.hint`).
 * `words` is what the module or the service said, kept as it was; `data` fills the sentence. Never holds a secret.
 */
export interface Failure {
  readonly code: string;
  readonly words: string | null;
  readonly data: Readonly<Record<string, string | number>>;
}

export function failure(code: string, words: string | null = null, data: Failure['data'] = {}): Failure {
  return { code, words, data };
}

/** The same failure with the place where the bytes it is about are kept: the desk shows them at `inspect/<place>`. */
export function withEvidence(reason: Failure, place: string): Failure {
  return { ...reason, data: { ...reason.data, evidence: place } };
}

/** Where the bytes are that a failure is about; null when it is about none, or nothing was kept. */
export function evidenceOf({ data }: Failure): string | null {
  return typeof data.evidence === 'string' ? data.evidence : null;
}

/** Thrown inside a flow; everything else that is thrown is a defect and becomes the code `unexpected`. */
export class FlowError extends Error {
  readonly failure: Failure;
  constructor(reason: Failure, options?: ErrorOptions) {
    super(reason.words ? `${reason.code}: ${reason.words}` : reason.code, options);
    this.name = 'FlowError';
    this.failure = reason;
  }
}
