import { ModuleError, type ModuleErrorCode } from './errors.ts';
import { ftjcKey, hardwareKey, pfxKey, withoutDuplicates, ytksKey } from './keys/from-listing.ts';
import type { Key } from './keys/key.ts';
import { OF_THE_MODULE } from './status-table.ts';
import type { Caller } from './verbs/caller.ts';
import { listFtjc, listPfx, listYtks } from './verbs/files.ts';
import { listDevices } from './verbs/hardware.ts';
import { type Feature, type ModuleVersion, supports } from './versions.ts';

/** The keys that could be listed, duplicates removed, in the module's order; and what could not be. */
export interface KeyListing {
  readonly keys: readonly Key[];
  readonly problems: readonly { readonly source: Key['kind']; readonly error: ModuleError }[];
}

/** Each place where keys may be, and what the module must have for it. */
const SOURCES: readonly {
  readonly kind: Key['kind'];
  readonly needs?: Feature;
  readonly list: (call: Caller, signal?: AbortSignal) => Promise<Key[]>;
}[] = [
  { kind: 'pfx', list: async (...args) => (await listPfx(...args)).map(pfxKey) },
  { kind: 'ytks', needs: 'ytks', list: async (...args) => (await listYtks(...args)).map(ytksKey) },
  { kind: 'ftjc', needs: 'ftjc', list: async (...args) => (await listFtjc(...args)).map(ftjcKey) },
  ...(['idcard', 'baikey', 'ckc'] as const).map(kind => ({
    kind,
    needs: kind,
    list: async (call: Caller, signal?: AbortSignal) =>
      hardwareKey(kind, await listDevices(call, kind, signal)),
  })),
];

/** These were the module's, too, and may well meet this one source only. */
const OF_ONE_SOURCE: ReadonlySet<ModuleErrorCode> = new Set(['dropped', 'malformed-answer']);
/** Failures that concern every call alike: going on would only repeat them, but what was found so far stands. */
const isCommon = (code: ModuleErrorCode): boolean => OF_THE_MODULE.has(code) && !OF_ONE_SOURCE.has(code);

/**
 * Asks every source that this version has. One that fails is reported and hides nothing, and so are those that were not
 * asked any more after it; one that the module does not have after all is skipped. Throws ModuleError when the module
 * cannot be asked at all. `found` hears after each source what there is so far: one source alone was seen to take 12 s,
 * and the keys of the first need not wait for the last.
 */
export async function listAllKeys(
  call: Caller,
  version: ModuleVersion,
  signal?: AbortSignal,
  found?: (keys: readonly Key[]) => void,
): Promise<KeyListing> {
  const keys: Key[] = [];
  const problems: { source: Key['kind']; error: ModuleError }[] = [];
  let common: ModuleError | null = null;
  for (const { kind, needs, list } of SOURCES) {
    if (needs !== undefined && !supports(version, needs)) continue;
    if (common) {
      problems.push({ source: kind, error: common });
      continue;
    }
    try {
      keys.push(...(await list(call, signal)));
      found?.(withoutDuplicates(keys));
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code === 'aborted') throw error;
      if (error.code !== 'function-missing' || kind === 'pfx') problems.push({ source: kind, error });
      if (isCommon(error.code)) common = error;
    }
  }
  const [first] = problems;
  if (keys.length === 0 && first?.source === 'pfx') throw first.error;
  return { keys: withoutDuplicates(keys), problems };
}
