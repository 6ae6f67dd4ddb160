import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createWatch, WATCH_ALARM } from './watch.ts';

type Counts = readonly { owner: string; waiting: number | null }[];

function setUp(first: { badge?: boolean; watchInbox?: boolean } = {}) {
  const settings = { didoxServer: 'production', badge: true, watchInbox: true, ...first };
  const world = {
    counts: async (): Promise<Counts> => [],
    badge: null as string | null,
    alarms: new Map<string, number>(),
    told: [] as string[],
    opened: [] as string[],
    forgotten: [] as string[],
    timers: [] as (() => void)[],
    now: 1_000_000,
  };
  const session = memoryStore();
  const live = () =>
    createWatch({
      platform: {
        session,
        timer: {
          now: () => world.now,
          setTimeout: run => world.timers.push(run),
          clearTimeout: () => undefined,
        },
        alarms: {
          set: async (name, ms) =>
            void (ms === null ? world.alarms.delete(name) : world.alarms.set(name, ms)),
        },
        badge: async text => {
          world.badge = text;
        },
        notify: async (_id, _title, message) => void world.told.push(message),
        forgetNotification: async id => void world.forgotten.push(id),
        tabs: { openDesk: async (route: string) => void world.opened.push(route) } as never,
      },
      settings: { get: async () => settings as never },
      inbox: { counts: () => world.counts() },
      texts: async () => ({ t: (key: string, data?: { n?: number }) => `${key} ${data?.n ?? ''}` }) as never,
    });
  const waiting = (counts: Record<string, number | null>) => {
    world.counts = async () => Object.entries(counts).map(([owner, count]) => ({ owner, waiting: count }));
  };
  return { world, settings, session, watch: live(), live, waiting };
}

describe('the watch over the inbox', () => {
  it('tells what is new for who was counted before', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    expect([world.badge, world.told]).toEqual(['3', []]);
    waiting({ a: 5 });
    await watch.look();
    expect([world.badge, world.told]).toEqual(['5', ['watch.message 2']]);
    await watch.look();
    expect(world.told).toHaveLength(1);
  });

  it('does not call another company’s backlog news when it signs in', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    waiting({ a: 3, b: 40 });
    await watch.look();
    expect([world.badge, world.told]).toEqual(['43', []]);
    waiting({ a: 2, b: 41 });
    await watch.look();
    expect(world.told).toEqual(['watch.message 1']);
  });

  it('goes on trying while the service cannot be asked, and keeps the number', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 3, b: 1 });
    await watch.arm();
    waiting({ a: null, b: null });
    await watch.look();
    expect(world.badge).toBe('4');
    expect(world.alarms.has(WATCH_ALARM)).toBe(true);
    waiting({ a: null, b: 2 });
    await watch.look();
    expect([world.badge, world.told]).toEqual(['5', ['watch.message 1']]);
    waiting({ a: 4, b: 2 });
    await watch.look();
    expect(world.told).toEqual(['watch.message 1', 'watch.message 1']);
  });

  it('stops once nobody is signed in any more', async () => {
    const { world, watch, waiting, session } = setUp();
    waiting({ a: 3 });
    await watch.arm();
    expect(world.alarms.get(WATCH_ALARM)).toBe(600_000);
    waiting({});
    await watch.look();
    expect([world.badge, world.alarms.size]).toEqual(['', 0]);
    expect(await session.get('watch.counts.production')).toBeUndefined();
  });

  it('remembers what it told over the death of the worker', async () => {
    const { world, watch, live, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    waiting({ a: 4 });
    await live().look();
    await live().look();
    expect(world.told).toEqual(['watch.message 1']);
  });

  it('tells one document once, though two look at the same time', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    waiting({ a: 4 });
    await Promise.all([watch.look(), watch.look()]);
    expect(world.told).toEqual(['watch.message 1']);
  });

  it('asks nobody when neither badge nor notification is wanted', async () => {
    const { world, watch, waiting } = setUp({ badge: false, watchInbox: false });
    waiting({ a: 3 });
    let asked = 0;
    const counts = world.counts;
    world.counts = () => {
      asked += 1;
      return counts();
    };
    await watch.arm();
    await watch.look();
    watch.lookSoon();
    for (const run of world.timers) run();
    await new Promise(resolve => setTimeout(resolve, 0));
    expect([asked, world.badge, world.alarms.size]).toEqual([0, '', 0]);
  });

  it('shows and hides the number as soon as the options say so, without asking anew', async () => {
    const { world, settings, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    world.counts = () => Promise.reject(new Error('asked again'));
    settings.badge = false;
    await watch.arm();
    expect(world.badge).toBe('');
    settings.badge = true;
    await watch.arm();
    expect(world.badge).toBe('3');
    Object.assign(settings, { badge: false, watchInbox: false });
    await watch.arm();
    expect(world.badge).toBe('');
  });

  it('counts on each server by itself: what waits on another is neither shown nor news', async () => {
    const { world, settings, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.arm();
    Object.assign(settings, { didoxServer: 'test' });
    waiting({ a: 7 });
    await watch.arm();
    expect([world.badge, world.told]).toEqual(['7', []]);
    Object.assign(settings, { didoxServer: 'production' });
    waiting({ a: 4 });
    await watch.look();
    expect([world.badge, world.told]).toEqual(['4', ['watch.message 1']]);
  });

  it('looks although the clock was set back since it last did', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 3 });
    await watch.look();
    world.now -= 24 * 60 * 60_000;
    waiting({ a: 4 });
    await watch.arm();
    expect(world.badge).toBe('4');
  });

  it('looks once after many things were done', async () => {
    const { world, watch, waiting } = setUp();
    waiting({ a: 1 });
    watch.lookSoon();
    watch.lookSoon();
    expect(world.timers).toHaveLength(1);
    world.timers[0]?.();
    await expect.poll(() => world.badge).toBe('1');
  });

  it('opens the inbox when its notification is clicked, and no other', async () => {
    const { world, watch } = setUp();
    await watch.notificationClicked('something else');
    expect(world.opened).toEqual([]);
    await watch.notificationClicked('inbox');
    expect([world.opened, world.forgotten]).toEqual([['inbox'], ['inbox']]);
  });
});
