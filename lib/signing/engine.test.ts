import { describe, expect, it, vi } from 'vitest';
import { evidenceOf } from './failure.ts';
import { refusedBlob } from './reusable.ts';
import { aJob, base64, CONTENT, DONE, failed, refusal, setUp } from './testing/set-up.ts';
import { LARGE_CONTENT } from './walk.ts';

const WAY = ['unlock', 'sign', 'check:created', 'stamp', 'check:stamped', 'submit:stamped'];
const run = async (world: Awaited<ReturnType<typeof setUp>>, job = aJob()) => {
  const started = await world.engine.start(job, { content: CONTENT });
  return world.engine.settled(started.id);
};
const resumed = async (world: Awaited<ReturnType<typeof setUp>>, id = 'job-1') => {
  const engine = world.reborn();
  await engine.rebirth();
  return engine.settled(id);
};

describe('the straight way', () => {
  it('signs, checks, stamps, checks and submits, and says each step', async () => {
    const world = await setUp();
    const ended = await run(world);
    expect(ended).toMatchObject({
      open: 0,
      state: { step: 'done', receiptId: 'receipt-job-1' },
      signings: 1,
    });
    expect(world.calls).toEqual(WAY);
    expect(world.steps).toEqual([
      'queued',
      'unlocking',
      'signing',
      'checking',
      'stamping',
      'submitting',
      'done',
    ]);
    expect(await world.receipts()).toBe(1);
  });
  it('joins with the other side after stamping, and submits what was joined', async () => {
    const world = await setUp();
    world.script.join = async () => base64('joined');
    await run(world);
    expect(world.calls).toEqual([...WAY.slice(0, 5), 'join', 'check:joined', 'submit:joined']);
  });
  it('submits without a signature where nothing is signed', async () => {
    const world = await setUp();
    const job = aJob({ action: 'didox-delete-draft', sha256: null, stamp: false });
    await world.engine.start(job, {});
    await world.engine.settled(job.id);
    expect(world.calls).toEqual(['ask', 'submit:nothing']);
  });
  it('submits nothing that was done meanwhile, also where nothing is signed', async () => {
    const world = await setUp();
    world.script.ask = async () => 'done';
    const job = aJob({ action: 'didox-delete-draft', sha256: null, stamp: false });
    await world.engine.start(job, {});
    expect((await world.engine.settled(job.id)).state.step).toBe('done');
    expect(world.calls).toEqual(['ask']);
  });
  it('has one large content in memory at a time, and lets the one that is cancelled leave the line', async () => {
    const world = await setUp();
    const made: (() => void)[] = [];
    world.script.sign = () =>
      new Promise(resolve => made.push(() => resolve({ pkcs7_64: base64('created'), signatureHex: 'AB' })));
    const large = (id: string) => aJob({ id, subject: id, size: LARGE_CONTENT + 1 });
    for (const id of ['a', 'b', 'c']) await world.engine.start(large(id), { content: CONTENT });
    const small = aJob({ id: 'd', subject: 'd' });
    await world.engine.start(small, { content: CONTENT });
    await vi.waitFor(() => expect(made).toHaveLength(2));
    await world.engine.cancel('b');
    expect(await world.journal.get('b')).toMatchObject({ state: { step: 'cancelled' } });
    // Of the large ones only the first was at it, and the small one does not wait for it.
    expect(world.calls.filter(call => call === 'sign')).toHaveLength(2);
    for (const answer of made) answer();
    await vi.waitFor(() => expect(made).toHaveLength(3));
    made[2]?.();
    for (const id of ['a', 'c', 'd'])
      expect(await world.engine.settled(id)).toMatchObject({ state: { step: 'done' } });
  });
  it('tells what was written: an ended job is no longer open', async () => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal('validation-failed'));
    await run(world);
    expect(world.announced.at(-1)).toMatchObject({ open: 0, state: { step: 'failed' } });
  });
});

