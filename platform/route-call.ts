import type { RouteCall, RoutePort, RouteReply } from '../lib/messages/protocol.ts';

/** The worker's side of `page/site-route.ts`. Settles when the tab has answered, closed its socket, or is gone. */
export function routeCall(
  port: RoutePort<RouteReply, RouteCall | null>,
  call: RouteCall,
  signal: AbortSignal,
): Promise<RouteReply> {
  return new Promise(resolve => {
    const stop = () => port.postMessage(null);
    const end = (reply: RouteReply) => {
      signal.removeEventListener('abort', stop);
      resolve(reply);
    };
    port.onMessage.addListener(end);
    // A tab that went away without a word: how far it came, nobody knows.
    port.onDisconnect.addListener(() => end({ opened: true }));
    port.postMessage(call);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}
