import { type Changed, EVENTS_CHANNEL, isChanged } from '../lib/messages/events.ts';

/**
 * One channel for all contexts of the extension's own origin; pages of sites cannot join it. A channel does not tell
 * its own context what it posted, so listeners here are told directly: who deletes a receipt also shows the list.
 */
export function createEvents(): {
  announce(change: Changed): void;
  listen(listener: (change: Changed) => void): () => void;
} {
  const channel = new BroadcastChannel(EVENTS_CHANNEL);
  const listeners = new Set<(change: Changed) => void>();
  const tell = (change: Changed) => {
    for (const listener of listeners) listener(change);
  };
  channel.addEventListener('message', event => {
    if (isChanged(event.data)) tell(event.data);
  });
  return {
    announce(change) {
      channel.postMessage(change);
      queueMicrotask(() => tell(change));
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
