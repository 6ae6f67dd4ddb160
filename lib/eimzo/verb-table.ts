const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What a call is to the person who waits for it. */
export type Doing = 'listing' | 'password' | 'signing' | 'other';

/** What we know about a call before making it. */
export interface VerbFacts {
  /** Milliseconds from sending to reply. */
  readonly deadlineMs: number;
  /** The module may open a window and wait for a person (password, PIN, developer-mode question). */
  readonly asksPerson: boolean;
  /** A question without consequences: asked again, unasked, when the socket breaks before the answer. */
  readonly question: boolean;
  readonly doing: Doing;
}

const question = (deadlineMs: number): VerbFacts => ({
  deadlineMs,
  asksPerson: false,
  question: true,
  doing: 'other',
});
const work = (deadlineMs: number): VerbFacts => ({ ...question(deadlineMs), question: false });
const listing: VerbFacts = { ...question(30 * SECOND), doing: 'listing' };
/** Nobody agrees at which of these calls the password window opens, so all get the long wait. */
const person = (doing: Doing): VerbFacts => ({
  deadlineMs: 5 * MINUTE,
  asksPerson: true,
  question: false,
  doing,
});

/**
 * How long any call may take before the module has admitted its origin: developer mode asks its person first, in a
 * window that may stand behind the browser. Once a call was answered, its own deadline counts.
 */
export const ADMISSION_MS = 2 * MINUTE;

/**
 * Every call we make, with its patience. Listing was seen to take
 * over 12 s; the password window closes itself after 60 s but clients wait up to 3 minutes; a person may be slower.
 */
export const VERBS = {
  version: question(5 * SECOND),
  apidoc: question(5 * SECOND),
  apikey: work(5 * SECOND),
  'pfx.list_disks': question(30 * SECOND),
  'pfx.list_all_certificates': listing,
  'pfx.load_key': person('password'),
  'ytks.list_all_certificates': listing,
  'ytks.load_key': person('password'),
  'ftjc.list_all_keys': listing,
  'ftjc.load_key': person('password'),
  'idcard.list_readers': listing,
  'baikey.list_tokens': listing,
  'ckc.list_ckc': listing,
  'ckc.supported_ckc': question(5 * SECOND),
  'pkcs7.create_pkcs7': person('signing'),
  'pkcs7.append_pkcs7_attached': person('signing'),
  // Of a token the certificate may lie behind its PIN [G].
  'x509.get_certificate_chain': person('password'),
} as const satisfies Record<string, VerbFacts>;

/** `plugin.name`, or the bare name of the three calls that have no plugin. */
export type VerbName = keyof typeof VERBS;
