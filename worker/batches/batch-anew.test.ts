import { expect, it } from 'vitest';
import { createPatience } from './batch-patience.ts';
import { documentId, OWNER, setUpBatches } from './batches.fixture.ts';

const ended = async (world: Awaited<ReturnType<typeof setUpBatches>>, id: string) =>
  expect.poll(async () => (await world.batches.get(id))?.state).toBe('finished');

it('a document that has come back to be signed is signed, not called done because of an earlier batch', async () => {
  const world = await setUpBatches({ count: 1 });
  await expect.poll(async () => (await world.view()).state).toBe('ready');
  await world.batches.start(world.id);
  await ended(world, world.id);
  expect(world.numbers('submitted')).toEqual([1]);
  // A month later the service has it among those that wait once more, and it is shown and agreed to anew.
  world.clock.now += 30 * 24 * 3_600_000;
  const again = await world.batches.prepare('production', [
    { owner: OWNER, documentId: documentId(1), outgoing: true },
  ]);
  await expect.poll(async () => (await world.batches.get(again))?.state).toBe('ready');
  await world.batches.start(again);
  await ended(world, again);
  expect(world.numbers('submitted')).toEqual([1, 1]);
});

it('a clock that is set back does not keep a batch waiting for the difference', async () => {
  let now = 10 * 3_600_000;
  const timers: { run: () => void; ms: number }[] = [];
  const patience = createPatience({
    now: () => now,
    setTimeout: (run, ms) => timers.push({ run, ms }),
    clearTimeout: () => {},
  });
  patience.told(5_000);
  now -= 3_600_000; // the clock is put right
  void patience.calm();
  expect(timers[0]?.ms).toBeLessThanOrEqual(5_000);
});
