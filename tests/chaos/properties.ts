import type { BatchView } from '../../lib/messages/views/batch.ts';
import type { JobView } from '../../lib/messages/views/job.ts';
import type { JobAction, JobRecord } from '../../lib/signing/job.ts';
import type { Submission as Effect } from '../../sandbox/didox/index.ts';
import type { Arena, CardSeen, ChaosTab, Snapshot } from './arena.ts';
import { ENGLISH } from './browser-platform.ts';
import { unjustified } from './consent.ts';
import type { StandIns } from './stage.ts';

export interface Outcome {
  readonly arena: Arena;
  readonly standIns: StandIns;
  readonly snapshot: Snapshot;
  readonly documentIds: readonly string[];
  /** Every card on a screen. */
  readonly cards: readonly { readonly tab: ChaosTab; readonly seen: CardSeen }[];
  /** Whether the service may have done something after it was asked whether it had. */
  readonly wasLate: boolean;
  /** As the desk shows them. */
  readonly jobs: readonly JobView[];
  readonly batches: readonly BatchView[];
  /** For the closing line: what happened how often. */
  readonly count: (what: string, times: number) => void;
}

const KIND: Partial<Record<JobAction, string>> = {
  'didox-sign': 'sign',
  'didox-accept': 'accept',
  'didox-reject': 'reject',
  'didox-cancel': 'cancel',
  'didox-delete-draft': 'delete-draft',
};
/** Actions of which nothing leaves this machine. */
const LOCAL: ReadonlySet<JobAction> = new Set(['selection', 'file', 'practice']);

/**
 * What must be true whatever happened: a document is submitted at most once with effect, and never without a person's
 * word; what the user sees is true; no job stays open. (Secrets and signatures: see remembered.ts.)
 * @returns what is not so
 */
export function violations(outcome: Outcome): string[] {
  const { snapshot, documentIds, jobs: shownJobs, count } = outcome;
  const { jobs, receipts, blobs } = snapshot;
  const wrong = [
    ...documentIds.flatMap(id => documentsGone(outcome, id)),
    ...offerGone(outcome),
    ...unjustified(outcome.arena.ledger.entries, whoseIn(jobs)),
    ...batchesAstray(outcome),
    ...cardsUntrue(outcome),
  ];
  const kept = new Set(blobs.map(blob => blob.id));
  for (const job of jobs) {
    count(`jobs ${job.state.step}`, 1);
    if (LOCAL.has(job.action)) count(`${job.action} ${job.state.step}`, 1);
    if (job.open === 1) wrong.push(`${told(job)} stays open`);
    const receipt = receipts.find(one => one.jobId === job.id);
    const deserves = job.state.step === 'done' && job.action !== 'didox-sign-in';
    if ((receipt !== undefined) !== deserves)
      wrong.push(`${told(job)} ${receipt ? 'has a' : 'has no'} receipt`);
    if (receipt?.signatureBlobId && !kept.has(receipt.signatureBlobId))
      wrong.push(`${told(job)} has a receipt without its signature`);
    if (LOCAL.has(job.action)) {
      if (job.state.step === 'failed' && job.state.sent === 'unknown')
        wrong.push(`${told(job)}, and nothing of it ever leaves`);
      if (receipt && !receipt.signatureBlobId) wrong.push(`${told(job)} has a receipt and no signature`);
    }
    const shown = shownJobs.find(one => one.id === job.id);
    if (shown && shown.step !== job.state.step) wrong.push(`${told(job)} is shown as ${shown.step}`);
  }
  return wrong;
}

const effectsOf = ({ standIns }: Outcome, documentId: string, kind: string): number =>
  (standIns.didox.documents.get(documentId)?.submissions ?? []).filter(one => one.effect && one.kind === kind)
    .length;

function documentsGone(outcome: Outcome, id: string): string[] {
  const same = outcome.snapshot.jobs.filter(job => targetId(job) === id);
  return Object.entries(KIND).flatMap(([action, kind]) => {
    const submissions = outcome.standIns.didox.documents.get(id)?.submissions ?? [];
    const done = submissions.filter(one => one.kind === kind);
    return gone(outcome, {
      about: id,
      kind,
      effects: done,
      jobs: same.filter(job => job.action === action),
    });
  });
}

function offerGone(outcome: Outcome): string[] {
  const jobs = outcome.snapshot.jobs.filter(job => job.action === 'didox-offer');
  const effects = outcome.standIns.didox.offerSubmissions;
  return gone(outcome, { about: 'offer', kind: 'offer', effects, jobs });
}

