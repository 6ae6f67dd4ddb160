import { describe, expect, it } from 'vitest';
import { failure } from '../../lib/signing/failure.ts';
import { keyView } from '../keys/keys.fixture.ts';
import { OWNER, refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
const OTHER = 'tin:2';
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const stateOf = async (world: World) => (await world.view()).state;
/** The states of the first company's documents, and of the second's. */
const halves = async (world: World) => {
  const states = await world.states();
  return [states.slice(0, states.length / 2), states.slice(states.length / 2)].map(half => [
    ...new Set(half),
  ]);
};
const read = async (count = 6) => {
  const world = await setUpBatches({ count, owners: [OWNER, OTHER] });
  await until(() => stateOf(world)).toBe('ready');
  return world;
};
/** The second company has a key of its own. */
const withTwoKeys = (world: World) => {
  world.script.signersOf = owner =>
    owner === OTHER
      ? { candidates: [keyView('other')], settled: keyView('other'), unusable: null, whose: OTHER }
      : null;
};

describe('what stands in the way of one company', () => {
  it('leaves the documents of the others readable, and is met again by its own only', async () => {
    const world = await setUpBatches({ count: 20, owners: [OWNER, OTHER] });
    world.script.read = async n => {
      if (n <= 10) throw refusal('account-blocked');
    };
    await until(() => stateOf(world)).toBe('ready');
    expect(await halves(world)).toEqual([['skipped'], ['waiting']]);
    expect(world.numbers('read').filter(n => n <= 10).length).toBeLessThanOrEqual(8);
    await world.batches.control(world.id, 'read-again');
    await until(() => stateOf(world)).toBe('ready');
    expect(await halves(world)).toEqual([['skipped'], ['waiting']]);
  });

  it('lets the others’ documents be signed, is told of meanwhile, and then pauses the batch', async () => {
    const world = await read();
    let send: () => void = () => undefined;
    const sent = new Promise<void>(resolve => {
      send = resolve;
    });
    world.script.submit = async n => {
      if (n <= 3) throw refusal('account-blocked');
      await sent;
      return { answer: 'ok', warning: null };
    };
    await world.batches.start(world.id);
    await until(() => world.numbers('submitted')).toEqual([1, 4]);
    const blocked = [{ owner: OWNER, name: 'Alfa', count: 3, failure: { code: 'account-blocked' } }];
    expect(await world.view()).toMatchObject({ state: 'running', pausedBy: null, blocked });
    send();
    await until(() => stateOf(world)).toBe('paused');
    expect(await world.view()).toMatchObject({ pausedBy: null, blocked });
    expect(await halves(world)).toEqual([['waiting'], ['done']]);
    world.script.submit = async () => ({ answer: 'ok', warning: null });
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.view()).toMatchObject({ done: 6, blocked: [] });
  });

  it('is remembered by a worker that is born meanwhile', async () => {
    const world = await read();
    const stored = await world.db.get('batches', world.id);
    if (!stored) throw new Error('no batch');
    const blocked = [{ owner: OWNER, failure: failure('offer-not-signed') }];
    const keys = { [OWNER]: 'k', [OTHER]: 'k' };
    await world.db.put('batches', { ...stored, state: 'running', startedAt: 1, keys, blocked });
    const next = world.live();
    await next.rebirth();
    await until(async () => (await world.view(next)).state).toBe('paused');
    const view = await world.view(next);
    expect(view.blocked).toMatchObject(blocked);
    expect(view.items.map(({ state }) => state)).toEqual([
      ...['waiting', 'waiting', 'waiting'],
      ...['done', 'done', 'done'],
    ]);
  });

  it('is a session that ended while the worker was dead: the others’ go on, and no window opens for it', async () => {
    const world = await read();
    const stored = await world.db.get('batches', world.id);
    if (!stored) throw new Error('no batch');
    const keys = { [OWNER]: 'k', [OTHER]: 'k' };
    await world.db.put('batches', { ...stored, state: 'running', startedAt: 1, keys });
    world.script.signedOut = OWNER;
    const next = world.live();
    await next.rebirth();
    await until(async () => (await world.view(next)).state).toBe('paused');
    expect(await world.view(next)).toMatchObject({
      done: 3,
      pausedBy: null,
      blocked: [{ owner: OWNER, count: 3, failure: { code: 'session-expired' } }],
    });
    expect(world.numbers('submitted')).toEqual([4, 5, 6]);
    expect(world.numbers('signed in')).toEqual([]);
  });

  it('is the key’s, and blocks each company for which that key signs: a PIN is not asked for twice', async () => {
    const world = await read();
    world.script.sign = () => 'pin-wrong';
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('paused');
    expect(world.numbers('asked')).toEqual([1]);
    expect((await world.view()).blocked).toMatchObject([{ owner: OWNER }]);
    expect(await halves(world)).toEqual([['waiting'], ['waiting']]);
  });

  it.each(['not-running', 'cancelled'] as const)(
    'is not the module’s: %s pauses all of them at once',
    async code => {
      const world = await read();
      withTwoKeys(world);
      world.script.sign = () => code;
      await world.batches.start(world.id);
      await until(() => stateOf(world)).toBe('paused');
      expect(world.numbers('asked')).toEqual([1]);
      expect(await world.view()).toMatchObject({ pausedBy: { owner: OWNER }, blocked: [] });
    },
  );
});
