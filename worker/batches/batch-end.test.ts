import { describe, expect, it } from 'vitest';
import { documentId, OWNER, refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const stateOf = async (world: World) => (await world.view()).state;
const fine = async () => ({ answer: 'ok', warning: null });
/** Which document comes first is nobody's promise. */
const states = async (world: World) => (await world.states()).toSorted();

/** One document refused, one signed, and then somebody pressed "Stop". */
async function stopped() {
  const world = await setUpBatches({ count: 6 });
  await until(() => stateOf(world)).toBe('ready');
  world.script.submit = async () =>
    world.numbers('submitted').length === 1 ? Promise.reject(refusal('validation-failed')) : fine();
  world.script.sign = question => (question <= 2 ? 'signed' : null);
  await world.batches.start(world.id);
  await until(async () => (await world.view()).done).toBe(1);
  await world.batches.control(world.id, 'stop');
  await until(() => states(world)).toEqual([...Array(4).fill('cancelled'), 'done', 'failed']);
  world.script.submit = fine;
  world.script.sign = () => 'signed';
  return world;
}

describe('after a stop', () => {
  it('"Retry failed" touches only what failed, also after a pause in between', async () => {
    const world = await stopped();
    world.script.sign = () => 'not-running';
    // Without the signature that was refused: the module is asked, and is away.
    await world.db.clear('jobs');
    await world.batches.control(world.id, 'retry-failed');
    await until(() => stateOf(world)).toBe('paused');
    world.script.sign = () => 'signed';
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
    expect(await states(world)).toEqual([...Array(4).fill('cancelled'), 'done', 'done']);
  });

  it('"Sign the rest" signs what was stopped, and leaves what failed', async () => {
    const world = await stopped();
    expect((await world.view()).rest).toBe(4);
    await world.batches.control(world.id, 'sign-rest');
    await until(() => stateOf(world)).toBe('finished');
    expect(await states(world)).toEqual([...Array(5).fill('done'), 'failed']);
    expect((await world.view()).rest).toBe(0);
  });

  it('nothing is taken up before what was being sent has come to its end', async () => {
    const world = await setUpBatches({ count: 3 });
    await until(() => stateOf(world)).toBe('ready');
    let send: () => void = () => undefined;
    const sent = new Promise<void>(resolve => {
      send = resolve;
    });
    world.script.sign = question => (question === 1 ? 'signed' : null);
    world.script.submit = async () => {
      await sent;
      return fine();
    };
    await world.batches.start(world.id);
    await until(() => world.numbers('submitted')).toHaveLength(1);
    await world.batches.control(world.id, 'stop');
    expect((await world.view()).rest).toBe(0);
    await world.batches.control(world.id, 'sign-rest');
    expect(await stateOf(world)).toBe('stopped');
    send();
    await until(async () => (await world.view()).rest).toBe(2);
  });

  it('a review that was given up has no rest: it was never agreed to', async () => {
    const world = await setUpBatches({ count: 3 });
    await until(() => stateOf(world)).toBe('ready');
    await world.batches.control(world.id, 'stop');
    expect((await world.view()).rest).toBe(0);
    await world.batches.control(world.id, 'sign-rest');
    expect(await stateOf(world)).toBe('stopped');
  });

  it('goes on what another batch began: that is not this one’s to stop', async () => {
    const world = await setUpBatches({ count: 1 });
    await until(() => stateOf(world)).toBe('ready');
    world.script.sign = () => null;
    await world.batches.start(world.id);
    await until(() => world.numbers('asked')).toEqual([1]);
    const same = [{ owner: OWNER, documentId: documentId(1), outgoing: true }];
    const second = await world.batches.prepare('production', same);
    const other = () => world.batches.get(second);
    await until(async () => (await other())?.state).toBe('ready');
    await world.batches.start(second);
    await until(async () => (await other())?.items[0]?.step).toBe('signing');
    await world.batches.control(second, 'stop');
    world.answer();
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.states()).toEqual(['done']);
    await until(async () => (await other())?.items[0]?.state).toBe('done');
  });
});
