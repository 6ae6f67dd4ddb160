import { describe, expect, it } from 'vitest';
import { aJob, CONTENT, refusal, type SetUp, setUp } from './testing/set-up.ts';

const SIGNED = ['content', 'created', 'stamped'] as const;
const ended = async (world: SetUp, job = aJob()) => {
  const { id } = await world.engine.start(job, { content: CONTENT });
  return world.engine.settled(id);
};
const submissions = ({ calls }: SetUp) => calls.filter(call => call.startsWith('submit')).length;
/** From the question about a first submission on, a look finds what `then` says. */
const lookOnceAsked = (world: SetUp, then: () => Promise<'unchanged' | 'done'>) => {
  world.script.ask = async () => {
    world.script.lookAgain = then;
    return 'not-done';
  };
};

describe('before a second submission', () => {
  const CODES = ['rate-limited', 'session-expired'];
  const REFUSED = { retryAfterMs: 100_000 };

  it.each(CODES)('the document is looked at anew after %s: what was corrected is not sent', async code => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal(code, REFUSED));
    lookOnceAsked(world, async () => Promise.reject(refusal('document-changed')));
    expect((await ended(world)).state).toMatchObject({ failure: { code: 'document-changed' }, sent: 'no' });
    expect(submissions(world)).toBe(1);
  });
  it('it is found out that it was signed meanwhile', async () => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal('rate-limited', REFUSED));
    lookOnceAsked(world, async () => 'done');
    expect((await ended(world)).state.step).toBe('done');
    expect(submissions(world)).toBe(1);
    expect(await world.receipts()).toBe(1);
  });
  it('a service that is slow for a moment is borne with', async () => {
    const world = await setUp();
    const first = [refusal('rate-limited', REFUSED)];
    world.script.submit = async () => {
      const next = first.shift();
      if (next) throw next;
      return { answer: 'accepted', warning: null };
    };
    const answers = [refusal('network-gone')];
    lookOnceAsked(world, async () => {
      const next = answers.shift();
      if (next) throw next;
      return 'unchanged';
    });
    expect((await ended(world)).state.step).toBe('done');
    expect(world.calls.slice(-3)).toEqual(['wait:100000', 'wait:1000', 'submit:stamped']);
  });
  it('whoever cancelled during the wait is heeded: nothing was sent, and nothing will be', async () => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal('rate-limited', REFUSED));
    world.script.ask = async () => {
      void world.engine.cancel('job-1');
      return 'not-done';
    };
    expect((await ended(world)).state).toEqual({ step: 'cancelled' });
    expect(submissions(world)).toBe(1);
  });
  it('a deletion, which has no content to compare, is asked about', async () => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal('rate-limited', REFUSED));
    const answers = ['not-done', 'not-done', 'done'] as const;
    let asked = 0;
    world.script.ask = async () => answers[asked++] ?? 'done';
    const job = aJob({ action: 'didox-delete-draft', sha256: null, stamp: false });
    expect((await ended(world, job)).state.step).toBe('done');
    expect(world.calls).toEqual(['ask', 'submit:nothing', 'ask', 'wait:100000', 'ask']);
  });
  it('nothing was sent either where a reborn worker finds the document changed', async () => {
    const world = await setUp();
    const because = refusal('rate-limited').failure;
    await world.left({ state: { step: 'asking', because } }, SIGNED);
    world.script.lookAgain = async () => Promise.reject(refusal('document-changed'));
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('job-1')).state).toMatchObject({ sent: 'no' });
    expect(submissions(world)).toBe(0);
  });
});
