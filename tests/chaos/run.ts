import type { BatchView, JobView } from '../../lib/messages/views.ts';
import { Browser, LOST } from './browser.ts';
import { doMischief, endMischief } from './mischief.ts';
import { violations } from './properties.ts';
import { createRandom, type Random } from './random.ts';
import { OWNER, type Stage } from './stage.ts';
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

/** Real time, ms. */
const PATIENCE_MS = 20_000;
const nap = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** One schedule of clicks and faults from one seed, played to its end, and what is true then. */
export async function chaosRun(stage: Stage, seed: number): Promise<RunResult> {
  const random = createRandom(seed);
  const story: string[] = [];
  const wrong: string[] = [];
  const pending: Promise<unknown>[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string, times: number) => {
    counts[what] = (counts[what] ?? 0) + times;
  };
  const tell = (what: string) => {
    story.push(`${String(browser.life?.steps ?? '-').padStart(4)}  ${what}`);
  };
  const unhandled = (error: unknown) => {
    wrong.push(`unhandled: ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on('unhandledRejection', unhandled);

  await reset(stage, random);
  const browser = new Browser(stage.clock, {
    didoxApi: stage.didox.api,
    ws: stage.module.ws,
    wss: stage.module.wss,
  });
  const user = new User(browser, random);
  const go = (what: string, done: Promise<unknown>) => {
    tell(what);
    pending.push(done.catch(error => wrong.push(`${what}: ${String(error)}`)));
  };
  try {
    if (random.chance(0.9)) await signIn(browser);
    browser.nextDeath = () => (random.chance(0.35) ? 1 + random.below(260) : null);
    const turns = 8 + random.below(24);
    for (let turn = 0; turn < turns; turn += 1) {
      if (random.chance(0.25)) tell(`— ${doMischief(random, browser, stage)}`);
      const { what, done } = user.act();
      go(what, done);
      await nap(random.pick([0, 1, 4, 10, 20, 40, 80]));
    }
    tell('— everything works again');
    endMischief(browser, stage);
    const late = await Promise.race([Promise.all(pending), nap(PATIENCE_MS).then(() => LOST)]);
    if (late === LOST) wrong.push('a message was never answered');
    const settled = await settle(browser, user, random, wrong, tell);
    if (settled && random.chance(0.3)) {
      tell('— the worker is born once more');
      browser.kill();
      await ended(browser, user);
    }
    wrong.push(
      ...(await violations({
        browser,
        stage,
        documentIds: user.documents.map(document => document.id),
        tabs: user.tabs,
        count,
        ...(await shown(browser, user)),
      })),
    );
  } catch (error) {
    wrong.push(`the run broke: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    browser.close();
    await nap(0);
    process.off('unhandledRejection', unhandled);
  }
  return { seed, wrong: [...new Set(wrong)], story, counts };
}

async function reset({ didox, module }: Stage, random: Random): Promise<void> {
  didox.reset();
  module.set({
    faults: [],
    passwordOutcomes: [],
    listening: true,
    rememberMs: 60_000,
    profile: random.pick(['6.4.7', '6.4.7', '6.4.7', '4.86', '3.37']),
    passwordAt: random.pick(['load_key', 'create_pkcs7']),
  });
  await module.restart();
  module.calls.length = 0;
  if (random.chance(0.15)) didox.set({ timestampAttached: false });
  if (random.chance(0.15)) didox.set({ warningOnSign: 'Проверьте код ИКПУ' });
}

/** Before the curtain rises nothing is meant to fail, but a busy machine may: it is tried until it is done. */
async function signIn(browser: Browser): Promise<void> {
  const begun = performance.now();
  let jobId: string | null = null;
  while (performance.now() - begun < PATIENCE_MS) {
    await nap(3);
    if (jobId === null) {
      const started = await browser.ask('didox/sign-in', { owner: OWNER }, 'extension');
      if (started !== LOST) jobId = started.jobId;
      continue;
    }
    const jobs = await browser.ask('jobs/list', { open: false }, 'extension');
    const job = jobs === LOST ? undefined : jobs.find(one => one.id === jobId);
    if (job?.step === 'done') return;
    if (job?.canRetry) jobId = null;
  }
  throw new Error(`could not sign in: ${browser.lastRefusal}`);
}

async function shown(browser: Browser, user: User): Promise<{ jobs: JobView[]; batches: BatchView[] }> {
  const jobs = await browser.ask('jobs/list', { open: false }, 'extension');
  const batches: BatchView[] = [];
  for (const batchId of user.batches) {
    const batch = await browser.ask('batch/get', { batchId }, 'extension');
    if (batch !== LOST && batch) batches.push(batch);
  }
  return { jobs: jobs === LOST ? [] : [...jobs], batches };
}

/** Looks in a row that must find nothing under way: what goes on in the background may begin something yet. */
const LOOKS = 3;

/** Waits until nothing is under way. */
async function ended(browser: Browser, user: User): Promise<boolean> {
  const begun = performance.now();
  let quiet = 0;
  let looks = 0;
  let before = '';
  while (performance.now() - begun < PATIENCE_MS) {
    browser.wake();
    const { batches } = await shown(browser, user);
    const open = await browser.ask('jobs/list', { open: true }, 'extension');
    const busy = batches.some(
      ({ state, items }) =>
        state === 'running' || state === 'preparing' || items.some(item => item.state === 'working'),
    );
    const looking = user.openTabs.some(tab => tab.looking > 0);
    const screen = JSON.stringify(user.openTabs.map(tab => tab.view?.viewId));
    const still = screen === before;
    before = screen;
    const calm = await browser.clock.isCalm();
    quiet = open !== LOST && open.length === 0 && !busy && !looking && still && calm ? quiet + 1 : 0;
    if (quiet === LOOKS) return true;
    // Now and then long enough for the clock to believe that somebody waits for a far deadline.
    await nap(looks % 5 === 4 ? 150 : 10);
    looks += 1;
  }
  return false;
}

/** What a person does in the end: whatever is unclear or paused is tried again until it is clear. */
async function settle(
  browser: Browser,
  user: User,
  random: Random,
  wrong: string[],
  tell: (what: string) => void,
): Promise<boolean> {
  const goesOn = random.chance(0.5);
  for (let round = 0; round < 3; round += 1) {
    if (!(await ended(browser, user))) {
      wrong.push('something goes on for ever');
      return false;
    }
    const { jobs, batches } = await shown(browser, user);
    const unclear = jobs.filter(job => job.step === 'failed' && job.sent === 'unknown');
    const unfinished = goesOn
      ? batches.filter(batch => batch.state === 'paused' || (batch.state === 'finished' && batch.failed > 0))
      : [];
    if (unclear.length === 0 && unfinished.length === 0) return true;
    tell(`— ${unclear.length} unclear jobs and ${unfinished.length} batches are tried again`);
    for (const job of unclear) await browser.ask('jobs/retry', { jobId: job.id }, 'extension');
    for (const { id, state } of unfinished) {
      const command = state === 'paused' ? 'resume' : 'retry-failed';
      await browser.ask('batch/control', { batchId: id, command }, 'extension');
    }
  }
  if (await ended(browser, user)) return true;
  wrong.push('something goes on for ever');
  return false;
}
