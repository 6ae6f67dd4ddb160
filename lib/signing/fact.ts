/**
 * One thing a person should know before signing, read from the very bytes to be signed.
 * `label` is a code the dictionary words (`fact.<label>`); a field we do not understand keeps its own name as label
 * and the kind `raw`. `kind` tells how to print the value; sums are decimal strings, dates YYYY-MM-DD.
 */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /**
   * `money`: of the country's currency; `amount`: of whatever else the document names. `server`: not of the bytes, but
   * where they go.
   */
  readonly kind: 'text' | 'date' | 'money' | 'amount' | 'doctype' | 'count' | 'server' | 'raw';
  /** What a person looks for first: number, counterparty, sum. */
  readonly strong: boolean;
}
