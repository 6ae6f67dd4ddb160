import { describe, expect, it } from 'vitest';
import type { BatchCommand } from '../../lib/messages/views/batch.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const stateOf = async (world: World) => (await world.view()).state;
const unclear = async () => Promise.reject(refusal('ambiguous-submit'));
const fine = async () => ({ answer: 'ok', warning: null });
const UNKNOWN = { state: 'failed', error: { code: 'ambiguous-submit' } };
const numberOf = ({ target }: JobRecord) =>
  Number.parseInt((target as { documentId: string }).documentId.slice(16), 16);

/** One document done, and the jobs of the two others called back: by a pause, or by a stop. */
async function calledBack(by: 'pause' | 'stop') {
  const world = await setUpBatches({ count: 3 });
  await until(() => stateOf(world)).toBe('ready');
  world.script.sign = question => (question === 1 ? 'signed' : null);
  await world.batches.start(world.id);
  const steps = async () => (await world.db.getAll('jobs')).map(({ state }) => state.step).toSorted();
  await until(steps).toEqual(['done', 'signing', 'signing']);
  await world.batches.control(world.id, by);
  await until(() => world.states()).not.toContain('working');
  world.script.sign = () => 'signed';
  const job = (await world.db.getAll('jobs')).find(({ state }) => state.step === 'cancelled');
  if (!job) throw new Error('nothing was called back');
  return { world, job, n: numberOf(job) };
}
/** "Try again" on one of them: it is submitted, and the answer is lost. */
async function triedOnItsOwn(by: 'pause' | 'stop') {
  const { world, job, n } = await calledBack(by);
  world.script.submit = async () => Promise.reject(refusal('network-gone'));
  expect((await world.retry(job.id)).state).toMatchObject({ step: 'failed', sent: 'unknown' });
  world.script.submit = fine;
  return { world, job, n };
}
const submissions = (world: World, n: number) => world.numbers('submitted').filter(one => one === n).length;
const finish = async (world: World, command: BatchCommand, batches = world.batches) => {
  await batches.control(world.id, command);
  await until(async () => (await world.view(batches)).state).toBe('finished');
};

describe('a document that was tried on its own, with an end that nobody knows', () => {
  it.each([
    ['pause', 'resume'],
    ['stop', 'sign-rest'],
  ] as const)('after a %s counts as failed, and is not sent again by "%s"', async (by, command) => {
    const { world, n } = await triedOnItsOwn(by);
    await until(async () => (await world.view()).items[n - 1]).toMatchObject(UNKNOWN);
    await finish(world, command);
    expect(await world.view()).toMatchObject({ done: 2, failed: 1 });
    expect(submissions(world, n)).toBe(1);
  });

  it('goes on with one click of its own', async () => {
    const { world, n } = await triedOnItsOwn('pause');
    await finish(world, 'resume');
    await finish(world, 'retry-failed');
    expect(await world.view()).toMatchObject({ done: 3, failed: 0 });
    expect(submissions(world, n)).toBe(2);
  });

  it('is not shown with what it failed of before', async () => {
    const world = await setUpBatches({ count: 1 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.submit = async () => Promise.reject(refusal('validation-failed'));
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    world.script.submit = unclear;
    const [job] = await world.db.getAll('jobs');
    await world.retry(job?.id ?? '');
    await until(async () => (await world.view()).items[0]).toMatchObject(UNKNOWN);
  });
});

describe('an end that nobody knows, of which the batch was not told', () => {
  /** As the journal has it; the item still waits. */
  const written = async (by: 'pause' | 'stop', more: Partial<JobRecord> = {}) => {
    const { world, job, n } = await calledBack(by);
    // What would pause the batch if it happened now.
    const failure = { code: 'network-gone', words: null, data: {} };
    await world.db.put('jobs', { ...job, ...more, state: { step: 'failed', failure, sent: 'unknown' } });
    return { world, job, n };
  };

  it.each([
    ['pause', 'resume', 'the item’s own', {}],
    ['stop', 'sign-rest', 'the item’s own', {}],
    ['pause', 'resume', 'a tab’s', { id: 'of-a-tab', batchId: null }],
  ] as const)('after a %s is not passed over by "%s": %s', async (by, command, _whose, more) => {
    const { world, n } = await written(by, more);
    await finish(world, command);
    expect((await world.view()).items[n - 1]).toMatchObject(UNKNOWN);
    expect(submissions(world, n)).toBe(0);
    await finish(world, 'retry-failed');
    expect(await world.view()).toMatchObject({ done: 3 });
    expect(submissions(world, n)).toBe(1);
  });

  it('is over when the document was seen done since', async () => {
    const { world, job, n } = await written('pause');
    const state = { step: 'done', receiptId: null, warning: null } as const;
    await world.db.put('jobs', {
      ...job,
      id: 'of-a-tab',
      batchId: null,
      updatedAt: job.updatedAt + 1,
      state,
    });
    await finish(world, 'resume');
    expect(await world.view()).toMatchObject({ done: 3 });
    expect(submissions(world, n)).toBe(0);
  });
});

describe('"Retry failed" for an end that nobody knows', () => {
  /** All ended unclear and are tried again; the batch pauses before the last two come to it. */
  const interrupted = async () => {
    const world = await setUpBatches({ count: 3 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.submit = unclear;
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.view()).toMatchObject({ failed: 3 });
    const { promise, resolve: send } = Promise.withResolvers<void>();
    world.script.submit = () => promise.then(fine);
    await world.batches.control(world.id, 'retry-failed');
    await until(() => world.numbers('submitted').length).toBe(4);
    await world.batches.control(world.id, 'pause');
    return { world, send };
  };

  it('is remembered over a pause', async () => {
    const { world, send } = await interrupted();
    send();
    await finish(world, 'resume');
    expect(await world.view()).toMatchObject({ done: 3 });
  });

  it('is not remembered by a worker that is born since', async () => {
    const { world, send } = await interrupted();
    send();
    await until(() => world.states()).not.toContain('working');
    const next = world.live();
    await finish(world, 'resume', next);
    expect(await world.view(next)).toMatchObject({ done: 1, failed: 2 });
    expect(world.numbers('submitted')).toHaveLength(4);
  });

  it('is not remembered by "Sign the rest" after a stop', async () => {
    const { world, send } = await interrupted();
    await world.batches.control(world.id, 'stop');
    send();
    await until(async () => (await world.view()).rest).toBe(2);
    await finish(world, 'sign-rest');
    expect(await world.view()).toMatchObject({ done: 1, failed: 2 });
    expect(world.numbers('submitted')).toHaveLength(4);
  });
});