describe('what would be sent is looked at once more', () => {
  it('beside the signature and the stamp, which do not wait for it', async () => {
    const world = await setUp();
    let tell = (_: 'unchanged') => {};
    world.script.lookAgain = () => new Promise(resolve => (tell = resolve));
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect.poll(() => world.calls).toContain('check:stamped');
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
    tell('unchanged');
    expect((await world.engine.settled(id)).state.step).toBe('done');
    expect(world.calls).toEqual(WAY);
  });
  it.each(['document-changed', 'document-gone', 'network-gone'])(
    'and nothing is sent when that says %s',
    async code => {
      const world = await setUp();
      world.script.lookAgain = async () => Promise.reject(refusal(code));
      expect((await run(world)).state).toMatchObject({ step: 'failed', failure: { code }, sent: 'no' });
      expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
    },
  );
  it('and not sent a second time when this key has signed it meanwhile', async () => {
    const world = await setUp();
    world.script.lookAgain = async () => 'done';
    expect((await run(world)).state.step).toBe('done');
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
    expect(await world.receipts()).toBe(1);
  });
  it('with patience, as long as only the service is slow', async () => {
    const world = await setUp();
    const answers = [refusal('network-gone'), refusal('service-slow')];
    world.script.lookAgain = async () => {
      const next = answers.shift();
      if (next) throw next;
      return 'unchanged';
    };
    expect((await run(world)).state.step).toBe('done');
  });
  it('also when a signature of an earlier try goes out', async () => {
    const world = await setUp();
    await world.left({ state: failed('validation-failed') }, ['content', 'created', 'stamped']);
    world.script.lookAgain = async () => Promise.reject(refusal('document-changed'));
    await world.engine.retry('job-1');
    expect((await world.engine.settled('job-1')).state).toMatchObject({
      failure: { code: 'document-changed' },
      sent: 'no',
    });
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
  });
});

describe('what must be there before a signature', () => {
  it('is there before a person is asked for one', async () => {
    const world = await setUp();
    world.script.ready = async () => Promise.reject(refusal('wrong-password'));
    expect((await run(world)).state).toMatchObject({ failure: { code: 'wrong-password' }, sent: 'no' });
    expect(world.calls).toEqual([]);
  });
});

describe('a session that is over', () => {
  const over = async () => Promise.reject(refusal('session-expired'));
  it('is renewed once for what a person asked for, and the job goes on', async () => {
    const world = await setUp();
    world.script.ready = over;
    world.script.renew = async () => {
      world.script.ready = async () => {};
    };
    expect((await run(world)).state.step).toBe('done');
    expect(world.calls).toEqual(['renew', ...WAY]);
  });
  it('is not renewed again where that was refused, however often is asked', async () => {
    const world = await setUp();
    world.script.submit = async () => Promise.reject(refusal('network-gone'));
    world.script.ask = over;
    world.script.renew = async () => Promise.reject(refusal('login-refused'));
    expect((await run(world)).state).toMatchObject({
      failure: { code: 'ambiguous-submit' },
      sent: 'unknown',
    });
    expect(world.calls.filter(call => call === 'ask')).toHaveLength(4);
    expect(world.calls.filter(call => call === 'renew')).toHaveLength(1);
    await world.engine.retry('job-1');
    await world.engine.settled('job-1');
    expect(world.calls.filter(call => call === 'renew')).toHaveLength(2);
  });
  it('is not renewed for one job of a batch when that was refused to another', async () => {
    const world = await setUp();
    const looks: PromiseWithResolvers<void>[] = [];
    world.script.lookAgain = async () => {
      const one = Promise.withResolvers<void>();
      looks.push(one);
      await one.promise;
      return over();
    };
    world.script.renew = async () => Promise.reject(refusal('login-refused'));
    const of = (id: string) => aJob({ id, subject: id, batchId: 'b' });
    for (const id of ['a', 'b']) await world.engine.start(of(id), { content: CONTENT });
    await expect.poll(() => looks.length).toBe(2);
    looks[0]?.resolve();
    await expect.poll(() => world.calls.filter(call => call === 'renew').length).toBe(1);
    looks[1]?.resolve();
    for (const id of ['a', 'b'])
      expect(await world.engine.settled(id)).toMatchObject({ state: { failure: { code: 'login-refused' } } });
    expect(world.calls.filter(call => call === 'renew')).toHaveLength(1);
  });
  it.each([
    [{ step: 'checking' }, 'session-expired', 'no'],
    [{ step: 'submitting' }, 'ambiguous-submit', 'unknown'],
  ] as const)('is not renewed for what an earlier life left at %s: it ends, and says so', async (...left) => {
    const [state, code, sent] = left;
    const world = await setUp();
    world.script.ready = over;
    world.script.ask = over;
    await world.left({ state }, ['content', 'created', 'stamped']);
    expect((await resumed(world)).state).toMatchObject({ step: 'failed', failure: { code }, sent });
    expect(world.calls.filter(call => !/^(ask|wait)/.test(call))).toEqual([]);
    Object.assign(world.script, { ready: async () => {}, ask: async () => 'not-done' });
    await world.engine.retry('job-1');
    expect((await world.engine.settled('job-1')).state.step).toBe('done');
    expect(world.calls).not.toContain('sign');
  });
  it('is not renewed for a window of a batch that nobody is at', async () => {
    const world = await setUp();
    world.script.ready = over;
    await world.left({ state: { step: 'signing' }, batchId: 'b' });
    expect((await resumed(world)).state).toMatchObject({ failure: { code: 'session-expired' }, sent: 'no' });
    expect(world.calls).toEqual([]);
  });
});

