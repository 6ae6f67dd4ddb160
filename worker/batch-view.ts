import type { BatchItemView, BatchKeyView, BatchView } from '../lib/messages/views.ts';
import type { BatchItem, BatchRecord } from '../lib/signing/batch-record.ts';
import type { Journal } from '../lib/signing/ports.ts';
import { BatchTarget, isSameDeed } from './batch-items.ts';
import { reachOf } from './batch-obstacles.ts';
import { endedIn } from './batch-run.ts';
import { expectedSigner } from './key-ring.ts';
import type { Signers } from './signers.ts';

export interface BatchViewPorts {
  readonly journal: Journal;
  readonly now: () => number;
  /** Until when the service wants to be left alone. */
  readonly heldUntil: number | null;
  /** null: the keys are not listed yet. */
  readonly signersOf: (owner: string) => Promise<Signers | null>;
  readonly offerMissing: (owner: string) => boolean;
}

/** A batch for the eyes of the desk. */
export async function viewOfBatch(batch: BatchRecord, ports: BatchViewPorts): Promise<BatchView> {
  const items = await Promise.all(batch.items.map(item => viewOfItem(item, ports.journal)));
  const owners = [...new Set(batch.items.map(item => item.owner))];
  const running = batch.state === 'running';
  // Asked for while somebody reviews it; later it would only disturb the module at its work.
  const reviewed = batch.state === 'preparing' || batch.state === 'ready';
  return {
    id: batch.id,
    state: batch.state,
    items,
    keys: reviewed ? await Promise.all(owners.map(owner => keyOf(batch, owner, ports))) : [],
    startedAt: batch.startedAt,
    pausedBy: batch.state === 'paused' ? (batch.pausedBy ?? null) : null,
    heldUntil: running ? ports.heldUntil : null,
    msPerItem: running ? msPerItem(batch, ports.now()) : null,
    done: items.filter(item => item.state === 'done').length,
    failed: items.filter(item => item.state === 'failed').length,
    readable: batch.items.filter(isReadable).length,
  };
}

async function viewOfItem(item: BatchItem, journal: Journal): Promise<BatchItemView> {
  const job = item.jobId && item.state !== 'done' ? await journal.get(item.jobId) : undefined;
  // Tried again on its own, from the list of jobs.
  const doneSince =
    item.state !== 'working' && job?.state.step === 'done' && isSameDeed(job, item) ? job.state : null;
  return {
    owner: item.owner,
    documentId: BatchTarget.parse(item.target).documentId,
    title: item.title,
    subtitle: item.facts.find(fact => fact.label === 'counterparty')?.value ?? '',
    facts: item.facts,
    state: doneSince ? 'done' : item.state,
    step: item.state === 'working' ? (job?.state.step ?? null) : null,
    error: doneSince ? null : item.failure,
    theirs: item.theirs ?? null,
    warning: doneSince ? doneSince.warning : (item.warning ?? null),
    jobId: item.jobId,
  };
}

async function keyOf(batch: BatchRecord, owner: string, ports: BatchViewPorts): Promise<BatchKeyView> {
  const signers = await ports.signersOf(owner);
  const fixed = batch.keys[owner];
  const key = fixed ? signers?.candidates.find(({ id }) => id === fixed) : signers?.settled;
  return {
    owner,
    label: key ? expectedSigner(key).label : null,
    choices: signers && !key && !fixed ? signers.candidates : [],
    whose: signers?.whose ?? owner,
    unusable: signers?.unusable ?? null,
    offerMissing: ports.offerMissing(owner),
    count: batch.items.filter(item => item.owner === owner && item.state !== 'skipped').length,
  };
}

/** What one document takes while they follow one another: neither pauses nor somebody's typing count. */
function msPerItem(batch: BatchRecord, now: number): number | null {
  if (!batch.pace) return null;
  const ended = endedIn(batch) - batch.pace.ended;
  return ended > 0 ? (now - batch.pace.since) / ended : null;
}

/** Left out for a reason that may have passed. */
export function isReadable({ state, failure }: BatchItem): boolean {
  return state === 'skipped' && failure !== null && reachOf(failure) === 'all';
}