/** One thing that could be done to one document: how often it was done, and whether that is what is said of it. */
function gone(
  { arena, count, wasLate }: Outcome,
  deed: { about: string; kind: string; effects: readonly Effect[]; jobs: readonly JobRecord[] },
): string[] {
  const { about, kind, effects, jobs } = deed;
  const wrong: string[] = [];
  const done = effects.filter(one => one.effect).length;
  const says = jobs.some(job => job.state.step === 'done');
  const unsure = jobs.some(job => job.state.step === 'failed' && job.state.sent === 'unknown');
  const late = needless(effects);
  if (late > 0) count('submitted again after it took effect', late);
  count(`${kind} took effect`, done);
  const most = 1 + arena.resent(about) + (wasLate ? wordsAfterTheFirst(arena, about) : 0);
  if (done > 1) count('took effect twice: sent again by the browser or by a person', done - 1);
  if (done > most) wrong.push(`${about}: ${kind} took effect ${done} times`);
  if (done > 0 && !says && !unsure)
    wrong.push(`${about}: ${kind} took effect, and no job says so (${jobs.map(told).join(', ')})`);
  if (done === 0 && says) wrong.push(`${about}: a job says that ${kind} is done, and it is not`);
  return wrong;
}

/** How often a person asked for something after it had been submitted. */
function wordsAfterTheFirst({ ledger }: Arena, about: string): number {
  const first = ledger.entries.findIndex(entry => entry.what === 'submission' && entry.about === about);
  // A word about a job or a batch is one about its document too.
  return ledger.entries.slice(first + 1).filter(entry => entry.what === 'word' && entry.about !== 'sign-in')
    .length;
}

function batchesAstray(outcome: Outcome): string[] {
  const { batches, snapshot } = outcome;
  const wrong: string[] = [];
  for (const batch of batches) {
    if (batch.state === 'running' || batch.state === 'preparing') wrong.push(`batch stays ${batch.state}`);
    for (const item of batch.items) {
      const job = snapshot.jobs.find(one => one.id === item.jobId);
      const done =
        effectsOf(outcome, item.documentId, 'sign') + effectsOf(outcome, item.documentId, 'accept') > 0;
      if (item.state === 'working') wrong.push(`batch item stays working (${job ? told(job) : 'no job'})`);
      if (item.state === 'done' && !done) wrong.push('batch item is done, and is not');
      const same = job?.action === 'didox-sign' || job?.action === 'didox-accept';
      if (item.state !== 'done' && same && job?.state.step === 'done' && done)
        wrong.push(`batch item is ${item.state}, and its job is done`);
    }
  }
  return wrong;
}

function cardsUntrue(outcome: Outcome): string[] {
  const wrong: string[] = [];
  for (const { tab, seen } of outcome.cards) {
    const { tone, text, actions } = seen;
    const any = Object.values(KIND).some(kind => effectsOf(outcome, tab.documentId, kind) > 0);
    const says = `tab ${tab.id} says "${text}" (${tone}) with ${actions}`;
    if (tone === 'busy' || tone === 'waiting') wrong.push(`${says}, and nothing is under way`);
    if (tone === 'done' && !any) wrong.push(`${says}, and nothing was done`);
    for (const kind of ['sign', 'accept'] as const)
      if (actions.includes(kind) && effectsOf(outcome, tab.documentId, kind) > 0)
        wrong.push(`${says}, and it is done`);
    if (actions.includes('sign-in')) continue;
    if (text === ENGLISH['card.step.interrupted'] || text === ENGLISH['card.step.cancelled']) {
      const last = outcome.snapshot.jobs
        .filter(job => targetId(job) === tab.documentId)
        .sort((a, b) => b.createdAt - a.createdAt)[0];
      if (last && last.state.step !== 'interrupted' && last.state.step !== 'cancelled')
        wrong.push(`${says}, and the last job is ${told(last)}`);
    }
  }
  return wrong;
}

/** What a word about a job is about: its document, the offer, a sign-in. */
function whoseIn(jobs: readonly JobRecord[]): (about: string) => string {
  const subjects = new Map(
    jobs.map(job => [
      `job:${job.id}`,
      job.action === 'didox-sign-in' ? 'sign-in' : job.action === 'didox-offer' ? 'offer' : targetId(job),
    ]),
  );
  return about => subjects.get(about) ?? about;
}

function told(job: JobRecord): string {
  const more = job.state.step === 'failed' ? ` ${job.state.failure.code}, sent ${job.state.sent}` : '';
  return `${job.action} ${job.id.slice(0, 4)}${job.batchId ? ' of a batch' : ''}: ${job.state.step}${more}`;
}

function targetId(job: JobRecord): string | null {
  return (job.target as { documentId?: string } | null)?.documentId?.toUpperCase() ?? null;
}

/** How often something was submitted that had taken effect before. */
function needless(all: readonly Effect[]): number {
  const effect = all.findIndex(one => one.effect);
  return effect < 0 ? 0 : all.length - 1 - effect;
}
