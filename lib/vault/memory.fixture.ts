import type { WatchedKeyValuePort } from './ports.ts';

/** A storage area for tests: clones as browsers do, and shows what stands in it. */
export function memoryStore(first: Record<string, unknown> = {}): WatchedKeyValuePort & {
  readonly all: Map<string, unknown>;
  readonly dump: () => string;
} {
  const all = new Map<string, unknown>(Object.entries(first));
  return {
    all,
    dump: () => JSON.stringify([...all]),
    get: async key => structuredClone(all.get(key)),
    set: async (key, value) => void all.set(key, structuredClone(value)),
    remove: async key => void all.delete(key),
  };
}
