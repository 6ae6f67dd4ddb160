import { type Changed, EVENTS_CHANNEL, isChanged } from '../lib/messages/events.ts';

/** One channel for all contexts of the extension's own origin; pages of sites cannot join it. */
export function createEvents(): {
  announce(change: Changed): void;
  listen(listener: (change: Changed) => void): () => void;
} {
  const channel = new BroadcastChannel(EVENTS_CHANNEL);
  return {
    announce: change => channel.postMessage(change),
    listen(listener) {
      const received = (event: MessageEvent) => {
        if (isChanged(event.data)) listener(event.data);
      };
      channel.addEventListener('message', received);
      return () => channel.removeEventListener('message', received);
    },
  };
}
