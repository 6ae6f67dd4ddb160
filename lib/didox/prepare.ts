import type { Fact } from '../signing/fact.ts';
import { FlowError, failure } from '../signing/failure.ts';
import type { JobAction } from '../signing/job.ts';
import type { SignatureSummary } from '../signing/signature-summary.ts';
import { type Content, fromBase64, incomingContent, outgoingContent, toSignContent } from './content.ts';
import { sameSum } from './decimal.ts';
import { counterpartyOf, type DocumentFacts, type Party, readFacts } from './facts.ts';
import type { DidoxService, DocumentRef, LoadedDocument } from './service.ts';
import { type DocumentAction, fittingActions } from './statuses.ts';

/** A document made ready for one action: the bytes, what they say, and whose they are. */
export interface PreparedDocument {
  readonly document: LoadedDocument;
  readonly action: DocumentAction;
  /** null for deleting a draft: nothing is signed then. */
  readonly content: Content | null;
  readonly theirs: Uint8Array | null;
  readonly theirSignature: SignatureSummary | null;
  readonly facts: readonly Fact[];
  readonly read: DocumentFacts;
  readonly counterparty: Party | null;
}

/** The other side's signature: verified, and over which content. */
export type InspectTheirs = (
  pkcs7: Uint8Array,
) => Promise<{ readonly content: Uint8Array | null; readonly signature: SignatureSummary }>;

/** What a list row said about the same document, to be held against the bytes. */
export interface RowClaims {
  readonly partnerTin: string | null;
  readonly date: string | null;
  readonly sum: number | null;
}

export interface PreparePorts {
  readonly didox: DidoxService;
  readonly inspectTheirs: InspectTheirs;
  readonly accountTin: (ref: DocumentRef) => Promise<string | null>;
}

/** Loads a document. Without a direction in the address, the service's own `owner` field decides. */
export async function loadDocument(
  didox: DidoxService,
  ref: Omit<DocumentRef, 'outgoing'> & { outgoing: boolean | null },
): Promise<LoadedDocument> {
  const first = await didox.document({ ...ref, outgoing: ref.outgoing ?? true });
  // toSign comes only with the right `owner` (docs: section 3.3).
  return first.outgoing === (ref.outgoing ?? true)
    ? first
    : didox.document({ ...ref, outgoing: first.outgoing });
}

/**
 * Reads the bytes that the main action of a document would sign, with the facts taken from those very bytes. Throws
 * `counterparty-differs` when the sender's signature is over other bytes than we would sign, `facts-disagree` when a
 * list row claims something else.
 */
export async function prepareDocument(
  ports: PreparePorts,
  document: LoadedDocument,
  action: DocumentAction | null,
  claims: RowClaims | null = null,
): Promise<PreparedDocument> {
  const main = action ?? fittingActions(document).actions[0] ?? (document.outgoing ? 'sign' : 'accept');
  const tin = await ports.accountTin(document);
  const waitsForUs = !document.outgoing && document.toSign !== null;
  const content = waitsForUs
    ? incomingContent(await ports.didox.documentBase64(document))
    : outgoingContent(document.json, document.raw);
  const read = readFacts(content.json, document.doctype, { tin });
  let theirs: Uint8Array | null = null;
  let theirSignature: SignatureSummary | null = null;
  if (waitsForUs && document.toSign) {
    theirs = fromBase64(document.toSign);
    if (!theirs) throw new FlowError(failure('counterparty-not-valid'));
    const inspected = await ports.inspectTheirs(theirs);
    theirSignature = inspected.signature;
    requireSameContent(inspected.content, content.bytes);
    if (theirSignature.outcome === 'not-valid') {
      throw new FlowError(
        failure('counterparty-not-valid', null, { reasons: theirSignature.reasons.join(', ') }),
      );
    }
  }
  if (claims) requireAgreement(read, claims, tin);
  return {
    document,
    action: main,
    content: action === 'delete-draft' ? null : content,
    theirs,
    theirSignature,
    facts: [...read.facts, { label: 'documentId', value: document.documentId, kind: 'raw', strong: false }],
    read,
    counterparty: counterpartyOf(read, { tin }),
  };
}

/**
 * Reject and cancel sign an object that the service makes for that very step. It must speak of the document that was
 * shown, and, for a reject, carry the reason byte for byte.
 */
export async function prepareRefusal(
  ports: PreparePorts,
  shown: PreparedDocument,
  action: 'reject' | 'cancel',
  comment: string | undefined,
): Promise<PreparedDocument> {
  const { data, raw } = await ports.didox.toSign(shown.document, action, comment);
  const content = toSignContent(data, raw);
  const said = flatten(content.json);
  const id = text(said.documentid ?? said.DocumentId);
  if (id && id.toUpperCase() !== shown.document.documentId)
    throw new FlowError(failure('facts-disagree', id));
  if (action === 'reject' && text(said.Notes ?? said.notes) !== comment)
    throw new FlowError(failure('facts-disagree', 'Notes'));
  const read = readFacts(said, shown.document.doctype, { tin: await ports.accountTin(shown.document) });
  for (const field of ['number', 'date', 'sum'] as const) {
    if (read[field] !== null && shown.read[field] !== null && read[field] !== shown.read[field]) {
      throw new FlowError(failure('facts-disagree', field));
    }
  }
  const reason: Fact[] =
    comment === undefined ? [] : [{ label: 'reason', value: comment, kind: 'text', strong: true }];
  const facts = [...shown.facts.filter(fact => fact.label !== 'reason'), ...reason];
  return { ...shown, action, content, theirs: null, facts };
}

/**
 * That `documentBase64` equals what the sender signed is an inference [G] (docs: section 3.7, point 5). If production
 * ever differs legitimately, this one function is where the rule changes; until then a difference stops everything.
 */
function requireSameContent(signedByThem: Uint8Array | null, ours: Uint8Array): void {
  const same =
    signedByThem !== null &&
    signedByThem.length === ours.length &&
    signedByThem.every((byte, at) => byte === ours[at]);
  if (!same) throw new FlowError(failure('counterparty-differs'));
}

function requireAgreement(read: DocumentFacts, claims: RowClaims, tin: string | null): void {
  const partner = counterpartyOf(read, { tin });
  if (claims.partnerTin && partner?.tin && claims.partnerTin !== partner.tin)
    throw new FlowError(failure('facts-disagree', claims.partnerTin));
  if (claims.date && read.date && claims.date.slice(0, 10) !== read.date)
    throw new FlowError(failure('facts-disagree', claims.date));
  if (claims.sum !== null && read.sum !== null && !sameSum(read.sum, claims.sum)) {
    throw new FlowError(failure('facts-disagree', String(claims.sum)));
  }
}

/** `{Act:{…}, Notes}` → one level, so that the facts of the inner document are found. */
function flatten(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null) return {};
  const inner = Object.values(json).find(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return { ...(inner as Record<string, unknown> | undefined), ...json };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The job kind of an action on a document. */
export function jobActionOf(action: DocumentAction): JobAction {
  return `didox-${action}`;
}
