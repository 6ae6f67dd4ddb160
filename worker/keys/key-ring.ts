import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { withoutDuplicates } from '../../lib/eimzo/keys/from-listing.ts';
import { isFileKey, type Key } from '../../lib/eimzo/keys/key.ts';
import { sortKeys } from '../../lib/eimzo/keys/order.ts';
import type { KeyListing } from '../../lib/eimzo/list-keys.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import type { KeyGroup, KeysView, KeyView } from '../../lib/messages/views/keys.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import type { KeyValuePort } from '../../lib/vault/ports.ts';
import { SettingsError, type SettingsStore } from '../../lib/vault/settings.ts';
import { failureOf, throughModule } from '../failures.ts';
import { ownerOf, TOKENS, timeFailure, titleOf, usable, viewOf } from './key-view.ts';
import { createTokenIdentities } from './token-identity.ts';

const CACHE = 'keys.listing';
/** A list this old is refreshed in the background when somebody looks at it. */
const STALE_MS = 60_000;
/** A list that could not be made is not tried again by merely looking: every failure is announced, and makes pages look. */
const RETRY_MS = 10_000;

interface Listing {
  readonly keys: readonly (readonly [id: string, key: Key])[];
  readonly listedAt: number;
  /** Every place was looked at. Where one was not, what was known of it before stands, and there may be more. */
  readonly whole: boolean;
  /** Why the list is not what a person expects of it: no key files, or nothing at all. */
  readonly problem: Failure | null;
}

export interface KeyRing {
  /** What is known now; a refresh runs in the background and is announced. Never waits for the module. */
  view(refresh: boolean): Promise<KeysView>;
  /** Keys by their opaque ids; lists them first when none are known yet. */
  all(): Promise<ReadonlyMap<string, Key>>;
  /** Lists them because somebody asked for it; tokens are nameless again until they are asked. */
  refresh(): Promise<void>;
  find(id: string): Promise<Key>;
  /** The key of this id as everybody is shown it, and whose it is as far as that is known. */
  viewById(id: string): Promise<{ readonly owner: string; readonly key: KeyView }>;
  /** A key that the module no longer finds where it was listed: the same one where it lies now, null when nowhere. */
  searchAgain(key: Key): Promise<Key | null>;
  choose(owner: string, id: string): Promise<void>;
  /** The same in passing: only an administrator's word stops what one came for, and not a full disk. */
  remember(owner: string, id: string): Promise<void>;
  /** Keys that can sign for an owner now, the chosen or best one first; `settled` when no question is needed. */
  forOwner(
    owner: string,
  ): Promise<{ candidates: readonly KeyView[]; settled: KeyView | null; unusable: Failure | null }>;
  /** The first list is shown as it grows; this waits for the end of one that is being made. */
  whole(): Promise<void>;
  /** Owners (companies and persons) that have a usable key. */
  owners(): Promise<readonly KeyGroup[]>;
  /** Why no key at all can sign: there is none, or they are past their time or before it. */
  noneUsable(): Promise<Failure>;
  /** Tokens and cards whose owner nobody has asked for yet. */
  namelessTokens(): Promise<readonly KeyView[]>;
  /** Reads from a token whose it is. @throws FlowError as the module refuses */
  ownerOfToken(id: string, signal?: AbortSignal): Promise<string>;
  /** A token that signed as somebody else holds another key than the one that was read from it. */
  forgetOwner(id: string): Promise<void>;
}

export interface KeyRingPorts {
  readonly module: Module;
  readonly session: KeyValuePort;
  readonly settings: SettingsStore;
  readonly now: () => number;
  readonly announce: () => void;
  readonly moduleView: () => ModuleView;
}