describe('one job per subject', () => {
  it('is shared by two starts at once', async () => {
    const world = await setUp();
    const [one, two] = await Promise.all([
      world.engine.start(aJob(), { content: CONTENT }),
      world.engine.start(aJob({ id: 'job-2' }), { content: CONTENT }),
    ]);
    expect(two.id).toBe(one.id);
    await world.engine.settled(one.id);
    expect(world.calls.filter(call => call === 'sign')).toHaveLength(1);
    expect(await world.db.count('jobs')).toBe(1);
  });
  it('begins anew once the first has ended', async () => {
    const world = await setUp();
    await run(world);
    expect((await run(world, aJob({ id: 'job-2' }))).id).toBe('job-2');
  });
  describe('of which nobody knows how it ended', () => {
    const unclear = async (with_ = {}) => {
      const world = await setUp();
      const state = failed('ambiguous-submit', 'unknown');
      await world.left({ id: 'before', state, updatedAt: 5, ...with_ }, ['content', 'created', 'stamped']);
      return world;
    };
    it('is not begun anew: the unclear one is given back, and tried again on a word of its own', async () => {
      const world = await unclear();
      expect((await world.engine.start(aJob(), { content: CONTENT })).id).toBe('before');
      expect(await world.journal.get('job-1')).toBeUndefined();
      // Whoever looks is told once more how it stands.
      expect(world.announced.map(({ id, state }) => `${id} ${state.step}`)).toEqual(['before failed']);
      await world.engine.retry('before');
      expect((await world.engine.settled('before')).state.step).toBe('done');
      expect(world.calls).toEqual(['ask', 'check:stamped', 'submit:stamped']);
    });
    it.each([
      ['other content was shown', { sha256: 'other' }],
      ['it was another action', { action: 'didox-cancel' }],
    ])('is no obstacle where %s', async (_why, with_) => {
      const world = await unclear(with_);
      expect((await run(world)).id).toBe('job-1');
    });
    it('is no obstacle once the document was seen done, nor for what only a person repeats', async () => {
      const world = await unclear();
      await world.left({ id: 'since', state: { step: 'done', receiptId: null, warning: null } });
      expect((await run(world)).id).toBe('job-1');
      const signIns = await unclear();
      signIns.script.repeat = 'by-person';
      expect((await run(signIns)).id).toBe('job-1');
    });
  });
  it('does not sign what a dead worker left, when somebody clicks before the rebirth', async () => {
    const world = await setUp();
    await world.left({ id: 'old', state: { step: 'signing' } });
    const ended = await run(world, aJob({ id: 'new' }));
    expect(ended.id).toBe('new');
    expect((await world.journal.get('old'))?.state.step).toBe('interrupted');
  });
  it('lets a retry join the job that is under way for the same document', async () => {
    const world = await setUp();
    await world.left({ id: 'old', state: failed('no-permission') });
    let go = () => {};
    world.script.unlock = () => new Promise(resolve => (go = resolve));
    const started = await world.engine.start(aJob({ id: 'new' }), { content: CONTENT });
    await expect.poll(() => world.calls).toContain('unlock');
    expect((await world.engine.retry('old'))?.id).toBe('new');
    go();
    await world.engine.settled(started.id);
    expect(world.calls.filter(call => call.startsWith('submit'))).toHaveLength(1);
  });
  it('asks before it submits again what another job has done meanwhile', async () => {
    const world = await setUp();
    await world.left({ id: 'old', state: failed('no-permission') }, ['content', 'created', 'stamped']);
    await run(world, aJob({ id: 'new' }));
    world.calls.length = 0;
    world.script.ask = async () => 'done';
    await world.engine.retry('old');
    expect((await world.engine.settled('old')).state.step).toBe('done');
    expect(world.calls).toEqual(['ask']);
  });
});

