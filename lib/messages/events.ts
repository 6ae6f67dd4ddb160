/** What the worker announces to extension pages, and pages to each other, on one BroadcastChannel. */
export const EVENTS_CHANNEL = 'imzochi';

/** A topic changed: whoever shows it reads it again (from the database, or with a request). */
export type Topic =
  | 'jobs'
  | 'keys'
  | 'receipts'
  | 'inbox'
  | 'batch'
  | 'agreements'
  | 'module'
  | 'settings'
  | 'vault';

export interface Changed {
  readonly changed: Topic;
  readonly id: string | null;
}

export function isChanged(data: unknown): data is Changed {
  return typeof data === 'object' && data !== null && typeof (data as Changed).changed === 'string';
}
