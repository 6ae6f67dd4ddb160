/** The vocabulary of the Didox stand-in. Codes and names are Didox's own wherever it has them. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Which of the three API hosts was asked; each has its own tokens, all share the documents. */
export type Environment = 'production' | 'test' | 'old-test';
export type Language = 'ru' | 'uz';

/** `owner` of the API: 1 = outgoing, 0 = incoming. */
export type Owner = 0 | 1;

export const doctypes = [
  '002',
  '008',
  '023',
  '041',
  '005',
  '006',
  '062',
  '007',
  '000',
  '010',
  '052',
  '054',
  '075',
  '031',
] as const;
export type Doctype = (typeof doctypes)[number];

/** A party of documents: a company, or a natural person (then `tin` is the PINFL and `person` is true). */
export interface Party {
  /** INN (9 digits) or PINFL (14 digits): the name of the party in paths, lists and documents. */
  readonly taxId: string;
  readonly person: boolean;
  readonly name: string;
  readonly director: string;
  readonly address: string;
  readonly account: string;
  readonly bankId: string;
  readonly vatCode: string;
  /** `00001` and the like; empty without branches. */
  readonly branches: readonly { readonly branchNum: string; readonly name: string }[];
}

/** How near the signed bytes came to the document: byte for byte, same key order, same values, or not at all. */
export type ContentMatch = 'bytes' | 'order' | 'values' | 'different';

export type SubmissionKind = 'sign' | 'accept' | 'reject' | 'cancel' | 'delete-draft' | 'step' | 'offer';

/** One request that wanted to change a document, whether or not it did. */
export interface Submission {
  readonly kind: SubmissionKind;
  readonly by: string;
  readonly at: Date;
  /** True when the document changed because of it (even if the answer was lost on the way). */
  readonly effect: boolean;
  readonly match: ContentMatch | null;
  /** What was wrong; null when it was accepted. */
  readonly refusal: string | null;
}

export interface Totals {
  readonly sum: number;
  readonly vat: number;
  readonly withVat: number;
}

/** A document as the service keeps it. */
export interface StoredDocument {
  /** 32 upper-case hex digits. */
  readonly id: string;
  readonly doctype: Doctype;
  readonly number: string;
  /** yyyy-mm-dd */
  readonly date: string;
  readonly contractNumber: string | null;
  readonly contractDate: string | null;
  readonly sender: string;
  readonly receiver: string;
  readonly json: JsonObject;
  readonly totals: Totals | null;
  readonly roamingId: string;
  readonly operator: 'didox.uz' | 'faktura.uz';
  readonly createdAt: Date;
  updatedAt: Date;
  sentAt: Date | null;
  /** The same state as each side sees it; null: not shown to that side. */
  status: { sender: number; receiver: number | null };
  comment: string;
  /**
   * The bytes the sender signed (or would sign): compact JSON of `json`, but some senders' software writes
   * it in the PHP way, with `\uXXXX`.
   */
  readonly content: Uint8Array;
  /** Whose signatures the seed promises; they are made when somebody looks. */
  readonly seeded: 'nobody' | 'sender' | 'both';
  /** The newest PKCS#7 of the document; null while nobody signed, or nobody looked. */
  pkcs7: Uint8Array | null;
  readonly submissions: Submission[];
}

/** What was asked and answered, without secrets. */
export interface RequestRecord {
  readonly at: Date;
  readonly server: 'api' | 'web';
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly environment: Environment | null;
  /** Name from the endpoint table; null when no endpoint fits. */
  readonly endpoint: string | null;
  readonly documentId: string | null;
  /** Answered status; 0 when the connection was dropped without an answer. */
  readonly status: number;
  readonly headerNames: readonly string[];
  readonly origin: string | null;
  readonly hasPartnerToken: boolean;
  readonly hasUserKey: boolean;
  /** Name of the fault that was played, null without one. */
  readonly fault: string | null;
}
