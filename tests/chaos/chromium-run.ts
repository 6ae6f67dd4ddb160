import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import { startWorld } from '../../sandbox/world.ts';
import { startBrowser } from '../harness/index.ts';
import { startAfresh } from '../harness/start-afresh.ts';
import { agreementsAstray } from './agreements-kept.ts';
import { Chromium } from './chromium.ts';
import { createErrands } from './errands.ts';
import type { Pace } from './mischief.ts';
import { createRandom } from './random.ts';
import { setTheScene } from './scene.ts';
import { playSchedule, type RunResult } from './schedule.ts';
import type { StandIns } from './stage.ts';

/** Everything in real time: less of it, and shorter. */
const REAL: Pace = {
  slowMs: 500,
  hangMs: 2_000,
  moduleMs: 30,
  lateMs: [100, 1_000, 3_000, 5_000],
  pausesMs: [0, 50, 200, 400, 800],
  patienceMs: 120_000,
};

/** A real Chromium with the production build, shared by several runs, one after another. */
export interface ChromiumStage {
  play(seed: number): Promise<RunResult>;
  stop(): Promise<void>;
}

export async function startChromiumStage(): Promise<ChromiumStage> {
  const world = await startWorld();
  const test = await startBrowser({ world });
  const standIns: StandIns = { didox: world.didox, module: world.eimzo, eugoda: world.eugoda };
  return {
    async play(seed) {
      const random = createRandom(seed);
      const before = world.eugoda.agreements.length;
      await startAfresh(test);
      await setTheScene(standIns, random);
      const { id, secret } = demoApplication;
      await test.settings.set({ eugodaApplications: [{ id, label: 'Umbrella', port: 3000 }] });
      await test.settings.putEugodaSecret(id, secret);
      const arena = await Chromium.open(test);
      let lateUntil = 0;
      return playSchedule({
        seed,
        random,
        arena,
        standIns,
        errands: createErrands(arena, world.eugoda),
        pace: REAL,
        turns: 8 + random.below(10),
        step: () => null,
        begin() {},
        isPending() {
          // What comes late is over after the longest of its times.
          const late = world.didox.requests.findLast(one => one.fault !== null);
          lateUntil = Math.max(lateUntil, (late?.at.getTime() ?? 0) + REAL.hangMs + Math.max(...REAL.lateMs));
          return Date.now() < lateUntil;
        },
        async more({ snapshot, count }) {
          count('runs in Chromium', 1);
          count('submissions that Chromium sent again', arena.ledger.resent.length);
          const stored = JSON.stringify(snapshot);
          return [
            ...agreementsAstray(
              snapshot.agreements,
              world.eugoda.agreements.slice(before),
              [],
              snapshot.receipts,
            ),
            ...[PARTNER_TOKEN, secret].filter(one => stored.includes(one)).map(() => 'a secret got out'),
            ...test.problems.filter(line => line.includes('Uncaught')),
          ];
        },
      });
    },
    async stop() {
      await test.close();
      await world.stop();
    },
  };
}
