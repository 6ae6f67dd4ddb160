import { describe, expect, it } from 'vitest';
import type { JobRecord } from './job.ts';
import { aJob, CONTENT, failed, refusal, type SetUp, setUp } from './testing/set-up.ts';

const SIGNED = ['content', 'created', 'stamped'] as const;
const ended = async (world: SetUp, job = aJob()) => {
  const { id } = await world.engine.start(job, { content: CONTENT });
  return world.engine.settled(id);
};
const retried = async (world: SetUp, id = 'job-1') => {
  await world.engine.retry(id);
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
    expect(await world.receipts()).toBe(1);
  });
  it('that nothing was sent holds until it has begun, and no longer', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'asking', because: refusal('rate-limited').failure } }, SIGNED);
    world.script.submit = async () => {
      world.script.ask = async () => Promise.reject(new TypeError('x'));
      throw refusal('network-gone');
    };
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('job-1')).state).toMatchObject({ step: 'failed', sent: 'unknown' });
    expect(submissions(world)).toBe(1);
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

describe('trying again what was never sent, where another job may have done it meanwhile', () => {
  const ENDS = {
    'was refused': { state: failed('offer-not-signed') },
    'was cancelled': { state: { step: 'cancelled' } },
  } as const;
  const overtaken = async (
    with_: Partial<JobRecord>,
    blobs: readonly (keyof JobRecord['blobs'])[] = SIGNED,
  ) => {
    const world = await setUp();
    await world.left({ id: 'old', ...with_ }, blobs);
    await ended(world, aJob({ id: 'new', action: 'didox-reject', sha256: 'other' }));
    world.calls.length = 0;
    return world;
  };

  it.each(Object.entries(ENDS))('leaves it at "nothing was sent" (%s)', async (_how, left) => {
    const world = await overtaken(left);
    world.script.lookAgain = async () => Promise.reject(refusal('wrong-status'));
    expect((await retried(world, 'old')).state).toEqual(failed('wrong-status'));
    expect(world.calls[0]).toBe('ask');
  });
  it.each(Object.entries(ENDS))('also where the service does not answer (%s)', async (_how, left) => {
    const world = await overtaken(left);
    world.script.ask = async () => Promise.reject(refusal('network-gone'));
    expect((await retried(world, 'old')).state).toEqual(failed('network-gone'));
    expect(submissions(world)).toBe(0);
  });
  it('sends nothing where the state cannot be told', async () => {
    const world = await overtaken(ENDS['was refused']);
    world.script.ask = async () => 'unknown';
    expect((await retried(world, 'old')).state).toEqual(failed('wrong-status'));
    expect(submissions(world)).toBe(0);
  });
  it('may be cancelled while the service is asked', async () => {
    const world = await overtaken(ENDS['was refused']);
    world.script.ask = () => new Promise(() => {});
    await world.engine.retry('old');
    await expect.poll(() => world.calls).toContain('ask');
    await world.engine.cancel('old');
    expect((await world.journal.get('old'))?.state).toEqual({ step: 'cancelled' });
  });
  it('does not outlive the worker: nobody else has asked for it', async () => {
    const world = await overtaken(ENDS['was refused']);
    world.script.ask = () => new Promise(() => {});
    await world.engine.retry('old');
    await expect.poll(() => world.calls).toContain('ask');
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('old')).state).toEqual({ step: 'interrupted' });
  });
  it('makes no receipt of a signature that this job did not make', async () => {
    const world = await overtaken(ENDS['was cancelled'], ['content']);
    world.script.ask = async () => 'done';
    expect((await retried(world, 'old')).state).toEqual({ step: 'done', receiptId: null, warning: null });
    expect((await world.db.getAll('receipts')).map(({ jobId }) => jobId)).toEqual(['new']);
  });
});

describe('trying again what may have been sent', () => {
  const unclear = async () => {
    const world = await setUp();
    await world.left({ state: failed('network-gone', 'unknown') }, SIGNED);
    return world;
  };

  it.each(['wrong-status', 'already-signed'])(
    'comes to an end once the document went another way (%s)',
    async code => {
      const world = await unclear();
      world.script.lookAgain = async () => Promise.reject(refusal(code));
      expect((await retried(world)).state).toEqual(failed(code));
    },
  );
  it('believes the service’s state: our own may have arrived between the question and the look', async () => {
    const world = await unclear();
    lookOnceAsked(world, async () => {
      world.script.ask = async () => 'done';
      throw refusal('already-signed');
    });
    expect((await retried(world)).state.step).toBe('done');
    expect(submissions(world)).toBe(0);
  });
  it('stays unclear where the state does not rule it out', async () => {
    const world = await unclear();
    lookOnceAsked(world, async () => {
      world.script.ask = async () => 'unknown';
      throw refusal('wrong-status');
    });
    expect((await retried(world)).state).toMatchObject({
      failure: { code: 'ambiguous-submit' },
      sent: 'unknown',
    });
  });
  it('stays unclear, however often it is tried, where only the content is another', async () => {
    const world = await unclear();
    world.script.lookAgain = async () => Promise.reject(refusal('document-changed'));
    for (const _ of [1, 2])
      expect((await retried(world)).state).toMatchObject({
        failure: { code: 'document-changed' },
        sent: 'unknown',
      });
  });
  it('takes a busy service at the look for no proof: a reborn worker submits nothing', async () => {
    const world = await unclear();
    world.script.lookAgain = async () => Promise.reject(refusal('rate-limited'));
    expect((await retried(world)).state).toMatchObject({
      failure: { code: 'rate-limited' },
      sent: 'unknown',
    });
    world.script.ask = () => new Promise(() => {});
    world.calls.length = 0;
    await world.engine.retry('job-1');
    await expect.poll(() => world.calls).toContain('ask');
    Object.assign(world.script, { lookAgain: async () => 'unchanged', ask: async () => 'not-done' });
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('job-1')).state).toMatchObject({ step: 'failed', sent: 'unknown' });
    expect(submissions(world)).toBe(0);
  });
});

describe('a job that cannot be taken up', () => {
  it('stays open for the next start, and leaves the others alone', async () => {
    const world = await setUp();
    for (const id of ['a', 'b']) await world.left({ id, subject: id, state: { step: 'unlocking' } });
    world.script.putFails = job => (job.id === 'a' ? refusal('storage-full') : null);
    await world.reborn().rebirth();
    expect((await world.journal.get('b'))?.state).toEqual({ step: 'interrupted' });
    expect((await world.journal.get('a'))?.open).toBe(1);
    world.script.putFails = null;
    await world.reborn().rebirth();
    expect((await world.journal.get('a'))?.state).toEqual({ step: 'interrupted' });
  });
  it('does the same where it cannot be read where the job goes, and can be cancelled meanwhile', async () => {
    const world = await setUp();
    for (const id of ['a', 'b']) await world.left({ id, subject: id, state: { step: 'stamping' } }, SIGNED);
    world.script.readable = ({ id }) => id !== 'a';
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('b')).state.step).toBe('done');
    expect((await world.journal.get('a'))?.open).toBe(1);
    await engine.cancel('a');
    expect((await world.journal.get('a'))?.state).toEqual({ step: 'cancelled' });
  });
  it('but says of what may have been sent that nobody knows, instead of being busy for ever', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'submitting' } }, SIGNED);
    world.script.readable = () => false;
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('job-1')).state).toEqual(failed('storage-broken', 'unknown'));
  });
});
