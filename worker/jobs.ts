import { sha256Hex } from '../lib/bytes/sha256.ts';
import { idsOf } from '../lib/didox/account-ids.ts';
import { jobActionOf, type PreparedDocument } from '../lib/didox/prepare.ts';
import { type DidoxServer, serverFacts } from '../lib/didox/servers.ts';
import type { Account } from '../lib/didox/session.ts';
import { type DidoxTarget, subjectOf } from '../lib/didox/target.ts';
import type { JobView } from '../lib/messages/views/job.ts';
import type { KeyView } from '../lib/messages/views/keys.ts';
import type { Tone } from '../lib/messages/views/tone.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { type ExpectedSigner, isUnclear, type JobRecord, type JobState } from '../lib/signing/job.ts';
import { isWorthRetrying } from '../lib/signing/reusable.ts';
import { expectedSigner } from './keys/key-view.ts';

export interface NewJob {
  readonly record: JobRecord;
  readonly content?: Uint8Array | undefined;
  readonly theirs?: Uint8Array | undefined;
}

/** A job of one document, made from exactly what was shown. */
export async function documentJob(
  prepared: PreparedDocument,
  account: Account,
  key: KeyView | null,
  options: {
    server: DidoxServer;
    comment?: string | undefined;
    batchId?: string | undefined;
    now: number;
    id: string;
  },
): Promise<NewJob> {
  const { document, content } = prepared;
  // Nothing but a deletion goes out without a signature: whoever asks for more was shown something else.
  if (content === null && prepared.action !== 'delete-draft') throw new FlowError(failure('stale-view'));
  const target: DidoxTarget = {
    service: 'didox',
    server: options.server,
    owner: account.owner,
    taxId: account.taxId,
    documentId: document.documentId,
    outgoing: document.outgoing,
    ...(options.comment === undefined ? {} : { comment: options.comment }),
  };
  const tin = account.owner.startsWith('tin:') ? account.taxId : null;
  const record: JobRecord = {
    ...blankJob(options.id, options.now),
    subject: subjectOf(target),
    action: jobActionOf(prepared.action),
    title: prepared.read.number ?? (document.name || document.documentId),
    facts: prepared.facts,
    counterparty: prepared.counterparty,
    company: { tin, pinfl: tin ? null : account.taxId, name: account.title },
    signer: key ? signerFor(key, account) : null,
    sha256: content ? await sha256Hex(content.bytes) : null,
    size: content?.bytes.length ?? 0,
    stamp: content !== null,
    target,
    batchId: options.batchId ?? null,
  };
  return content ? { record, content: content.bytes, theirs: prepared.theirs ?? undefined } : { record };
}

/**
 * What must stand in the signature. A token or card that nobody has asked tells its owner only there: it must be the
 * company's, or the person's own. A person's key may sign for a company.
 */
export function signerFor(key: KeyView, { owner, taxId }: Pick<Account, 'owner' | 'taxId'>): ExpectedSigner {
  const expected = expectedSigner(key);
  if (key.tin !== null || key.pinfl !== null) return expected;
  const idOf = (digits: RegExp) => idsOf({ owner, taxId }).find(id => digits.test(id)) ?? null;
  const pinfl = owner.startsWith('tin:') ? null : idOf(/^\d{14}$/);
  return { ...expected, tin: pinfl ? null : idOf(/^\d{9}$/), pinfl };
}

/** Signing in: the content is the tax id as text. */
export async function signInJob(
  key: KeyView,
  options: {
    server: DidoxServer;
    owner: string;
    taxId: string;
    title: string;
    company?: string | undefined;
    branch?: string | undefined;
    now: number;
    id: string;
  },
): Promise<NewJob & { readonly content: Uint8Array }> {
  const target: DidoxTarget = {
    service: 'didox',
    server: options.server,
    owner: options.owner,
    taxId: options.taxId,
    documentId: '',
    outgoing: true,
    ...(options.company === undefined ? {} : { company: options.company }),
    ...(options.branch === undefined ? {} : { branch: options.branch }),
  };
  const content = new TextEncoder().encode(options.taxId);
  const record: JobRecord = {
    ...blankJob(options.id, options.now),
    subject: subjectOf(target),
    action: 'didox-sign-in',
    title: options.title,
    facts: [
      { label: 'taxId', value: options.taxId, kind: 'text', strong: true },
      ...serverFacts(options.server),
    ],
    company: { tin: key.tin, pinfl: key.pinfl, name: options.title },
    signer: signerFor(key, options),
    sha256: await sha256Hex(content),
    size: content.length,
    stamp: true,
    target,
  };
  return { record, content };
}

export function blankJob(id: string, now: number): JobRecord {
  return {
    id,
    subject: id,
    action: 'selection',
    open: 1,
    state: { step: 'queued' },
    createdAt: now,
    updatedAt: now,
    title: '',
    facts: [],
    counterparty: null,
    company: { tin: null, pinfl: null, name: '' },
    signer: null,
    sha256: null,
    size: 0,
    detached: false,
    stamp: false,
    blobs: {},
    signatureHex: null,
    signature: null,
    target: null,
    batchId: null,
    signings: 0,
  };
}

function sentOf(job: JobRecord): JobView['sent'] {
  const { state, action } = job;
  if (isUnclear(job) || state.step === 'submitting' || state.step === 'asking') return 'unknown';
  // Of a sign-in without an answer something left, and nobody need look what became of it.
  const unanswered = state.step === 'failed' && state.sent === 'unknown' && action === 'didox-sign-in';
  return state.step === 'done' || unanswered ? 'yes' : 'no';
}

/** A job for the eyes of an extension page. */
export function viewOfJob(job: JobRecord): JobView {
  const { state } = job;
  return {
    id: job.id,
    action: job.action,
    title: job.title,
    facts: job.facts.filter(({ label }) => label === 'doctype' || label === 'number'),
    subtitle: job.counterparty?.name || job.company.name,
    step: state.step,
    tone: toneOf(state),
    error: state.step === 'failed' ? state.failure : null,
    warning: state.step === 'done' ? state.warning : null,
    sent: sentOf(job),
    updatedAt: job.updatedAt,
    receiptId: state.step === 'done' ? state.receiptId : null,
    batchId: job.batchId,
    owner: inTarget(job)?.owner ?? null,
    server: inTarget(job)?.server ?? null,
    canCancel: job.open === 1 && state.step !== 'submitting' && state.step !== 'asking',
    canRetry: isWorthRetrying(job),
  };
}

/** Of a job for Didox; null for any other. */
function inTarget({ action, target }: JobRecord): Partial<DidoxTarget> | null {
  return action.startsWith('didox-') ? (target as Partial<DidoxTarget> | null) : null;
}

function toneOf(state: JobState): Tone {
  switch (state.step) {
    case 'done':
      return state.warning ? 'warning' : 'done';
    case 'failed':
      return 'error';
    case 'cancelled':
    case 'interrupted':
      return 'warning';
    case 'unlocking':
    case 'signing':
      return 'waiting';
    default:
      return 'busy';
  }
}
