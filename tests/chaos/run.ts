import { agreementsAstray } from './agreements-kept.ts';
import { Browser } from './browser.ts';
import { createErrands } from './errands.ts';
import { VIRTUAL } from './mischief.ts';
import { createRandom } from './random.ts';
import { forgottenOrTold } from './remembered.ts';
import { setTheScene } from './scene.ts';
import { playSchedule, type RunResult } from './schedule.ts';
import type { Stage } from './stage.ts';

/** One schedule of clicks and faults from one seed, played over the worker in this process, and what is true then. */
export async function chaosRun(stage: Stage, seed: number): Promise<RunResult> {
  const random = createRandom(seed);
  const before = stage.eugoda.agreements.length;
  await setTheScene(stage, random);
  const browser = new Browser(stage.clock, stage.addresses);
  return playSchedule({
    seed,
    random,
    arena: browser,
    standIns: stage,
    errands: createErrands(browser, stage.eugoda),
    pace: VIRTUAL,
    turns: 8 + random.below(28),
    step: () => browser.life?.steps ?? null,
    begin() {
      browser.nextDeath = () => (random.chance(0.35) ? 1 + random.below(260) : null);
    },
    isPending: stage.isPending,
    async more({ snapshot, cards, count }) {
      const { resent, signatures, deliveries, creates } = browser.overheard;
      count('the browser sent by itself again', resent.length);
      count('lives', browser.lives.length);
      count('signatures', signatures.length);
      count('agreements', snapshot.agreements.length);
      count('archives', deliveries.length);
      return [
        ...(await forgottenOrTold(browser, snapshot, cards)),
        ...agreementsAstray(
          snapshot.agreements,
          stage.eugoda.agreements.slice(before),
          creates,
          snapshot.receipts,
        ),
      ];
    },
  });
}