describe('rebirth', () => {
  it.each(['queued', 'unlocking', 'signing'] as const)(
    'says "interrupted, nothing was sent" of a single click at %s',
    async step => {
      const world = await setUp();
      await world.left({ state: { step } });
      expect((await resumed(world)).state).toEqual({ step: 'interrupted' });
      expect(world.calls).toEqual([]);
    },
  );
  it('does not take up what only a person repeats, though it was signed: nobody signs in unasked', async () => {
    const world = await setUp();
    world.script.repeat = 'by-person';
    await world.left({ state: { step: 'checking' } }, ['content', 'created']);
    expect((await resumed(world)).state.step).toBe('interrupted');
    expect(world.calls).toEqual([]);
  });
  it('interrupts a deletion that was not begun', async () => {
    const world = await setUp();
    await world.left({ sha256: null, stamp: false }, []);
    expect((await resumed(world)).state.step).toBe('interrupted');
  });
  it.each(['queued', 'signing'] as const)('goes on with a job of a batch at %s', async step => {
    const world = await setUp();
    await world.left({ state: { step }, batchId: 'b' });
    expect((await resumed(world)).state.step).toBe('done');
  });
  it('cancels a job whose batch was stopped, and asks only where it may have been sent', async () => {
    const world = await setUp();
    world.script.wanted = false;
    await world.left({ state: { step: 'stamping' }, batchId: 'b' }, ['content', 'created']);
    await world.left({ id: 'sent', subject: 's', state: { step: 'submitting' }, batchId: 'b' }, [
      'content',
      'created',
      'stamped',
    ]);
    expect((await resumed(world)).state.step).toBe('cancelled');
    await expect
      .poll(async () => (await world.journal.get('sent'))?.state)
      .toMatchObject({
        step: 'failed',
        sent: 'unknown',
      });
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
  });
  it('never sends a signature that an earlier life did not see through the gate', async () => {
    const world = await setUp();
    world.script.gate = text => (text === 'stamped' ? 'signature-content-differs' : null);
    await world.left({ state: { step: 'stamping' } }, ['content', 'created', 'stamped']);
    expect((await resumed(world)).state).toMatchObject({ step: 'failed', sent: 'no' });
    expect(world.calls).toEqual(['check:stamped']);
  });
  it('goes on from a signature without asking a person again', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'checking' } }, ['content', 'created']);
    expect((await resumed(world)).state.step).toBe('done');
    expect(world.calls).toEqual(WAY.slice(2));
  });
  it.each([
    { step: 'submitting' },
    { step: 'asking', because: { code: 'network-gone', words: null, data: {} } },
  ] as const)('asks first when it may have been sent: $step', async state => {
    const world = await setUp();
    await world.left({ state }, ['content', 'created', 'stamped']);
    world.script.ask = async () => 'done';
    expect((await resumed(world)).state.step).toBe('done');
    expect(world.calls).toEqual(['ask']);
    expect(await world.receipts()).toBe(1);
  });
  it.each([
    { step: 'submitting' },
    { step: 'asking', because: { code: 'network-gone', words: null, data: {} } },
    { step: 'asking', because: { code: 'ambiguous-submit', words: null, data: {} } },
  ] as const)(
    'does not submit again because the service has nothing yet ($step $because.code): a person decides',
    async state => {
      const world = await setUp();
      await world.left({ state, batchId: 'b' }, ['content', 'created', 'stamped']);
      expect((await resumed(world)).state).toMatchObject({ step: 'failed', sent: 'unknown' });
      expect(world.calls).toEqual(['ask', 'wait:1500', 'ask', 'wait:4000', 'ask', 'wait:8000', 'ask']);
      world.calls.length = 0;
      await world.engine.retry('job-1');
      expect((await world.engine.settled('job-1')).state.step).toBe('done');
      expect(world.calls).toEqual(['ask', 'check:stamped', 'submit:stamped']);
    },
  );
  it('does not stretch a person’s word: "try again" was pressed, and the worker died submitting', async () => {
    const world = await setUp();
    await world.left({ state: failed('network-gone', 'unknown') }, ['content', 'created', 'stamped']);
    world.script.submit = () => new Promise(() => {});
    await world.engine.retry('job-1');
    await expect.poll(() => world.calls).toContain('submit:stamped');
    expect((await resumed(world)).state).toMatchObject({ step: 'failed', sent: 'unknown' });
    expect(world.calls.filter(call => call.startsWith('submit'))).toHaveLength(1);
  });
  it('submits again where the service had not looked at the first, checked anew', async () => {
    const world = await setUp();
    const because = { code: 'rate-limited', words: null, data: { retryAfterMs: 3000 } };
    await world.left({ state: { step: 'asking', because } }, ['content', 'created', 'stamped']);
    expect((await resumed(world)).state.step).toBe('done');
    expect(world.calls).toEqual(['ask', 'wait:3000', 'check:stamped', 'submit:stamped']);
  });
  it('never repeats what only a person repeats, such as signing in', async () => {
    const world = await setUp();
    world.script.repeat = 'by-person';
    await world.left({ state: { step: 'submitting' } }, ['content', 'created', 'stamped']);
    expect((await resumed(world)).state).toMatchObject({ step: 'failed', sent: 'unknown' });
    expect(world.calls).toEqual(['ask']);
  });
  it('finishes what stays on this machine', async () => {
    const world = await setUp();
    world.script.repeat = 'harmless';
    await world.left({ state: { step: 'submitting' } }, ['content', 'created', 'stamped']);
    expect((await resumed(world)).state.step).toBe('done');
    expect(world.calls).toEqual(['ask', 'check:stamped', 'submit:stamped']);
  });
  it('does not guess when the service cannot tell', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'submitting' } }, ['content', 'created', 'stamped']);
    world.script.ask = async () => 'unknown';
    expect((await resumed(world)).state).toMatchObject({
      step: 'failed',
      sent: 'unknown',
      failure: { code: 'ambiguous-submit' },
    });
    expect(world.calls.filter(call => call.startsWith('submit'))).toEqual([]);
  });
});

