import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginRegistration } from '../../lib/eugoda/agreement-steps.ts';
import { defaultRegistrationOptions } from '../../lib/eugoda/requests.ts';
import { createJournal } from '../../lib/signing/journal.ts';
import { agreementsAstray } from './agreements-kept.ts';
import { Browser } from './browser.ts';
import { violations } from './properties.ts';
import { createRandom, seedOfRun } from './random.ts';
import { forgottenOrTold } from './remembered.ts';
import { chaosRun } from './run.ts';
import { DOCUMENTS, type Stage, startStage } from './stage.ts';

/** A small share of `npm run chaos`; the same schedules every time, as far as a busy machine allows. */
const RUNS = 12;
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
    const browser = new Browser(stage.clock, stage.addresses);
    const disk = await browser.disk();
    const journal = createJournal(async () => disk, Date.now);
    const { aJob } = await import('../../lib/signing/testing/set-up.ts');
    const target = { documentId: document.id };
    await journal.put(aJob({ id: 'a', target, state: { step: 'done', receiptId: 'r', warning: null } }));
    await journal.put(aJob({ id: 'b', target, title: 'user-key-of-somebody' }));
    disk.close();
    browser.overheard.secrets.add('user-key-of-somebody');
    const { life } = browser.wake();
    browser.overheard.signatures.push({ base64: 'AAAA', life, atStep: 0 });
    const parts = [{ bytes: new Uint8Array([1, 2]), at: 0 }];
    browser.overheard.deliveries.push({ externalId: 'umbrella-1', life, parts });
    browser.ledger.request('POST', new URL(`https://x/v1/documents/${document.id}/sign`), '');
    const snapshot = await browser.snapshot();
    const wrong = [
      ...violations({
        arena: browser,
        standIns: stage,
        snapshot,
        documentIds: [document.id],
        cards: [],
        jobs: [],
        batches: [],
        wasLate: false,
        count: () => {},
      }),
      ...(await forgottenOrTold(browser, snapshot, [])),
    ];
    await browser.close();
    expect(wrong.join('\n')).toMatch(/sign is done, and it is not/);
    expect(wrong.join('\n')).toMatch(/stays open/);
    expect(wrong.join('\n')).toMatch(/has no receipt/);
    expect(wrong.join('\n')).toMatch(/a secret got out/);
    expect(wrong.join('\n')).toMatch(/signature that was made is lost/);
    expect(wrong.join('\n')).toMatch(/bytes of an archive that was delivered are lost/);
    expect(wrong.join('\n')).toMatch(/submitted, and nobody had asked for it/);
  });

  it('would be noticed: an agreement that was registered twice, that nobody knows, that is not there', () => {
    const subject = { from: 'file', fileName: 'a.txt', size: 1, sha256: '' } as const;
    const known = (externalId: string, state: string) => ({
      ...beginRegistration(
        { externalId, applicationId: 'umbrella', subject, options: defaultRegistrationOptions },
        1,
      ),
      state,
      link: null,
      until: null,
      untilComputed: false,
    });
    const wrong = agreementsAstray(
      [known('umbrella-1', 'active'), known('umbrella-2', 'registering'), known('umbrella-3', 'failed')],
      [{ externalId: 'umbrella-3' }, { externalId: 'umbrella-4' }],
      ['umbrella-1', 'umbrella-1'],
      [{ jobId: 'umbrella-3' }],
    );
    expect(wrong).toEqual([
      'the agreement umbrella-1 was registered twice',
      'the service has the agreement umbrella-4, and nobody here knows',
      'the agreement umbrella-1 is said to be active, and the service does not have it',
      'the agreement umbrella-1 is active, and has no receipt',
      'the agreement umbrella-2 is registered for ever',
      'the agreement umbrella-3 is said to have failed',
      'the agreement umbrella-3 is failed, and has a receipt',
    ]);
  });

  it('is replayed by its seed', () => {
    expect(seedOfRun(seedOfRun(7, 3), 0)).toBe(seedOfRun(7, 3));
    const [one, two] = [createRandom(5), createRandom(5)];
    expect([one.next(), one.below(9)]).toEqual([two.next(), two.below(9)]);
  });
});
