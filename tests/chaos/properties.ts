import type { BatchView, JobView } from '../../lib/messages/views.ts';
import type { JobAction, JobRecord } from '../../lib/signing/job.ts';
import { type Browser, ENGLISH } from './browser.ts';
import type { Stage } from './stage.ts';
import type { Tab } from './tab.ts';

export interface Outcome {
  readonly browser: Browser;
  readonly stage: Stage;
  readonly documentIds: readonly string[];
  readonly tabs: readonly Tab[];
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
/** A worker that dies within so many steps of its whole life after the module's answer cannot have written it. */
const WRITING_STEPS = 40;

/**
 * What must be true whatever happened: a document is submitted at most once with effect; a signature that was made is
 * kept; what the user sees is true; no job stays open; no secret is where it does not belong.
 * @returns what is not so
 */
export async function violations(outcome: Outcome): Promise<string[]> {
  const { browser, stage, documentIds, tabs, jobs: shownJobs, batches } = outcome;
  const disk = await browser.disk();
  const wrong: string[] = [];
  const [jobs, receipts, blobs, stored] = await Promise.all([
    disk.getAll('jobs'),
    disk.getAll('receipts'),
    disk.getAll('blobs'),
    Promise.all([disk.getAll('batches'), disk.getAll('reviews')]),
  ]);
  disk.close();
  const effects = (documentId: string, kind: string): number =>
    stage.didox.documents.get(documentId)?.submissions.filter(one => one.effect && one.kind === kind)
      .length ?? 0;
  const ofDocument = (documentId: string) => jobs.filter(job => targetId(job) === documentId);

  for (const id of documentIds) {
    for (const [action, kind] of Object.entries(KIND)) {
      const done = effects(id, kind);
      const same = ofDocument(id).filter(job => job.action === action);
      const says = same.some(job => job.state.step === 'done');
      const unsure = same.some(job => job.state.step === 'failed' && job.state.sent === 'unknown');
      const late = needless(stage, id, kind);
      if (late > 0) outcome.count('submitted again after it took effect', late);
      outcome.count(`${kind} took effect`, done);
      if (done > 1) wrong.push(`${id}: ${kind} took effect ${done} times`);
      if (done > 0 && !says && !unsure)
        wrong.push(`${id}: ${kind} took effect, and no job says so (${same.map(told).join(', ')})`);
      if (done === 0 && says) wrong.push(`${id}: a job says that ${kind} is done, and it is not`);
    }
  }

  outcome.count('the browser sent by itself again', browser.overheard.resent.length);
  outcome.count('lives', browser.lives.length);
  outcome.count('signatures', browser.overheard.signatures.length);
  for (const job of jobs) {
    outcome.count(`jobs ${job.state.step}`, 1);
    if (job.open === 1) wrong.push(`${told(job)} stays open`);
    const receipt = receipts.some(one => one.jobId === job.id);
    const deserves = job.state.step === 'done' && job.action !== 'didox-sign-in';
    if (receipt !== deserves) wrong.push(`${told(job)} ${receipt ? 'has a' : 'has no'} receipt`);
    const shown = shownJobs.find(one => one.id === job.id);
    if (shown && shown.step !== job.state.step) wrong.push(`${told(job)} is shown as ${shown.step}`);
  }

  const kept = new Set(blobs.map(blob => Buffer.from(blob.bytes).toString('base64')));
  for (const { base64, life, atStep } of browser.overheard.signatures) {
    const diedWriting = !life.alive && life.steps <= atStep + WRITING_STEPS;
    if (!kept.has(Buffer.from(base64, 'base64').toString('base64')) && !diedWriting)
      wrong.push('a signature that was made is lost');
  }

  for (const batch of batches) {
    if (batch.state === 'running' || batch.state === 'preparing') wrong.push(`batch stays ${batch.state}`);
    for (const item of batch.items) {
      const job = jobs.find(one => one.id === item.jobId);
      const done = effects(item.documentId, 'sign') + effects(item.documentId, 'accept') > 0;
      if (item.state === 'working') wrong.push(`batch item stays working (${job ? told(job) : 'no job'})`);
      if (item.state === 'done' && !done) wrong.push('batch item is done, and is not');
      const same = job?.action === 'didox-sign' || job?.action === 'didox-accept';
      if (item.state !== 'done' && same && job?.state.step === 'done' && done)
        wrong.push(`batch item is ${item.state}, and its job is done`);
    }
  }

  for (const tab of tabs) {
    const { view } = tab;
    if (!view || !tab.open) continue;
    const { tone, text } = view.status;
    const offers = (['sign', 'accept'] as const).filter(kind =>
      view.actions.some(action => action.id === kind),
    );
    const any = Object.values(KIND).some(kind => effects(tab.documentId, kind) > 0);
    const seen = `tab ${tab.id} says "${text}" (${tone}) with ${view.actions.map(action => action.id)}`;
    if (tone === 'busy' || tone === 'waiting') wrong.push(`${seen}, and nothing is under way`);
    if (tone === 'done' && !any) wrong.push(`${seen}, and nothing was done`);
    for (const kind of offers) if (effects(tab.documentId, kind) > 0) wrong.push(`${seen}, and it is done`);
    const signsIn = view.actions.some(action => action.id === 'sign-in');
    if (signsIn) continue;
    if (text === ENGLISH['card.step.interrupted'] || text === ENGLISH['card.step.cancelled']) {
      const last = ofDocument(tab.documentId).sort((a, b) => b.createdAt - a.createdAt)[0];
      if (last && last.state.step !== 'interrupted' && last.state.step !== 'cancelled')
        wrong.push(`${seen}, and the last job is ${told(last)}`);
    }
  }

  const everything = JSON.stringify([browser.told, jobs, receipts, stored, tabs.map(tab => tab.view)]);
  for (const secret of browser.overheard.secrets)
    if (everything.includes(secret)) wrong.push(`a secret got out, next to ${around(everything, secret)}`);
  return wrong;
}

function told(job: JobRecord): string {
  const more = job.state.step === 'failed' ? ` ${job.state.failure.code}, sent ${job.state.sent}` : '';
  return `${job.action} ${job.id.slice(0, 4)}${job.batchId ? ' of a batch' : ''}: ${job.state.step}${more}`;
}

function targetId(job: JobRecord): string | null {
  return (job.target as { documentId?: string } | null)?.documentId?.toUpperCase() ?? null;
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 60), at).replaceAll('\\', '');
}

/** How often something was submitted that had taken effect before. */
function needless(stage: Stage, documentId: string, kind: string): number {
  const all = stage.didox.documents.get(documentId)?.submissions.filter(one => one.kind === kind) ?? [];
  const effect = all.findIndex(one => one.effect);
  return effect < 0 ? 0 : all.length - 1 - effect;
}