describe('a signature that fails the gate', () => {
  it('is kept, and not used when the job is tried again', async () => {
    const world = await setUp();
    world.script.gate = text => (text === 'created' ? 'signature-wrong-signer' : null);
    await run(world);
    expect(world.calls).not.toContain('stamp');
    world.script.sign = async () => ({ pkcs7_64: base64('second'), signatureHex: 'CD' });
    await world.engine.retry('job-1');
    expect((await world.engine.settled('job-1')).state.step).toBe('done');
    expect(world.calls.filter(call => call === 'sign')).toHaveLength(2);
    const kept = (await world.db.getAll('blobs')).map(blob => new TextDecoder().decode(blob.bytes));
    expect(kept).toEqual(expect.arrayContaining(['created', 'second']));
  });
  it('names the place where it is kept, as long as it is the one that failed', async () => {
    const evidence = async (prepare: (world: Awaited<ReturnType<typeof setUp>>) => void) => {
      const world = await setUp();
      prepare(world);
      const job = await run(world);
      const bytes = refusedBlob(job) && (await world.journal.blob(refusedBlob(job)!));
      const reason = job.state.step === 'failed' ? job.state.failure : null;
      return [reason && evidenceOf(reason), bytes && new TextDecoder().decode(bytes)];
    };
    const refuse = (bad: string, code: string) => (world: Awaited<ReturnType<typeof setUp>>) => {
      world.script.join = async () => base64('joined');
      world.script.gate = text => (text === bad ? code : null);
    };
    expect(await evidence(refuse('created', 'signature-mismatch'))).toEqual(['job/job-1', 'created']);
    expect(await evidence(refuse('stamped', 'stamp-invalid'))).toEqual(['job/job-1', 'stamped']);
    expect(await evidence(refuse('joined', 'signature-wrong-signer'))).toEqual(['job/job-1', 'joined']);
    const withoutTheirs = (world: Awaited<ReturnType<typeof setUp>>) => {
      world.script.join = async () => base64('joined');
      world.script.checkJoined = async () => Promise.reject(refusal('counterparty-differs'));
    };
    expect(await evidence(withoutTheirs)).toEqual(['job/job-1', 'joined']);
    // The signature is good: something else failed.
    const refusedByService = (world: Awaited<ReturnType<typeof setUp>>) => {
      world.script.submit = async () => Promise.reject(refusal('validation-failed'));
    };
    expect(await evidence(refusedByService)).toEqual([null, null]);
  });
  it('is looked through for the other side’s once more after a rebirth', async () => {
    const world = await setUp();
    world.script.join = async () => base64('joined');
    world.script.checkJoined = async () => Promise.reject(refusal('counterparty-differs'));
    await world.left({ state: { step: 'joining' } }, ['content', 'created', 'stamped', 'final']);
    expect((await resumed(world)).state).toMatchObject({ failure: { code: 'counterparty-differs' } });
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
  });
  it('keeps the other side’s signature for the next try', async () => {
    const world = await setUp();
    world.script.gate = text => (text === 'created' ? 'signature-mismatch' : null);
    await world.engine.start(aJob(), { content: CONTENT, theirs: new Uint8Array([1]) });
    await world.engine.settled('job-1');
    world.script.gate = () => null;
    expect((await world.engine.retry('job-1'))?.blobs).toHaveProperty('theirs');
    await world.engine.settled('job-1');
  });
  it('costs a bad stamp only the stamp', async () => {
    const world = await setUp();
    world.script.gate = text => (text === 'stamped' ? 'stamp-invalid' : null);
    await run(world);
    world.script.gate = () => null;
    await world.engine.retry('job-1');
    await world.engine.settled('job-1');
    expect(world.calls.filter(call => call === 'sign')).toHaveLength(1);
    expect(world.calls.filter(call => call === 'stamp')).toHaveLength(2);
  });
});

