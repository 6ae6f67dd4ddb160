import { describe, expect, it } from 'vitest';
import { ModuleError } from '../lib/eimzo/errors.ts';
import { pfxKey } from '../lib/eimzo/keys/from-listing.ts';
import type { Key } from '../lib/eimzo/keys/key.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { ALIASES } from '../lib/eimzo/testing/aliases.ts';
import { memoryStore } from '../lib/vault/memory.fixture.ts';
import { createKeyRing } from './key-ring.ts';

const here = pfxKey(ALIASES.legal);
const there = pfxKey(ALIASES.legalAgain);

/** A ring over lists that come when told to. */
function ring() {
  const lists: ((keys: readonly Key[] | ModuleError) => void)[] = [];
  const listKeys = () =>
    new Promise((resolve, reject) => {
      lists.push(keys => (keys instanceof ModuleError ? reject(keys) : resolve({ keys, problems: [] })));
    });
  const keys = createKeyRing({
    module: { listKeys } as unknown as Module,
    session: memoryStore(),
    settings: { get: async () => ({ chosenKeys: {} }) } as never,
    now: () => Date.UTC(2026, 7, 20),
    announce: () => {},
    moduleView: () => ({ state: 'unknown' }),
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
