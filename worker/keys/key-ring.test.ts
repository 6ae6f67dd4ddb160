import { describe, expect, it } from 'vitest';
import { ModuleError } from '../../lib/eimzo/errors.ts';
import { pfxKey } from '../../lib/eimzo/keys/from-listing.ts';
import type { Key } from '../../lib/eimzo/keys/key.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import { ALIASES } from '../../lib/eimzo/testing/aliases.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import { failure } from '../../lib/signing/failure.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createKeyRing } from './key-ring.ts';

const here = pfxKey(ALIASES.legal);
const there = pfxKey(ALIASES.legalAgain);

/** A ring over lists that come when told to. */
function ring({
  announce = () => {},
  view = () => ({ state: 'unknown' }) as ModuleView,
  clock = { now: Date.UTC(2026, 7, 20) },
} = {}) {
  const lists: ((keys: readonly Key[] | ModuleError) => void)[] = [];
  const listKeys = () =>
    new Promise((resolve, reject) => {
      lists.push(keys => (keys instanceof ModuleError ? reject(keys) : resolve({ keys, problems: [] })));
    });
  const keys = createKeyRing({
    module: { listKeys } as unknown as Module,
    session: memoryStore(),
    settings: { get: async () => ({ chosenKeys: {} }) } as never,
    now: () => clock.now,
    announce,
    moduleView: view,
  });
  const answer = async (list: readonly Key[] | ModuleError) => {
    while (lists.length === 0) await new Promise(resolve => setTimeout(resolve));
    lists.shift()?.(list);
  };
  return { keys, answer, asked: () => lists.length };
}

describe('a key that is not where it was listed', () => {
  it('is listed again, and found under the same id from then on', async () => {
    const { keys, answer } = ring();
    const first = keys.refresh();
    await answer([here]);
    await first;
    const [[id] = ['']] = [...(await keys.all())];
    const search = keys.searchAgain(here);
    await answer([there]);
    expect((await search)?.id).toBe(there.id);
    expect((await keys.find(id)).id).toBe(there.id);
  });

  it('is looked for anew when the list under way was of before, and only then', async () => {
    const { keys, answer } = ring();
    void keys.refresh();
    const search = keys.searchAgain(here);
    await answer([here]);
    await answer([there]);
    expect((await search)?.id).toBe(there.id);

    const second = ring();
    void second.keys.refresh();
    const quick = second.keys.searchAgain(here);
    await second.answer([there]);
    expect((await quick)?.id).toBe(there.id);
    expect(second.asked()).toBe(0);
  });

  it('is nowhere when it is in no list, or when there is none', async () => {
    const { keys, answer } = ring();
    const missing = keys.searchAgain(here);
    await answer([]);
    expect(await missing).toBeNull();
    const failing = keys.searchAgain(here);
    await answer(new ModuleError('not-running'));
    expect(await failing).toBeNull();
  });
});

describe('looking at the keys while the module is away', () => {
  const away: ModuleView = { state: 'away', error: failure('module-not-running') };
  const settle = () => new Promise(resolve => setTimeout(resolve, 5));

  /** A page looks again at every announcement, and a failed list is announced. */
  async function openPage() {
    const clock = { now: 0 };
    const module = { view: away };
    let lists = 0;
    const look = () => void keys.view(false);
    const { keys, answer, asked } = ring({ announce: () => look(), view: () => module.view, clock });
    const fail = async () => {
      lists += 1;
      await answer(new ModuleError('not-running'));
      await settle();
    };
    look();
    await fail();
    return { keys, clock, module, look, fail, asked, lists: () => lists };
  }

  it('asks once and not again and again: each answer makes the pages look', async () => {
    const { asked } = await openPage();
    expect(asked()).toBe(0);
  });

  it('asks again after a while, when somebody wants it, and when the module shows a sign of life', async () => {
    const { keys, clock, module, look, fail, asked } = await openPage();
    clock.now += 10_001;
    look();
    await fail();
    expect(asked()).toBe(0);
    void keys.view(true);
    await fail();
    expect(asked()).toBe(0);
    module.view = { state: 'unknown' };
    look();
    await settle();
    expect(asked()).toBe(1);
  });
});
