import { createSettings, type SettingsStore } from '../lib/vault/settings.ts';
import { createVault, type Vault } from '../lib/vault/vault.ts';
import { exclusive } from './exclusive.ts';
import { managedPolicy, storageArea } from './storage.ts';

/** Settings and vault as a page of the extension sees them. */
export function createPageStores(): { readonly settings: SettingsStore; readonly vault: Vault } {
  const local = storageArea('local');
  const settings = createSettings({ local, managed: managedPolicy, exclusive: exclusive('settings') });
  const vault = createVault({
    local,
    session: storageArea('session'),
    clock: { now: () => Date.now() },
    policy: managedPolicy,
    lockAfterMs: async () => (await settings.get()).lockAfterMinutes * 60_000,
    exclusive: exclusive('vault'),
  });
  return { settings, vault };
}
