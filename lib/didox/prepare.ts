import { fromBase64 } from '../bytes/base64.ts';
import type { Fact } from '../signing/fact.ts';
import { type Failure, FlowError, failure, withEvidence } from '../signing/failure.ts';
import { withHiddenShown } from '../signing/hidden-characters.ts';
import type { JobAction } from '../signing/job.ts';
import type { SignatureSummary } from '../signing/signature-summary.ts';
import { idsOf } from './account-ids.ts';
import { type RowClaims, requireAgreement, requireFieldsAgree, requireNameAgrees } from './agreement.ts';
import { type Content, incomingContent, outgoingContent, toSignContent } from './content.ts';
import { counterpartyOf, type DocumentFacts, type Party, readFacts } from './facts.ts';
import { at, lowerKeys } from './json-paths.ts';
import { isPdf } from './pdf.ts';
import { missingPermission } from './permissions.ts';
import { readRefusalObject } from './refusal-object.ts';
import { serverFacts } from './servers.ts';
import type { DidoxService, DocumentRef, LoadedDocument } from './service.ts';
import type { Account } from './session.ts';
import { type DocumentAction, fittingActions } from './statuses.ts';

export type { RowClaims } from './agreement.ts';

/** A document made ready for one action: the bytes, what they say, and whose they are. */
export interface PreparedDocument {
  readonly document: LoadedDocument;
  readonly action: DocumentAction;
  /** What would be signed. null where nothing is (a draft's deletion), not yet (a cancellation), or nothing fits. */
  readonly content: Content | null;
  readonly theirs: Uint8Array | null;
  readonly theirSignature: SignatureSummary | null;
  readonly facts: readonly Fact[];
  readonly read: DocumentFacts;
  readonly counterparty: Party | null;
  /** Known beforehand to be refused (roles); the document is shown all the same. */
  readonly obstacle: Failure | null;
}

/** A refusal made ready: the bytes are the service's object, which may say more than the document that was shown. */
export interface PreparedRefusal extends PreparedDocument {
  /** Something in it nobody has seen yet: it stands among the facts, and has to be shown before it is signed. */
  readonly saysMore: boolean;
}

/** The other side's signature: verified, over which content, and for which companies it was made. */
export type InspectTheirs = (pkcs7: Uint8Array) => Promise<{
  readonly content: Uint8Array | null;
  readonly signature: SignatureSummary;
  /** TINs in the certificates of those who signed; a personal certificate has none. */
  readonly companyTins: readonly string[];
}>;

export interface PreparePorts {
  readonly didox: DidoxService;
  readonly inspectTheirs: InspectTheirs;
  readonly account: (ref: Omit<DocumentRef, 'outgoing'>) => Promise<Account | null>;
  /** Keeps what the other side signed and what we would have signed; resolves to the place. Rejects on a full disk. */
  readonly keepDifference?: (difference: Difference) => Promise<string>;
}

/** Two contents of one document that ought to be the same, or a signature of the other side that does not hold. */
export interface Difference {
  readonly documentId: string;
  readonly title: string;
  readonly ours: Uint8Array;
  /** The other side's PKCS#7, its content in it. */
  readonly theirs: Uint8Array;
}

/**
 * Reads the bytes that the main action of a document would sign, with the facts taken from those very bytes. Throws
 * `counterparty-differs` when the sender's signature is over other bytes than we would sign, `counterparty-not-valid`
 * when it does not hold or is not the sender's, `facts-disagree` when a list row or another field claims something else,
 * `not-supported-here` when there is no signature of the sender to join ours with.
 */
export async function prepareDocument(
  ports: PreparePorts,
  document: LoadedDocument,
  action: DocumentAction | null,
  claims: RowClaims | null = null,
): Promise<PreparedDocument> {
  const main = action ?? fittingActions(document).actions[0] ?? null;
  const account = await ports.account(document);
  const ids = idsOf(account);
  const incoming = main === 'accept' || main === 'reject';
  const content = incoming
    ? incomingContent(await ports.didox.documentBase64(document))
    : main === 'sign'
      ? outgoingContent(document.json, document.raw, ['data', 'json'])
      : null;
  const read = readFacts(content ? content.json : document.json, document.doctype, ids);
  const counterparty = counterpartyOf(read, ids);
  const theirs = incoming ? await inspectSender(ports, document, content, counterparty) : null;
  if (incoming && content) {
    const stored = { read: readFacts(document.json, document.doctype, ids), json: document.json };
    requireFieldsAgree({ read, json: content.json }, stored);
  }
  if (main) requireNameAgrees(read, document.name, document.doctype);
  if (claims) requireAgreement(read, claims, ids);
  return {
    document,
    action: main ?? (document.outgoing ? 'sign' : 'accept'),
    content,
    theirs: theirs?.bytes ?? null,
    theirSignature: theirs?.signature ?? null,
    facts: [
      ...read.facts,
      ...(content && content.json === undefined ? describeBytes(content.bytes) : []),
      { label: 'documentId', value: document.documentId, kind: 'text', strong: false },
      ...serverFacts(document.server),
    ],
    read,
    counterparty,
    obstacle: main ? missingPermission(account?.roles ?? null, document.doctype, main) : null,
  };
}

