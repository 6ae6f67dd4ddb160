import type { Database } from '../../lib/store/database.ts';
import type { WatchedKeyValuePort } from '../../lib/vault/ports.ts';
import type { Life } from './life.ts';

/** A storage area that outlives the worker; values are copied, and changes told a moment later, as browsers do. */
export function storageFor(life: Life, area: Map<string, unknown>): WatchedKeyValuePort {
  const listeners = new Map<string, Set<() => void>>();
  const changed = (key: string) =>
    setTimeout(() => {
      if (life.alive) for (const listener of listeners.get(key) ?? []) listener();
    });
  return {
    get: key => life.port(async () => structuredClone(area.get(key))),
    set: (key, value) =>
      life.port(async () => {
        area.set(key, structuredClone(value));
        changed(key);
      }),
    remove: key =>
      life.port(async () => {
        area.delete(key);
        changed(key);
      }),
    watch(key, listener) {
      const heard = listeners.get(key) ?? new Set();
      listeners.set(key, heard.add(listener));
      return () => void heard.delete(listener);
    },
  };
}

/**
 * The database as one life of the worker sees it. A transaction that was begun may be committed although the worker
 * never learns of it; one that a dead worker asks for does not begin.
 */
export function databaseFor(life: Life, database: Database): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'transaction') {
        return (...args: unknown[]) => {
          if (!life.step()) throw new Error('the worker is gone');
          return transactionFor(life, value.apply(target, args) as object);
        };
      }
      return (...args: unknown[]) => life.port(async () => value.apply(target, args) as unknown);
    },
  });
}

function transactionFor(life: Life, transaction: object): object {
  return new Proxy(transaction, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'done') return life.port(() => value as Promise<void>);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
