import type {
  BatchBlockView,
  BatchItemView,
  BatchKeyView,
  BatchView,
} from '../../lib/messages/views/batch.ts';
import type { BatchItem, BatchObstacle, BatchRecord } from '../../lib/signing/batch-record.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import { expectedSigner } from '../keys/key-view.ts';
import type { Signers } from '../keys/signers.ts';
import { isSameDeed } from './batch-deeds.ts';
import { BatchTarget, serverOf } from './batch-items.ts';
import { mayPass } from './batch-obstacles.ts';
import { endedIn } from './batch-run.ts';

export interface BatchViewPorts {
  readonly journal: Journal;
  readonly now: () => number;
  /** Until when the service wants to be left alone. */
  readonly heldUntil: number | null;
  /** null: the keys are not listed yet. */
  readonly signersOf: (owner: string) => Promise<Signers | null>;
  readonly offerMissing: (owner: string) => boolean;
  readonly nameOf: (owner: string) => Promise<string>;
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
    server: serverOf(batch),
    state: batch.state,
    items,
    keys: reviewed ? await Promise.all(owners.map(owner => keyOf(batch, owner, ports))) : [],
    startedAt: batch.startedAt,
    pausedBy: batch.state === 'paused' ? (batch.pausedBy ?? null) : null,
    blocked:
      running || batch.state === 'paused'
        ? await Promise.all((batch.blocked ?? []).map(obstacle => blockOf(batch, obstacle, ports)))
        : [],
    heldUntil: running ? ports.heldUntil : null,
    msPerItem: running ? msPerItem(batch, ports.now()) : null,
    done: items.filter(item => item.state === 'done').length,
    failed: items.filter(item => item.state === 'failed').length,
    readable: batch.items.filter(isReadable).length,
    rest: isOver(batch) ? batch.items.filter(isRest).length : 0,
  };
}

async function viewOfItem(item: BatchItem, journal: Journal): Promise<BatchItemView> {
  const job = item.jobId && item.state !== 'done' ? await journal.get(item.jobId) : undefined;
  const doneSince = item.state === 'working' ? null : doneStateOf(item, job);
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

/** Tried again on its own, from the list of jobs. */
function doneStateOf(item: BatchItem, job: JobRecord | undefined) {
  return job?.state.step === 'done' && isSameDeed(job, item) ? job.state : null;
}

export async function doneOnItsOwn(item: BatchItem, journal: Pick<Journal, 'get'>): Promise<boolean> {
  return item.jobId !== null && doneStateOf(item, await journal.get(item.jobId)) !== null;
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

async function blockOf(
  { items }: BatchRecord,
  obstacle: BatchObstacle,
  ports: BatchViewPorts,
): Promise<BatchBlockView> {
  const left = items.filter(({ owner, state }) => owner === obstacle.owner && state === 'waiting');
  return { ...obstacle, name: await ports.nameOf(obstacle.owner), count: left.length };
}

/** What one document takes while they follow one another: neither pauses nor somebody's typing count. */
function msPerItem(batch: BatchRecord, now: number): number | null {
  if (!batch.pace) return null;
  const ended = endedIn(batch) - batch.pace.ended;
  return ended > 0 ? (now - batch.pace.since) / ended : null;
}

/** Ended, its last documents too: what was stopped may still be coming to its end. */
export function isOver({ state, startedAt, items }: BatchRecord): boolean {
  const ended = state === 'stopped' || state === 'finished';
  return ended && startedAt !== null && !items.some(item => item.state === 'working');
}

/** Shown, and then stopped before it was signed. */
export function isRest({ state, sha256 }: BatchItem): boolean {
  return state === 'cancelled' && sha256 !== null;
}

/** Left out for a reason that may have passed. */
export function isReadable({ state, failure }: BatchItem): boolean {
  return state === 'skipped' && failure !== null && mayPass(failure);
}