/** The keys of this computer. The list is cached in session storage only: aliases are personal data. */
export function createKeyRing(ports: KeyRingPorts): KeyRing {
  const tokens = createTokenIdentities(ports.module, ports.session);
  let known: Listing | null = null;
  let refreshing: Promise<void> | null = null;
  let failed: { readonly at: number; readonly away: boolean; readonly problem: Failure } | null = null;

  const isAway = () => ports.moduleView().state === 'away';
  /** After a failure: once it is a while ago, or the module has shown a sign of life. */
  const worthAsking = () =>
    failed === null || ports.now() - failed.at > RETRY_MS || (failed.away && !isAway());
  const cached = async (): Promise<Listing | null> => {
    known ??= ((await ports.session.get(CACHE)) as Listing | undefined) ?? null;
    return known;
  };
  const named = (keys: readonly Key[]) =>
    Promise.all(sortKeys(keys, ports.now()).map(async key => [await opaqueId(key.identity), key] as const));
  /** The very first list is shown as it grows: asking every kind of hardware may take a minute. */
  let some = Promise.withResolvers<void>();
  const adopt = async (found: readonly Key[]): Promise<void> => {
    const round = refreshing;
    const keys = await named(found);
    if (keys.length === 0 || refreshing !== round) return;
    known = { keys, listedAt: ports.now(), whole: false, problem: null };
    some.resolve();
    ports.announce();
  };
  const refresh = (): Promise<void> => {
    refreshing ??= (async () => {
      try {
        const before = await cached();
        if (!before) some = Promise.withResolvers();
        const listing = await ports.module.listKeys(
          undefined,
          before ? undefined : found => void adopt(found),
        );
        const found = withWhatStands(listing, before?.keys ?? []);
        known = {
          keys: await named(found),
          listedAt: ports.now(),
          whole: listing.problems.length === 0,
          problem: problemOf(listing, found),
        };
        failed = null;
        await ports.session.set(CACHE, known);
        await tokens.keep(found);
      } catch (error) {
        const problem = failureOf(error);
        failed = { at: ports.now(), away: isAway(), problem };
        throw new FlowError(problem, { cause: error });
      } finally {
        refreshing = null;
        ports.announce();
      }
    })();
    return refreshing;
  };
  const all = async () => {
    if (!(await cached())) {
      const whole = refresh();
      await Promise.race([whole, some.promise]);
    }
    return new Map(known?.keys ?? []);
  };
  const find = async (id: string): Promise<Key> => {
    const key = (await all()).get(id);
    if (key) return key;
    await refresh();
    const found = new Map(known?.keys ?? []).get(id);
    if (!found) throw new FlowError(failure('key-file-gone'));
    return found;
  };
  /** Somebody wants to know how it is now: a card may have been changed in its reader, which no list tells. */
  const anew = async (): Promise<void> => {
    await Promise.all([refresh(), tokens.keep([])]);
  };
  const groups = async (): Promise<KeyGroup[]> => {
    const listing = await cached();
    const { chosenKeys } = await ports.settings.get();
    const byOwner = new Map<string, KeyView[]>();
    const identities = await tokens.known();
    for (const [id, key] of listing?.keys ?? []) {
      const identity = isFileKey(key) ? undefined : identities.get(key.kind);
      const owner = ownerOf(id, key, identity);
      byOwner.set(owner, [...(byOwner.get(owner) ?? []), viewOf(id, key, ports.now(), identity)]);
    }
    return [...byOwner].map(([owner, keys]) => {
      const remembered = keys.find(key => key.id === chosenKeys[settingName(owner)] && usable(key));
      const chosen = remembered ?? keys.find(usable) ?? keys[0];
      return {
        owner,
        title: titleOf(owner, keys),
        tin: owner.startsWith('tin:') ? owner.slice(4) : null,
        keys,
        chosen: chosen?.id ?? null,
      };
    });
  };

  const choose = async (owner: string, id: string): Promise<void> => {
    await ports.settings.update(({ chosenKeys }) => ({
      chosenKeys: { ...chosenKeys, [settingName(owner)]: id },
    }));
    ports.announce();
  };

  return {
    async view(wanted) {
      const listing = await cached();
      const stale = !listing || ports.now() - listing.listedAt > (listing.problem ? RETRY_MS : STALE_MS);
      if (wanted) void anew().catch(() => undefined);
      else if (stale && worthAsking()) void refresh().catch(() => undefined);
      return {
        groups: await groups(),
        listedAt: listing?.listedAt ?? null,
        listing: refreshing !== null,
        module: ports.moduleView(),
        error: failed?.problem ?? listing?.problem ?? null,
      };
    },
    all,
    refresh: anew,
    find,
    async viewById(id) {
      const key = await find(id);
      const identity = isFileKey(key) ? undefined : (await tokens.known()).get(key.kind);
      return { owner: ownerOf(id, key, identity), key: viewOf(id, key, ports.now(), identity) };
    },
    async searchAgain({ id, identity }) {
      const here = () => known?.keys.find(([, key]) => key.identity === identity)?.[1] ?? null;
      // A list that is being made already may have looked before the disk moved.
      await refreshing?.catch(() => undefined);
      const moved = here();
      if (moved && moved.id !== id) return moved;
      return refresh().then(here, () => null);
    },
    async whole() {
      await refreshing?.catch(() => undefined);
    },
    choose,
    async remember(owner, id) {
      await choose(owner, id).catch(error => {
        if (error instanceof SettingsError) throw error;
      });
    },
    async forOwner(owner) {
      await all();
      const listed = await groups();
      const group = listed.find(candidate => candidate.owner === owner);
      const nameless = listed.find(candidate => candidate.owner === TOKENS)?.keys ?? [];
      if (!group && nameless.length === 0)
        return {
          candidates: [],
          settled: null,
          unusable: failure('no-key-for-company', null, { company: owner.slice(owner.indexOf(':') + 1) }),
        };
      const own = group?.keys.filter(usable) ?? [];
      // A token may be anybody's; the gate stops a signature that is not this company's.
      const candidates = own.length > 0 ? own : nameless;
      if (candidates.length === 0) {
        const first = group?.keys[0];
        return {
          candidates,
          settled: null,
          unusable: timeFailure(first),
        };
      }
      const { chosenKeys } = await ports.settings.get();
      const chosen = candidates.find(key => key.id === chosenKeys[settingName(owner)]);
      // The only thing found is no reason to ask for its PIN while the company's own key may not have been listed.
      const sure = own.length > 0 || known?.whole === true;
      const only = sure && candidates.length === 1 ? candidates[0] : undefined;
      return { candidates, settled: chosen ?? only ?? null, unusable: null };
    },
    async owners() {
      await all();
      return (await groups()).filter(group => group.owner !== TOKENS && group.keys.some(usable));
    },
    async noneUsable() {
      await all();
      const [first] = (await groups()).flatMap(group => group.keys);
      if (!first) return failure('no-key-for-company', null, { company: '' });
      return timeFailure(first);
    },
    async namelessTokens() {
      await all();
      return (await groups()).find(group => group.owner === TOKENS)?.keys ?? [];
    },
    async ownerOfToken(id, signal) {
      const key = (await all()).get(id);
      if (!key || isFileKey(key)) throw new FlowError(failure('key-file-gone'));
      const { owner } = await throughModule(() => tokens.read(key, signal));
      ports.announce();
      return owner;
    },
    async forgetOwner(id) {
      const key = (await cached())?.keys.find(([other]) => other === id)?.[1];
      if (!key || isFileKey(key)) return;
      if (await tokens.forget(key.kind)) ports.announce();
    },
  };
}

/** What was listed, and of the places that could not be looked at what was known of them. */
function withWhatStands({ keys, problems }: KeyListing, before: Listing['keys']): Key[] {
  const unseen = new Set(problems.map(({ source }) => source));
  return withoutDuplicates([...keys, ...before.map(([, key]) => key).filter(({ kind }) => unseen.has(kind))]);
}

/** Whoever has no ytks file need not know that there is no looking for one; key files are everybody's. */
function problemOf({ problems }: KeyListing, found: readonly Key[]): Failure | null {
  const problem = problems.find(({ source }) => source === 'pfx' || found.length === 0);
  return problem ? failureOf(problem.error) : null;
}

/** Settings keep choices under the bare number. */
function settingName(owner: string): string {
  return owner.slice(owner.indexOf(':') + 1).slice(0, 32);
}

/** Views and settings name a key by this: no disk, path or alias leaves the worker. */
async function opaqueId(identity: string): Promise<string> {
  return (await sha256Hex(new TextEncoder().encode(identity))).slice(0, 20);
}
