import type { Backend } from '../../components/backend.ts';
import type { Topic } from '../../lib/messages/events.ts';

const TOPICS: readonly Topic[] = ['settings', 'vault', 'receipts', 'agreements', 'jobs', 'inbox', 'batch'];

/**
 * Everything of ours on this computer: service tokens, secrets, the database, settings and whatever else the browser keeps
 * for us. What the administrator has set stays his. Work that can still be stopped is, or it would write itself down
 * again; secrets go first, so that a stop in between leaves nothing worth stealing.
 */
export async function eraseEverything(backend: Backend): Promise<void> {
  await backend.request('didox/sign-out', { owner: null });
  await backend.vault.forgetEverything();
  const batch = await backend.request('batch/get', { batchId: null });
  if (batch) await backend.request('batch/control', { batchId: batch.id, command: 'stop' });
  for (const { id } of await backend.request('jobs/list', { open: true }))
    await backend.request('jobs/cancel', { jobId: id });
  const database = await backend.database();
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores, 'readwrite');
  for (const store of stores) await transaction.objectStore(store).clear();
  await transaction.done;
  await backend.eraseStorage();
  for (const changed of TOPICS) backend.announce({ changed, id: null });
}
