import type { Backend } from '../../components/backend.ts';
import type { Topic } from '../../lib/messages/events.ts';
import { eraseDatabase } from '../../lib/store/database.ts';

const TOPICS: readonly Topic[] = ['settings', 'vault', 'receipts', 'agreements', 'jobs', 'inbox', 'batch'];

/**
 * Everything of ours on this computer: service tokens, secrets, the database, settings and whatever else the browser keeps
 * for us. What the administrator has set stays his. Work that can still be stopped is, or it would write itself down
 * again; secrets go first, so that a stop in between leaves nothing worth stealing. What does not work for one must not
 * keep the rest.
 * @throws what the database or the storage threw
 */
export async function eraseEverything(backend: Backend): Promise<void> {
  const attempt = (task: Promise<unknown>) => task.catch(() => undefined);
  await attempt(backend.request('didox/sign-out', { server: null, owner: null }));
  await attempt(backend.vault().then(vault => vault.forgetEverything()));
  await attempt(backend.request('work/stop', {}));
  const ends = await Promise.allSettled([eraseDatabase(() => backend.database()), backend.eraseStorage()]);
  for (const changed of TOPICS) backend.announce({ changed, id: null });
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
