import type { Backend } from '../../components/backend.ts';
import type { Topic } from '../../lib/messages/events.ts';
import { defaultSettings, type SettingName } from '../../lib/vault/settings-schema.ts';

const TOPICS: readonly Topic[] = ['settings', 'vault', 'receipts', 'agreements', 'jobs', 'inbox', 'batch'];

/**
 * Everything of ours on this computer: service tokens, secrets, the database, settings. What the administrator has set
 * stays his. Secrets go first, so that a stop in between leaves nothing worth stealing.
 */
export async function eraseEverything(backend: Backend, managed: readonly SettingName[]): Promise<void> {
  await backend.request('didox/sign-out', { owner: null });
  await backend.vault.forgetEverything();
  const database = await backend.database();
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores, 'readwrite');
  for (const store of stores) await transaction.objectStore(store).clear();
  await transaction.done;
  const own = Object.entries(defaultSettings).filter(([name]) => !managed.includes(name as SettingName));
  await backend.settings.set(Object.fromEntries(own));
  for (const changed of TOPICS) backend.announce({ changed, id: null });
}
