import type { RouteReply } from '../../lib/messages/protocol.ts';

/** One request, one reply, over a socket opened by this page's own script: the Origin is truthfully the site's. */
export function callModule(endpoint: string, frame: string, deadlineMs: number): Promise<RouteReply> {
  return new Promise(resolve => {
    let socket: WebSocket;
    const end = (reply: RouteReply) => {
      clearTimeout(timer);
      resolve(reply);
      socket?.close();
    };
    const timer = setTimeout(() => end({ ok: false, code: 'deadline' }), deadlineMs);
    try {
      socket = new WebSocket(endpoint);
    } catch {
      return end({ ok: false, code: 'closed' });
    }
    socket.onopen = () => socket.send(frame);
    socket.onmessage = event => end({ ok: true, frame: String(event.data) });
    socket.onclose = () => end({ ok: false, code: 'closed' });
  });
}
