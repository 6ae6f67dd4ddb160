/** The vocabulary of the eUgoda stand-in. Names of parameters are the service's own (its demo page). */

export interface Application {
  readonly id: string;
  readonly secret: string;
  readonly templates: readonly Template[];
}

export interface Template {
  readonly id: string;
  /** Parameters it cannot do without. */
  readonly required: readonly string[];
}

export interface SigningLink {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** An agreement as the service keeps it. */
export interface StoredAgreement {
  readonly id: string;
  readonly applicationId: string;
  readonly externalId: string;
  readonly kind: 'file' | 'template';
  readonly documentName: string;
  readonly content: Uint8Array;
  readonly expectedSignatures: number;
  readonly lifetime: number;
  readonly returnUrl: string | null;
  readonly createdAt: number;
  removeOnCompleted: boolean;
  link: SigningLink;
  /** When each signature was given. */
  readonly signedAt: number[];
  /** How often the archive went out whole. */
  deliveries: number;
  /** Deleted after delivery: nothing is answered for it any more. */
  removed: boolean;
}

/** Why a request was refused. */
export type RefusalCode =
  | 'malformed'
  | 'too-large'
  | 'unknown-application'
  | 'timestamp'
  | 'validation-string'
  | 'duplicate'
  | 'unknown-template'
  | 'template-data'
  | 'lifetime'
  | 'unknown-document'
  | 'link-expired'
  | 'not-signed'
  | 'not-found'
  | 'failure';

export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  readonly host: string;
  /** Without the query. */
  readonly path: string;
  readonly origin: string | null;
  readonly cookies: boolean;
  /** Parameters of body or query; `content` is replaced by its length. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** 0 when the connection was dropped without an answer. */
  status: number;
  refusal: RefusalCode | null;
}
