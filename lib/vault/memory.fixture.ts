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

/** The same, seen by several contexts: each is told of every change, its own too, a moment after it was made. */
export function sharedStore(): {
  readonly context: () => WatchedKeyValuePort;
  readonly told: () => Promise<void>;
} {
  const { get, set, remove } = memoryStore();
  const listeners = new Set<{ key: string; listener: () => void }>();
  const tell = (changed: string) =>
    setTimeout(() => {
      for (const { key, listener } of listeners) if (key === changed) listener();
    });
  return {
    context: () => ({
      get,
      set: async (key, value) => {
        await set(key, value);
        tell(key);
      },
      remove: async key => {
        await remove(key);
        tell(key);
      },
      watch(key, listener) {
        const entry = { key, listener };
        listeners.add(entry);
        return () => void listeners.delete(entry);
      },
    }),
    told: () => new Promise(resolve => setTimeout(resolve, 5)),
  };
}
