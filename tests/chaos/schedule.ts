import type { BatchView } from '../../lib/messages/views/batch.ts';
import type { JobView } from '../../lib/messages/views/job.ts';
import { type Arena, LOST } from './arena.ts';
import type { Errands } from './errands.ts';
import { doMischief, endMischief, type Pace } from './mischief.ts';
import { type Outcome, violations } from './properties.ts';
import type { Random } from './random.ts';
import { OWNER, type StandIns } from './stage.ts';
import { User } from './user.ts';

export interface RunResult {
  readonly seed: number;
  /** What must never be and was; empty for a run that passed. */
  readonly wrong: readonly string[];
  /** What happened, in order. */
  readonly story: readonly string[];
  /** What happened how often. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Schedule {
  readonly seed: number;
  readonly random: Random;
  readonly arena: Arena;
  readonly standIns: StandIns;
  readonly errands: Errands;
  readonly pace: Pace;
  readonly turns: number;
  /** How far the worker is; for the story. */
  readonly step: () => number | null;
  /** Signed in: from here on things may go wrong by themselves. */
  readonly begin: () => void;
  /** A service has yet to do something. */
  readonly isPending: () => boolean;
  /** Further things that must be true. */
  readonly more: (outcome: Outcome) => Promise<readonly string[]>;
}