describe('cancelling', () => {
  it.each(['unlock', 'sign', 'stamp'] as const)('at %s ends the job with nothing sent', async step => {
    const world = await setUp();
    world.script[step] = () => new Promise<never>(() => {});
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect.poll(() => world.calls).toContain(step);
    await world.engine.cancel(id);
    expect((await world.journal.get(id))?.state).toEqual({ step: 'cancelled' });
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
  });
  it('while a sign-in is waited for does not wait for it', async () => {
    const world = await setUp();
    let waits = false;
    world.script.ready = () => {
      waits = true;
      return new Promise(() => {});
    };
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect.poll(() => waits).toBe(true);
    await world.engine.cancel(id);
    expect((await world.journal.get(id))?.state.step).toBe('cancelled');
  });
  it('during the submission comes too late: the end is the truth', async () => {
    const world = await setUp();
    let answer = (_: typeof DONE) => {};
    world.script.submit = () => new Promise(resolve => (answer = resolve));
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect.poll(() => world.calls).toContain('submit:stamped');
    await world.engine.cancel(id);
    answer(DONE);
    expect((await world.engine.settled(id)).state.step).toBe('done');
  });
  it('holds back what was just about to be sent', async () => {
    const world = await setUp();
    world.script.gate = pkcs7 => {
      if (pkcs7 === 'stamped') void world.engine.cancel('job-1');
      return null;
    };
    expect((await run(world)).state.step).toBe('cancelled');
    expect(world.calls).toContain('check:stamped');
    expect(world.calls.filter(call => call.startsWith('submit'))).toEqual([]);
  });

  it('never says "cancelled" of what may have been sent', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'submitting' } }, ['content', 'created', 'stamped']);
    let told = () => {};
    world.script.ask = () => new Promise(resolve => (told = () => resolve('not-done')));
    const engine = world.reborn();
    await engine.rebirth();
    await expect.poll(() => world.calls).toContain('ask');
    await engine.cancel('job-1');
    world.script.ask = async () => 'not-done';
    told();
    expect((await engine.settled('job-1')).state).toMatchObject({ step: 'failed', sent: 'unknown' });
  });
  it('keeps a signature that was made', async () => {
    const world = await setUp();
    world.script.stamp = () => new Promise<never>(() => {});
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect.poll(() => world.calls).toContain('stamp');
    await world.engine.cancel(id);
    expect((await world.journal.get(id))?.blobs.created).toBeDefined();
    world.script.stamp = async () => ({ kind: 'whole', pkcs7_64: base64('stamped') });
    await world.engine.retry(id);
    expect((await world.engine.settled(id)).state.step).toBe('done');
    expect(world.calls.filter(call => call === 'sign')).toHaveLength(1);
  });
  it('by the person in the password window is no failure', async () => {
    const world = await setUp();
    world.script.sign = async () => Promise.reject(refusal('module-cancelled'));
    expect((await run(world)).state).toEqual({ step: 'cancelled' });
  });
  it('ends a job that nobody is at', async () => {
    const world = await setUp();
    await world.left({ state: { step: 'stamping' } }, ['content', 'created']);
    await world.engine.cancel('job-1');
    expect((await world.journal.get('job-1'))?.state.step).toBe('cancelled');
  });
});

