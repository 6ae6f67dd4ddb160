import { describe, expect, it } from 'vitest';
import { refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
const DAY = 24 * 60 * 60_000;
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const stateOf = async (world: World) => (await world.view()).state;
const start = async (count: number) => {
  const world = await setUpBatches({ count });
  await until(() => stateOf(world)).toBe('ready');
  await world.batches.start(world.id);
  return world;
};
const fine = async () => ({ answer: 'ok', warning: null });

describe('the batch on the banner', () => {
  const failing = async () => {
    const world = await setUpBatches({ count: 2 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.submit = async n => (n === 1 ? Promise.reject(refusal('validation-failed')) : fine());
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    return world;
  };
  const shown = async (world: World) => (await world.batches.get(null))?.id ?? null;

  it('is none that ended well', async () => {
    const world = await start(2);
    await until(() => stateOf(world)).toBe('finished');
    expect(await shown(world)).toBeNull();
  });

  it('is one that ended with failures, until somebody has seen them', async () => {
    const world = await failing();
    expect(await shown(world)).toBe(world.id);
    await world.batches.control(world.id, 'dismiss');
    expect(await shown(world)).toBeNull();
    // What is tried again may fail again.
    await world.batches.control(world.id, 'retry-failed');
    await until(() => stateOf(world)).toBe('finished');
    expect(await shown(world)).toBe(world.id);
  });

  it('is not one of the day before', async () => {
    const world = await failing();
    world.clock.now += DAY;
    expect(await shown(world)).toBeNull();
  });

  it('is not one whose failures were mended one by one', async () => {
    const world = await failing();
    const [failed] = (await world.db.getAll('jobs')).filter(({ state }) => state.step === 'failed');
    if (!failed) throw new Error('no failed job');
    await world.db.put('jobs', { ...failed, state: { step: 'done', receiptId: null, warning: null } });
    expect(await shown(world)).toBeNull();
  });
});
