import { describe, expect, it } from 'vitest';
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
