import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJournal } from '../../lib/signing/journal.ts';
import { Browser } from './browser.ts';
import { violations } from './properties.ts';
import { createRandom, seedOfRun } from './random.ts';
import { chaosRun } from './run.ts';
import { DOCUMENTS, type Stage, startStage } from './stage.ts';

/** A small share of `npm run chaos`; the same schedules every time, as far as a busy machine allows. */
const RUNS = 20;
const SEED = 20261121;

describe('whatever happens', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.stop());

  it(`nothing is lost, nothing is done twice, and what is shown is true (${RUNS} schedules)`, async () => {
    for (let run = 0; run < RUNS; run += 1) {
      const { seed, wrong, story } = await chaosRun(stage, seedOfRun(SEED, run));
      expect(wrong, `npm run chaos -- --runs 1 --seed ${seed}\n${story.join('\n')}`).toEqual([]);
    }
  }, 120_000);

  it('would be noticed: a job that says "done" and is not, one that stays open, a token in a record', async () => {
    stage.didox.reset();
    const [document] = DOCUMENTS;
    if (!document) throw new Error('there are no documents');
    const browser = new Browser(stage.clock, {
      didoxApi: stage.didox.api,
      ws: stage.module.ws,
      wss: stage.module.wss,
    });
    const disk = await browser.disk();
    const journal = createJournal(async () => disk, Date.now);
    const { aJob } = await import('../../lib/signing/testing/set-up.ts');
    const target = { documentId: document.id };
    await journal.put(aJob({ id: 'a', target, state: { step: 'done', receiptId: 'r', warning: null } }));
    await journal.put(aJob({ id: 'b', target, title: 'user-key-of-somebody' }));
    disk.close();
    browser.overheard.secrets.add('user-key-of-somebody');
    browser.overheard.signatures.push({ base64: 'AAAA', life: browser.wake().life, atStep: 0 });
    const wrong = await violations({
      browser,
      stage,
      documentIds: [document.id],
      tabs: [],
      jobs: [],
      batches: [],
      count: () => {},
    });
    browser.close();
    expect(wrong.join('\n')).toMatch(/sign is done, and it is not/);
    expect(wrong.join('\n')).toMatch(/stays open/);
    expect(wrong.join('\n')).toMatch(/has no receipt/);
    expect(wrong.join('\n')).toMatch(/a secret got out/);
    expect(wrong.join('\n')).toMatch(/signature that was made is lost/);
  });

  it('is replayed by its seed', () => {
    expect(seedOfRun(seedOfRun(7, 3), 0)).toBe(seedOfRun(7, 3));
    const [one, two] = [createRandom(5), createRandom(5)];
    expect([one.next(), one.below(9)]).toEqual([two.next(), two.below(9)]);
  });
});
