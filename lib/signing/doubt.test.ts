import { describe, expect, it } from 'vitest';
import { aJob, CONTENT, DONE, failed, refusal, setUp } from './testing/set-up.ts';

const SIGNED = ['content', 'created', 'stamped'] as const;

describe('what may have been sent, tried again and then refused by name', () => {
  it.each(['validation-failed', 'no-permission', 'rate-limited', 'offer-not-signed', 'partner-token-wrong'])(
    'stays unclear: the refusal speaks of the second one (%s)',
    async code => {
      const world = await setUp();
      await world.left({ state: failed('network-gone', 'unknown') }, SIGNED);
      world.script.submit = async () => Promise.reject(refusal(code, { retryAfterMs: 100_000 }));
      await world.engine.retry('job-1');
      const ended = await world.engine.settled('job-1');
      expect(ended.state).toMatchObject({ sent: 'unknown' });
    },
  );
});

describe('the word of a person who tried an unclear end again', () => {
  it('does not outlive the worker, also where its one submission was told to wait', async () => {
    const world = await setUp();
    await world.left({ state: failed('network-gone', 'unknown') }, SIGNED);
    let asked = 0;
    world.script.submit = async () => Promise.reject(refusal('rate-limited', { retryAfterMs: 100_000 }));
    // The worker dies while it asks what became of it.
    world.script.ask = async () => ((asked += 1) === 1 ? 'not-done' : new Promise<never>(() => {}));
    await world.engine.retry('job-1');
    await expect.poll(() => asked).toBe(2);
    world.calls.length = 0;
    world.script.ask = async () => 'not-done';
    world.script.submit = async () => ({ answer: 'accepted', warning: null });
    const engine = world.reborn();
    await engine.rebirth();
    await engine.settled('job-1');
    expect(world.calls.filter(call => call.startsWith('submit'))).toEqual([]);
  });

  it('cancel during the wait does not say that nothing was sent', async () => {
    const world = await setUp();
    await world.left({ state: failed('network-gone', 'unknown') }, SIGNED);
    world.script.submit = async () => Promise.reject(refusal('rate-limited', { retryAfterMs: 100_000 }));
    let asked = 0;
    world.script.ask = async () => {
      asked += 1;
      if (asked === 2) void world.engine.cancel('job-1');
      return 'not-done';
    };
    await world.engine.retry('job-1');
    const ended = await world.engine.settled('job-1');
    expect(ended.state).toMatchObject({ step: 'failed', sent: 'unknown' });
  });
});

describe('what may have been sent, tried again with a signature made anew', () => {
  const unclear = async () => {
    const world = await setUp();
    // An unclear end whose retry met a clock that was wrong: ours is good, its stamp is made anew.
    await world.left({ state: failed('stamp-implausible', 'unknown') }, SIGNED);
    return world;
  };
  it('stays unclear when the stamp cannot be had', async () => {
    const world = await unclear();
    world.script.stamp = async () => Promise.reject(refusal('network-gone'));
    await world.engine.retry('job-1');
    expect((await world.engine.settled('job-1')).state).toMatchObject({ step: 'failed', sent: 'unknown' });
  });

  it('is not submitted by a reborn worker', async () => {
    const world = await unclear();
    world.script.stamp = () => new Promise(() => {});
    await world.engine.retry('job-1');
    await expect.poll(() => world.calls).toContain('stamp');
    await expect.poll(async () => (await world.journal.get('job-1'))?.state.step).toBe('stamping');
    world.script.stamp = async () => ({ kind: 'whole', pkcs7_64: btoa('stamped') });
    const engine = world.reborn();
    await engine.rebirth();
    expect((await engine.settled('job-1')).state).toMatchObject({ step: 'failed', sent: 'unknown' });
    expect(world.calls.filter(call => call.startsWith('submit'))).toEqual([]);
  });
});

/** The connection is lost under the end: that write and the reading behind it fail, the next ones do not. */
async function loseDatabaseAfterSubmission() {
  const world = await setUp();
  let sent = false;
  world.script.submit = async () => {
    sent = true;
    return DONE;
  };
  world.script.ask = async () => (sent ? 'done' : 'not-done');
  let failures = 1;
  world.script.putFails = job =>
    sent && job.state.step === 'done' && failures-- > 0 ? refusal('storage-broken') : null;
  const { get } = world.journal;
  let lost = 1;
  Object.assign(world.journal, {
    get: async (id: string) => {
      if (sent && lost-- > 0) throw refusal('storage-broken');
      return get(id);
    },
  });
  const { id } = await world.engine.start(aJob({ action: 'didox-reject' }), { content: CONTENT });
  return { world, id, ended: await world.engine.settled(id) };
}

describe('a database that fails for a moment after the submission', () => {
  it('does not make "nothing was sent" of what was sent', async () => {
    const { ended } = await loseDatabaseAfterSubmission();
    expect(ended.state).toMatchObject({ sent: 'unknown' });
  });

  it('has nothing submitted a second time without a question', async () => {
    const { world, id } = await loseDatabaseAfterSubmission();
    await world.engine.retry(id);
    await world.engine.settled(id);
    expect(world.calls.filter(call => call.startsWith('submit'))).toHaveLength(1);
  });
});

describe('a signature that was kept and never sent', () => {
  it('has no receipt when another job did it', async () => {
    const world = await setUp();
    await world.left({ id: 'old', state: failed('stamp-missing'), blobs: {} }, ['content', 'created']);
    const { id } = await world.engine.start(aJob({ id: 'new' }), { content: CONTENT });
    await world.engine.settled(id);
    world.script.ask = async () => 'done';
    await world.engine.retry('old');
    await world.engine.settled('old');
    expect((await world.db.getAll('receipts')).map(({ jobId }) => jobId)).toEqual(['new']);
  });
});

describe('an unclear end', () => {
  it('is not passed over by trying an older job again', async () => {
    const world = await setUp();
    await world.left({ id: 'old', state: { step: 'cancelled' } }, ['content']);
    world.script.submit = async () => Promise.reject(refusal('network-gone'));
    const { id } = await world.engine.start(aJob({ id: 'new' }), { content: CONTENT });
    expect((await world.engine.settled(id)).state).toMatchObject({ sent: 'unknown' });
    world.calls.length = 0;
    const got = await world.engine.retry('old');
    await world.engine.settled(got?.id ?? 'old');
    expect(world.calls).not.toContain('sign');
  });
});

describe('who signs out while a document is being stamped', () => {
  it('hears that nothing was sent', async () => {
    const world = await setUp();
    const over = async () => Promise.reject(refusal('session-expired'));
    world.script.stamp = async () => {
      // As `withLiveToken` and `ensure` do from here on: they throw before anything leaves.
      Object.assign(world.script, { ready: over, renew: over, submit: over, ask: over });
      return { kind: 'whole', pkcs7_64: btoa('stamped') };
    };
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    expect((await world.engine.settled(id)).state).toEqual(failed('session-expired', 'no'));
  });
});
