import { browser } from 'wxt/browser';
import type { PolicyPort, WatchedKeyValuePort } from '../lib/vault/ports.ts';

type AreaName = 'local' | 'session';

/** A storage area as the ports of lib see it. */
export function storageArea(name: AreaName): WatchedKeyValuePort {
  const area = browser.storage[name];
  return {
    get: async key => (await area.get(key))[key],
    set: (key, value) => area.set({ [key]: value }),
    remove: key => area.remove(key),
    watch(key, listener) {
      const changed = (changes: Record<string, unknown>, areaName: string) => {
        if (areaName === name && key in changes) listener();
      };
      browser.storage.onChanged.addListener(changed);
      return () => browser.storage.onChanged.removeListener(changed);
    },
  };
}

/** The administrator's policy as it was read last: settings are read hundreds of times in a batch, it changes once a year. */
let policy: Promise<Readonly<Record<string, unknown>>> | null = null;
browser.storage.onChanged.addListener((_changes, areaName) => {
  if (areaName === 'managed') policy = null;
});

/** Firefox rejects every read where there is no policy: that is the same as nothing. */
export const managedPolicy: PolicyPort = {
  async get(key) {
    policy ??= browser.storage.managed.get(null).catch(() => ({}));
    return (await policy)[key];
  },
};

/**
 * Keeps content scripts out of our storage where the browser can (session from Chrome 102, all areas from 140).
 * Nothing relies on it: what matters is ciphertext or in session storage, which is trusted-only by default.
 */
export function shieldStorage(): void {
  for (const area of [browser.storage.local, browser.storage.session]) {
    const { setAccessLevel } = area as {
      setAccessLevel?: (level: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void>;
    };
    setAccessLevel?.call(area, { accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  }
}