const nap = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** One schedule of clicks and faults, played to its end wherever it is played, and what is true then. */
export async function playSchedule(schedule: Schedule): Promise<RunResult> {
  const { seed, random, arena, standIns, pace } = schedule;
  const story: string[] = [];
  const wrong: string[] = [];
  const pending: Promise<unknown>[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string, times: number) => {
    counts[what] = (counts[what] ?? 0) + times;
  };
  const tell = (what: string) => void story.push(`${String(schedule.step() ?? '-').padStart(4)}  ${what}`);
  const unhandled = (error: unknown) => {
    wrong.push(`unhandled: ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on('unhandledRejection', unhandled);
  const user = new User(arena, random, schedule.errands);
  const play: Play = { schedule, user, wrong, tell };
  let wasLate = false;
  try {
    if (random.chance(0.9)) await signIn(play);
    schedule.begin();
    for (let turn = 0; turn < schedule.turns; turn += 1) {
      if (random.chance(0.25)) {
        const mischief = doMischief(random, arena, standIns, pace);
        wasLate ||= mischief.isLate;
        tell(`— ${mischief.what}`);
      }
      const { what, done } = user.act();
      tell(what);
      const told = done.then(
        result => typeof result === 'string' && tell(`  ${result}`),
        error => wrong.push(`${what}: ${String(error)}`),
      );
      pending.push(told);
      await nap(random.pick(pace.pausesMs));
    }
    tell('— everything works again');
    endMischief(arena, standIns);
    const late = await Promise.race([Promise.all(pending), nap(pace.patienceMs).then(() => LOST)]);
    if (late === LOST) wrong.push('a message was never answered');
    if ((await settle(play)) && random.chance(0.3)) {
      tell('— the worker is born once more');
      arena.kill();
      await ended(play);
    }
    const cards = [];
    for (const tab of user.openTabs) {
      const seen = await tab.seen();
      if (seen) cards.push({ tab, seen });
    }
    const { jobs, batches } = await shown(play);
    const documentIds = user.documents.map(document => document.id);
    const snapshot = await arena.snapshot();
    const outcome = { arena, standIns, snapshot, documentIds, cards, jobs, batches, wasLate, count };
    wrong.push(...violations(outcome), ...(await schedule.more(outcome)));
  } catch (error) {
    wrong.push(`the run broke: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await arena.close();
    await nap(0);
    process.off('unhandledRejection', unhandled);
  }
  if (wrong.length > 0) story.push('— who asked for what, in order:', ...arena.ledger.lines());
  return { seed, wrong: [...new Set(wrong)], story, counts };
}

interface Play {
  readonly schedule: Schedule;
  readonly user: User;
  readonly wrong: string[];
  readonly tell: (what: string) => void;
}

/** Before the curtain rises nothing is meant to fail, but a busy machine may: it is tried until it is done. */
async function signIn({ schedule: { arena, pace } }: Play): Promise<void> {
  const begun = performance.now();
  let jobId: string | null = null;
  while (performance.now() - begun < pace.patienceMs) {
    await nap(3);
    if (jobId === null) {
      arena.ledger.word('sign-in', 'desk: sign-in');
      const started = await arena.ask('didox/sign-in', { server: 'production', owner: OWNER });
      if (started !== LOST) jobId = started.jobId;
      continue;
    }
    const jobs = await arena.ask('jobs/list', { open: false });
    const job = jobs === LOST ? undefined : jobs.find(one => one.id === jobId);
    if (job?.step === 'done') return;
    if (job?.canRetry) jobId = null;
  }
  throw new Error(`could not sign in: ${arena.lastRefusal}`);
}

async function shown({
  schedule: { arena },
  user,
}: Play): Promise<{ jobs: JobView[]; batches: BatchView[] }> {
  const jobs = await arena.ask('jobs/list', { open: false });
  const batches: BatchView[] = [];
  for (const batchId of user.batches.keys()) {
    const batch = await arena.ask('batch/get', { batchId });
    if (batch !== LOST && batch) batches.push(batch);
  }
  return { jobs: jobs === LOST ? [] : [...jobs], batches };
}

/** Looks in a row that must find nothing under way: what goes on in the background may begin something yet. */
const LOOKS = 3;

/** Waits until nothing is under way; what is, when it does not end, is told. */
async function ended(play: Play): Promise<boolean> {
  const { schedule, user } = play;
  const { arena, pace } = schedule;
  const begun = performance.now();
  let quiet = 0;
  let looks = 0;
  let before = '';
  let state = {};
  while (performance.now() - begun < pace.patienceMs) {
    arena.wake();
    const { batches } = await shown(play);
    const open = await arena.ask('jobs/list', { open: true });
    const busy = batches.some(
      ({ state, items }) =>
        state === 'running' || state === 'preparing' || items.some(item => item.state === 'working'),
    );
    const waits = schedule.isPending() || user.openTabs.some(tab => tab.waits);
    const screen = JSON.stringify(await Promise.all(user.openTabs.map(tab => tab.seen())));
    const still = screen === before;
    before = screen;
    const calm = await arena.isCalm();
    const jobs = open === LOST ? null : open.map(({ action, step }) => `${action} ${step}`);
    state = { jobs, busy, waits, still, calm };
    quiet = jobs?.length === 0 && !busy && !waits && still && calm ? quiet + 1 : 0;
    if (quiet === LOOKS) return true;
    // Now and then long enough for the clock to believe that somebody waits for a far deadline.
    await nap(looks % 5 === 4 ? 150 : 10);
    looks += 1;
  }
  play.tell(`— it does not end: ${JSON.stringify(state)}`);
  return false;
}

/** What a person does in the end: whatever is unclear or paused is tried again until it is clear. */
async function settle(play: Play): Promise<boolean> {
  const { schedule, user, wrong, tell } = play;
  const goesOn = schedule.random.chance(0.5);
  for (let round = 0; round < 3; round += 1) {
    if (!(await ended(play))) {
      wrong.push('something goes on for ever');
      return false;
    }
    const { jobs, batches } = await shown(play);
    const unclear = jobs.filter(job => job.step === 'failed' && job.sent === 'unknown');
    const unfinished = goesOn
      ? batches.filter(batch => batch.state === 'paused' || (batch.state === 'finished' && batch.failed > 0))
      : [];
    if (unclear.length === 0 && unfinished.length === 0) return true;
    tell(`— ${unclear.length} unclear jobs and ${unfinished.length} batches are tried again`);
    for (const job of unclear) await user.retry(job.id);
    for (const { id, state } of unfinished)
      await user.command(id, state === 'paused' ? 'resume' : 'retry-failed');
  }
  if (await ended(play)) return true;
  wrong.push('something goes on for ever');
  return false;
}
