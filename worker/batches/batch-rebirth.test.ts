import { describe, expect, it } from 'vitest';
import type { JobRecord } from '../../lib/signing/job.ts';
import { refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const stateOf = async (world: World, of = world.batches) => (await world.view(of)).state;
const statesOf = async (world: World, of: World['batches']) =>
  (await world.view(of)).items.map(({ state }) => state);
const fine = async () => ({ answer: 'ok', warning: null });
const never = () => new Promise<never>(() => {});

/** Two documents read, the third left out. */
const readButOne = async () => {
  const world = await setUpBatches({ count: 3 });
  world.script.read = async n => {
    if (n === 3) throw refusal('network-gone');
  };
  await until(() => stateOf(world)).toBe('ready');
  return world;
};

describe('a worker that is born while a stopped batch is read again', () => {
  it('reads on, and waits for what was still being sent', async () => {
    const world = await readButOne();
    world.script.submit = n => (n === 2 ? never() : fine());
    await world.batches.start(world.id);
    await until(() => world.numbers('submitted').length).toBe(2);
    await world.batches.control(world.id, 'stop');
    world.script.read = never;
    await world.batches.control(world.id, 'read-again');
    await until(async () => (await world.db.get('batches', world.id))?.state).toBe('preparing');
    world.script.read = async () => undefined;
    const next = world.live();
    await next.rebirth();
    await until(() => stateOf(world, next)).toBe('ready');
    await until(() => statesOf(world, next)).toEqual(['done', 'failed', 'waiting']);
    await next.start(world.id);
    await until(() => stateOf(world, next)).toBe('finished');
    expect(await statesOf(world, next)).toEqual(['done', 'failed', 'done']);
    expect(world.numbers('submitted')).toEqual([1, 2, 3]);
  });
});

describe('a batch that a dead worker left running', () => {
  /** The first document was being sent, the second waits. */
  const leftRunning = async () => {
    const world = await setUpBatches({ count: 2 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.submit = n => (n === 1 ? never() : fine());
    world.script.sign = question => (question === 1 ? 'signed' : null);
    await world.batches.start(world.id);
    await until(() => world.numbers('submitted')).toEqual([1]);
    return world;
  };

  it('takes a document up again whose job is interrupted', async () => {
    const world = await leftRunning();
    for (const job of await world.db.getAll('jobs')) {
      const { content = '' } = job.blobs;
      await world.db.put('jobs', { ...job, open: 0, blobs: { content }, state: { step: 'interrupted' } });
    }
    world.script.submit = fine;
    world.script.sign = () => 'signed';
    const next = world.live();
    await next.rebirth();
    await until(() => stateOf(world, next)).toBe('finished');
    expect(await statesOf(world, next)).toEqual(['done', 'done']);
  });

  it('is adopted before a click on it counts: nothing under way is left waiting for nobody', async () => {
    const world = await leftRunning();
    // Nobody has asked for a rebirth yet.
    const next = world.live();
    await next.control(world.id, 'pause');
    await until(() => statesOf(world, next)).toEqual(['failed', 'waiting']);
    expect(await stateOf(world, next)).toBe('paused');
    expect(world.numbers('submitted')).toEqual([1]);
  });
});

describe('a job that a dead worker left', () => {
  const job = (batchId: string | null) => ({ batchId, blobs: {} }) as JobRecord;

  it('is wanted by its batch while that runs, and by no batch where it has none', async () => {
    const world = await setUpBatches({ count: 1 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.sign = () => null;
    await world.batches.start(world.id);
    expect(await world.batches.stillWanted(job(world.id))).toBe(true);
    expect(await world.batches.stillWanted(job(null))).toBe(false);
    expect(await world.batches.stillWanted(job('gone'))).toBe(false);
    await world.batches.control(world.id, 'stop');
    expect(await world.batches.stillWanted(job(world.id))).toBe(false);
  });
});
