import { beforeAll, describe, expect, it } from 'vitest';
import { issue } from '../../lib/cms/pki.test-helper.ts';
import { ModuleError } from '../../lib/eimzo/errors.ts';
import { hardwareKey, pfxKey } from '../../lib/eimzo/keys/from-listing.ts';
import type { Key } from '../../lib/eimzo/keys/key.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import { ALIASES } from '../../lib/eimzo/testing/aliases.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createKeyRing } from './key-ring.ts';

const COMPANY = 'tin:562353400';
const file = pfxKey(ALIASES.legal);
const other = pfxKey(ALIASES.otherCompany);
const [reader] = hardwareKey('idcard', ['ACS ACR39U']);
const card = reader!;
let certificate64: string;
let serial: number;

beforeAll(async () => {
  const holder = await issue({ cn: 'karimova dilnoza' });
  certificate64 = Buffer.from(holder.certificate).toString('base64');
  serial = holder.serial;
});

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
    asked: 0,
  };
  const session = memoryStore();
  const module = {
    certificateChain: async () => [certificate64],
    async listKeys() {
      world.asked += 1;
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
  /** As a stale list is looked at, by nobody's wish. */
  const look = async (list: Listed) => {
    world.list = list;
    world.now += 61_000;
    const before = world.asked;
    await keys.view(false);
    for (;;) {
      const { listing } = await keys.view(false);
      if (world.asked > before && !listing) return;
      await new Promise(resolve => setTimeout(resolve));
    }
  };
  const tokenId = async () => [...(await keys.all())].find(([, key]) => key.kind === 'idcard')![0];
  return { world, keys, reborn: keyRing, show, look, tokenId };
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

describe('whose a token is', () => {
  it('is known of the key by itself, too, once it was read', async () => {
    const { keys, show, tokenId } = ring();
    await show({ keys: [file, card] });
    const id = await tokenId();
    expect(await keys.viewById(id)).toMatchObject({ owner: 'token', key: { holder: 'ACS ACR39U' } });
    const owner = await keys.ownerOfToken(id);
    expect(owner).toBe(`person:${serial.toString(16)}`);
    expect(await keys.viewById(id)).toMatchObject({ owner, key: { id, holder: 'Karimova Dilnoza' } });
    expect((await keys.forOwner(owner)).settled?.id).toBe(id);
    expect((await keys.viewById([...(await keys.all()).keys()][0]!)).owner).toBe(COMPANY);
  });

  it.each<[string, (world: ReturnType<typeof ring>, id: string) => Promise<void>]>([
    ['somebody wants to see how it is now', ({ show }) => show({ keys: [card] })],
    ['it signed as somebody else', ({ keys }, id) => keys.forgetOwner(id)],
    ['the devices are others', ({ look }) => look({ keys: [{ ...card, devices: ['Omnikey 3121'] }] })],
    [
      'it was away meanwhile',
      async ({ look }) => {
        await look({ keys: [file] });
        await look({ keys: [file, card] });
      },
    ],
  ])('is forgotten when %s', async (_, happen) => {
    const world = ring();
    await world.show({ keys: [card] });
    const id = await world.tokenId();
    await world.keys.ownerOfToken(id);
    await happen(world, id);
    expect((await world.keys.viewById(id)).owner).toBe('token');
  });

  it.each<[string, Listed]>([
    ['was listed again', { keys: [card] }],
    ['could not be looked for', { keys: [file], failing: ['idcard'] }],
  ])('stays known when it %s by itself', async (_, list) => {
    const { keys, show, look, tokenId } = ring();
    await show({ keys: [card] });
    const owner = await keys.ownerOfToken(await tokenId());
    await look(list);
    expect((await keys.viewById(await tokenId())).owner).toBe(owner);
  });
});

describe('a token that has been read', () => {
  it('is valid on its last day, too', async () => {
    const { world, keys, show, tokenId } = ring();
    await show({ keys: [card] });
    const id = await tokenId();
    await keys.ownerOfToken(id);
    const { validTo } = (await keys.viewById(id)).key;
    const at = async (time: string) => {
      world.now = Date.parse(`${validTo}T${time}Z`);
      return (await keys.viewById(id)).key.validity;
    };
    expect([await at('00:00:01'), await at('23:59:59')]).toEqual(['expires-soon', 'expires-soon']);
    world.now += 2_000;
    expect((await keys.viewById(id)).key.validity).toBe('expired');
  });
});

describe('a key that cannot sign', () => {
  it('is not the chosen one because it once was', async () => {
    const { world, keys, show } = ring();
    const renewed = pfxKey({
      ...ALIASES.legal,
      name: 'renewed',
      alias: ALIASES.legal.alias.replace('validto=2026', 'validto=2028'),
    });
    await show({ keys: [file, renewed] });
    const idOf = async (key: Key) =>
      [...(await keys.all())].find(([, { identity }]) => identity === key.identity)![0];
    world.chosenKeys = { '562353400': await idOf(file) };
    const chosen = async () => (await keys.view(false)).groups[0]?.chosen;
    expect(await chosen()).toBe(await idOf(file));
    world.now = Date.UTC(2027, 0, 1);
    expect(await chosen()).toBe(await idOf(renewed));
  });
});

describe('the owner of a key without any number', () => {
  it('is nobody else who has none either', async () => {
    const { keys, show } = ring();
    const nobody = (name: string) => pfxKey({ disk: '', path: '', name, alias: `cn=${name},serialnumber=1` });
    await show({ keys: [nobody('a'), nobody('b'), other] });
    const groups = (await keys.view(false)).groups.filter(({ owner }) => owner.startsWith('person:'));
    expect(groups.map(group => group.keys.map(({ holder }) => holder))).toEqual([['A'], ['B']]);
  });
});