async function inspectSender(
  ports: PreparePorts,
  document: LoadedDocument,
  content: Content | null,
  counterparty: Party | null,
): Promise<{ bytes: Uint8Array; signature: SignatureSummary }> {
  // Seen for a document of another operator when it was asked for without `owner`.
  if (document.toSign === null) throw new FlowError(failure('not-supported-here'));
  const bytes = fromBase64(document.toSign);
  if (!bytes) throw new FlowError(failure('counterparty-not-valid', null, { reasons: 'unreadable' }));
  const ours = content?.bytes ?? new Uint8Array();
  try {
    return { bytes, signature: await requireSenders(ports, bytes, ours, counterparty) };
  } catch (error) {
    if (!(error instanceof FlowError) || !error.failure.code.startsWith('counterparty-')) throw error;
    const { documentId, name } = document;
    // What cannot be kept is said all the same.
    const kept = ports.keepDifference?.({ documentId, title: name || documentId, ours, theirs: bytes });
    const place = await kept?.catch(() => undefined);
    throw place ? new FlowError(withEvidence(error.failure, place), { cause: error }) : error;
  }
}

/** Their signature holds, is over what we would sign, and is the sender's. */
async function requireSenders(
  ports: PreparePorts,
  bytes: Uint8Array,
  ours: Uint8Array,
  counterparty: Party | null,
): Promise<SignatureSummary> {
  const { content: signed, signature, companyTins } = await ports.inspectTheirs(bytes);
  requireSameContent(signed, ours);
  if (signature.outcome === 'not-valid') {
    throw new FlowError(failure('counterparty-not-valid', null, { reasons: signature.reasons.join(', ') }));
  }
  // A person's certificate names no company, and persons do sign for companies they entered; a company's must be right.
  const sender = counterparty?.tin;
  if (sender && companyTins.some(tin => tin !== sender)) {
    throw new FlowError(failure('counterparty-not-valid', null, { reasons: 'signed-by-another-company' }));
  }
  return signature;
}

/**
 * Reject and cancel sign an object that the service makes for that very step. It must speak of the document that was
 * shown, and, for a reject, carry the reason byte for byte. What else it says is shown as it stands there.
 */
export async function prepareRefusal(
  ports: PreparePorts,
  shown: PreparedDocument,
  action: 'reject' | 'cancel',
  comment: string | undefined,
): Promise<PreparedRefusal> {
  const { document } = shown;
  const { data, raw } = await ports.didox.toSign(document, action, comment);
  const content = toSignContent(data, raw);
  const { differs, added } = readRefusalObject(
    content.json,
    { documentId: document.documentId, json: shown.content?.json ?? document.json },
    { action, reason: comment },
  );
  if (differs !== null) throw new FlowError(failure('facts-disagree', differs));
  if (action === 'reject' && at(lowerKeys(content.json), 'notes') !== comment)
    throw new FlowError(failure('facts-disagree', 'Notes'));
  const shownAs = (label: string, value: string, kind: Fact['kind']): Fact => ({
    label: withHiddenShown(label),
    value: withHiddenShown(value),
    kind,
    strong: true,
  });
  const reason = comment === undefined ? [] : [shownAs('reason', comment, 'text')];
  const more = added.map(([label, value]) => shownAs(label, value, 'raw'));
  const facts = [...shown.facts.filter(fact => fact.label !== 'reason'), ...reason, ...more];
  return { ...shown, action, content, theirs: null, facts, saysMore: more.length > 0 };
}

/**
 * That `documentBase64` equals what the sender signed is an inference [G]. If production
 * ever differs legitimately, this one function is where the rule changes; until then a difference stops everything.
 */
function requireSameContent(signedByThem: Uint8Array | null, ours: Uint8Array): void {
  const same =
    signedByThem !== null &&
    signedByThem.length === ours.length &&
    signedByThem.every((byte, at) => byte === ours[at]);
  if (!same) throw new FlowError(failure('counterparty-differs'));
}

/** Content that is no JSON: what kind of file, and how large. */
function describeBytes(bytes: Uint8Array): Fact[] {
  return [
    {
      label: 'mimeType',
      value: isPdf(bytes) ? 'application/pdf' : 'application/octet-stream',
      kind: 'text',
      strong: true,
    },
    { label: 'size', value: String(bytes.length), kind: 'count', strong: false },
  ];
}

/** The job kind of an action on a document. */
export function jobActionOf(action: DocumentAction): JobAction {
  return `didox-${action}`;
}