describe('patience', () => {
  it('tries a stamp three times when the service is down, waiting as long as it is told', async () => {
    const world = await setUp();
    const answers = [refusal('rate-limited', { retryAfterMs: 9_000 }), refusal('network-gone')];
    world.script.stamp = async () => {
      const next = answers.shift();
      if (next) throw next;
      return { kind: 'whole', pkcs7_64: base64('stamped') };
    };
    expect((await run(world)).state.step).toBe('done');
    expect(world.calls.filter(call => call.startsWith('wait'))).toEqual(['wait:9000', 'wait:4000']);
  });
  it('does not wait an hour because the service says so', async () => {
    const world = await setUp();
    world.script.stamp = async () => Promise.reject(refusal('rate-limited', { retryAfterMs: 3_600_000 }));
    expect((await run(world)).state).toMatchObject({ step: 'failed', failure: { code: 'rate-limited' } });
    expect(world.calls.some(call => call.startsWith('wait'))).toBe(false);
  });
  it('does not repeat what a person or a rule refused', async () => {
    const world = await setUp();
    world.script.stamp = async () => Promise.reject(refusal('no-permission'));
    await run(world);
    expect(world.calls.filter(call => call === 'stamp')).toHaveLength(1);
  });
});

describe('a full disk', () => {
  const full = () => new DOMException('full', 'QuotaExceededError');
  it('sends nothing of what could not be kept', async () => {
    for (const step of ['checking', 'stamping'] as const) {
      const world = await setUp();
      let room = false;
      world.script.putFails = job => {
        if (room || job.state.step !== step) return null;
        room = true;
        return refusal('storage-full');
      };
      expect((await run(world)).state).toMatchObject({ failure: { code: 'storage-full' }, sent: 'no' });
      expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
    }
  });
  it('is named, and nothing goes on unwritten', async () => {
    const world = await setUp();
    world.script.putFails = job => (job.state.step === 'submitting' ? refusal('storage-full') : null);
    expect((await run(world)).state).toMatchObject({ failure: { code: 'storage-full' }, sent: 'no' });
    expect(world.calls.some(call => call.startsWith('submit'))).toBe(false);
  });
  it('does not leave the screen busy for ever, and the next life asks', async () => {
    const world = await setUp();
    world.script.putFails = job => (['done', 'failed'].includes(job.state.step) ? full() : null);
    const { id } = await world.engine.start(aJob(), { content: CONTENT });
    await expect(world.engine.settled(id)).rejects.toThrow('full');
    expect(world.announced.at(-1)).toMatchObject({ open: 0, state: { step: 'failed', sent: 'unknown' } });
    world.script.putFails = null;
    world.script.ask = async () => 'done';
    expect((await resumed(world, id)).state.step).toBe('done');
    expect(world.calls.filter(call => call.startsWith('submit'))).toHaveLength(1);
  });
});
