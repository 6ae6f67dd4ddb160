import { describe, expect, it } from 'vitest';
import { ModuleError } from '../lib/eimzo/errors.ts';
import { hardwareKey, pfxKey } from '../lib/eimzo/keys/from-listing.ts';
import type { Key } from '../lib/eimzo/keys/key.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { ALIASES } from '../lib/eimzo/testing/aliases.ts';
import type { ModuleView } from '../lib/messages/views.ts';
import { memoryStore } from '../lib/vault/memory.fixture.ts';
import { createKeyRing } from './key-ring.ts';

const COMPANY = 'tin:562353400';
const file = pfxKey(ALIASES.legal);
const [reader] = hardwareKey('idcard', ['ACS ACR39U']);
const card = reader!;

interface Listed {
  keys: readonly Key[];
  failing?: readonly Key['kind'][];
}

/** A ring over a module that lists what it is told to, at a time when the keys are valid. */
function ring() {
  const world = {
    list: { keys: [] } as Listed,
    chosenKeys: {} as Record<string, string>,
    now: Date.UTC(2026, 7, 20),
  };
  const session = memoryStore();
  const module = {
    async listKeys() {
      const { keys, failing = [] } = world.list;
      const problem = (source: Key['kind']) => ({ source, error: new ModuleError('refused-other') });
      return { keys, problems: failing.map(problem) };
    },
  } as unknown as Module;
  const keyRing = () =>
    createKeyRing({
      module,
      session,
      settings: { get: async () => ({ chosenKeys: world.chosenKeys }) } as never,
      now: () => world.now,
      announce: () => {},
      moduleView: () => ({ state: 'unknown' }) as ModuleView,
    });
  const keys = keyRing();
  const show = async (list: Listed, again = keys) => {
    world.list = list;
    await again.refresh();
  };
  const tokenId = async () => [...(await keys.all())].find(([, key]) => key.kind === 'idcard')![0];
  return { world, keys, reborn: keyRing, show, tokenId };
}

describe('a place that could not be looked at', () => {
  it('keeps the keys that were known there, and says that there may be more', async () => {
    const { keys, show } = ring();
    await show({ keys: [file] });
    expect((await keys.view(false)).error).toBeNull();
    await show({ keys: [card], failing: ['pfx'] });
    expect([...(await keys.all()).values()].map(({ kind }) => kind)).toEqual(['pfx', 'idcard']);
    expect((await keys.view(false)).error?.code).toBe('module-refused');
    expect((await keys.forOwner(COMPANY)).settled?.kind).toBe('pfx');
    await show({ keys: [card] });
    expect([...(await keys.all()).values()].map(({ kind }) => kind)).toEqual(['idcard']);
    expect((await keys.view(false)).error).toBeNull();
  });

  it('leaves no token as the only key, in this life of the worker and the next', async () => {
    const { keys, reborn, show } = ring();
    await show({ keys: [card], failing: ['pfx'] });
    for (const each of [keys, reborn()]) {
      const { candidates, settled, unusable } = await each.forOwner(COMPANY);
      expect([candidates.length, settled, unusable]).toEqual([1, null, null]);
      expect((await each.view(false)).error?.code).toBe('module-refused');
    }
    await show({ keys: [card] });
    expect((await keys.forOwner(COMPANY)).settled?.kind).toBe('idcard');
  });

  it('is no reason against a token that the person chose', async () => {
    const { world, keys, show, tokenId } = ring();
    await show({ keys: [card], failing: ['pfx'] });
    world.chosenKeys = { '562353400': await tokenId() };
    expect((await keys.forOwner(COMPANY)).settled?.kind).toBe('idcard');
  });

  it('that is not where key files are needs no word while there are keys', async () => {
    const { keys, show } = ring();
    await show({ keys: [file], failing: ['baikey'] });
    expect((await keys.view(false)).error).toBeNull();
  });

  it('is looked at again soon when somebody looks', async () => {
    const { world, keys, show } = ring();
    await show({ keys: [card], failing: ['pfx'] });
    world.now += 10_001;
    expect((await keys.view(false)).listing).toBe(true);
  });
});
