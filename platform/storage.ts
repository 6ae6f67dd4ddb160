import { browser } from 'wxt/browser';
import type { PolicyPort, WatchedKeyValuePort } from '../lib/vault/ports.ts';
import { createRemembered } from '../lib/vault/remembered.ts';

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

/** Firefox rejects every read where there is no policy: that is the same as nothing. */
const policy = createRemembered<Readonly<Record<string, unknown>>>(
  () => browser.storage.managed.get(null).catch(() => ({})),
  [onPolicyChange],
);

export const managedPolicy: PolicyPort = {
  get: async key => (await policy.get())[key],
  onChange: onPolicyChange,
};

function onPolicyChange(listener: () => void): () => void {
  const changed = (_changes: unknown, areaName: string) => {
    if (areaName === 'managed') listener();
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}

/**
 * Keeps content scripts out of our storage where the browser can (session from Chrome 102, all areas from 140). One thing
 * relies on it: secrets that a company's policy sets. All else that matters is ciphertext or in session storage, which is
 * trusted-only by default.
 */
export function shieldStorage(): void {
  for (const area of [browser.storage.local, browser.storage.session, browser.storage.managed]) {
    const { setAccessLevel } = area as {
      setAccessLevel?: (level: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void>;
    };
    setAccessLevel?.call(area, { accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  }
}
