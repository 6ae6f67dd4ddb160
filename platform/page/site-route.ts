import type { RouteCall, RoutePort, RouteReply } from '../../lib/messages/protocol.ts';

/**
 * One request, one reply, over a socket opened by this page's own script: the Origin is truthfully the site's. The
 * socket ends with the port: a window of the module that nobody waits for any more must not stay open.
 */
export function carryCall(port: RoutePort<RouteCall | null, RouteReply>): void {
  let socket: WebSocket | undefined;
  let opened = false;
  const end = (frame?: string) => {
    port.postMessage({ opened, frame });
    port.disconnect();
  };
  const hangUp = () => {
    if (socket) socket.onclose = null;
    socket?.close();
  };
  port.onDisconnect.addListener(hangUp);
  port.onMessage.addListener(call => {
    // Given up: the answer says when the socket is really closed.
    if (!call) return socket?.close();
    try {
      socket = new WebSocket(call.endpoint);
    } catch {
      return end();
    }
    socket.onopen = () => {
      opened = true;
      socket?.send(call.frame);
    };
    socket.onmessage = event => {
      hangUp();
      end(String(event.data));
    };
    socket.onclose = () => end();
  });
}
