import { describe, expect, it } from 'vitest';
import { createQueue } from './queue.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';

function setUp() {
  const held = { now: 0, total: 0 };
  const wake = {
    hold() {
      held.now++;
      held.total++;
      return () => {
        held.now--;
      };
    },
  };
  let changes = 0;
  const queue = createQueue({ timer: new FakeClock(), wake, onChange: () => changes++ });
  return { queue, held, changes: () => changes };
}

describe('the queue', () => {
  it('runs one at a time, first in first out, also after a failure', async () => {
    const { queue } = setUp();
    const log: string[] = [];
    const task = (name: string, fails = false) =>
      queue.run(name, undefined, async () => {
        log.push(`${name}+`);
        await settle();
        log.push(`${name}-`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([task('a'), task('b', true), task('c')]);
    expect(log).toEqual(['a+', 'a-', 'b+', 'b-', 'c+', 'c-']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('holds the background awake once per pending call, and lets go at its end', async () => {
    const { queue, held } = setUp();
    const stop = new AbortController();
    const calls = [
      queue.run('a', undefined, settle),
      queue.run('b', undefined, () => Promise.reject(new Error('b'))),
      queue.run('c', stop.signal, settle),
    ];
    expect(held).toEqual({ now: 3, total: 3 });
    stop.abort();
    await Promise.allSettled(calls);
    expect(held).toEqual({ now: 0, total: 3 });
  });

  it('takes an aborted call out of the line at once and never runs it', async () => {
    const { queue } = setUp();
    const stop = new AbortController();
    let ran = false;
    let finish = () => {};
    const first = queue.run('first', undefined, () => new Promise<void>(resolve => (finish = resolve)));
    const second = queue.run('second', stop.signal, async () => {
      ran = true;
    });
    expect(queue.state()).toMatchObject({ current: { verb: 'first' }, waiting: 1 });
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: 'aborted', verb: 'second' });
    expect(queue.state().waiting).toBe(0);
    finish();
    await first;
    await settle();
    expect(ran).toBe(false);
    await expect(queue.run('third', stop.signal, settle)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('tells what is under way and since when', async () => {
    const { queue, changes } = setUp();
    const call = queue.run('pfx.load_key', undefined, settle);
    expect(queue.state()).toEqual({
      current: { verb: 'pfx.load_key', since: Date.UTC(2026, 7, 20) },
      waiting: 0,
    });
    await call;
    await settle();
    expect(queue.state().current).toBeNull();
    expect(changes()).toBeGreaterThan(1);
  });
});
