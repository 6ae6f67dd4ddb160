import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RouteCall, RoutePort, RouteReply } from '../lib/messages/protocol.ts';
import { carryCall } from './page/site-route.ts';
import { routeCall } from './route-call.ts';

/** Two ends of one port. As in a browser: messages arrive later, and nobody hears of his own disconnecting. */
function portPair() {
  const ends = [0, 1].map(() => ({
    gone: false,
    messages: [] as ((message: unknown) => void)[],
    disconnects: [] as (() => void)[],
  }));
  const end = (mine: number) => {
    const [own, other] = [ends[mine]!, ends[1 - mine]!];
    return {
      postMessage(message: unknown) {
        if (own.gone) throw new Error('Attempting to use a disconnected port object');
        queueMicrotask(() => !other.gone && other.messages.forEach(hear => void hear(message)));
      },
      disconnect() {
        if (own.gone) return;
        own.gone = true;
        queueMicrotask(() => {
          if (other.gone) return;
          other.gone = true;
          for (const hear of other.disconnects) hear();
        });
      },
      onMessage: { addListener: (hear: (message: never) => void) => void own.messages.push(hear as never) },
      onDisconnect: { addListener: (hear: () => void) => void own.disconnects.push(hear) },
    };
  };
  return {
    worker: end(0) as RoutePort<RouteReply, RouteCall | null>,
    tab: end(1) as RoutePort<never, unknown>,
  };
}

/** The page's WebSocket, driven by hand. */
class PageSocket {
  static all: PageSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: string[] = [];
  readonly url: string;
  closing = false;
  constructor(url: string) {
    this.url = url;
    if (url.startsWith('wrong')) throw new SyntaxError('no such address');
    PageSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closing = true;
  }
}

const settle = () => new Promise(resolve => setTimeout(resolve));

function begin(endpoint = 'ws://module') {
  const { worker, tab } = portPair();
  carryCall(tab as never);
  const stop = new AbortController();
  let reply: RouteReply | null = null;
  void routeCall(worker, { endpoint, frame: 'question' }, stop.signal).then(answer => {
    reply = answer;
  });
  return { worker, tab, stop, reply: () => reply };
}
async function underWay() {
  const call = begin();
  await settle();
  const socket = PageSocket.all[0]!;
  socket.onopen?.();
  return { ...call, socket };
}

describe('a call through a tab', () => {
  beforeEach(() => {
    PageSocket.all = [];
    vi.stubGlobal('WebSocket', PageSocket);
  });
  afterEach(() => void vi.unstubAllGlobals());

  it('asks once, brings the answer, and lets go of the socket', async () => {
    const { socket, reply } = await underWay();
    expect([socket.url, socket.sent]).toEqual(['ws://module', ['question']]);
    socket.onmessage?.({ data: 'answer' });
    await settle();
    expect(reply()).toEqual({ opened: true, frame: 'answer' });
    expect(socket.closing).toBe(true);
    socket.onclose?.(); // the module closes behind its answer: nobody is there to be told
  });

  it('tells a socket that never opened from one that died under the call', async () => {
    const refused = begin();
    await settle();
    PageSocket.all[0]?.onclose?.();
    await settle();
    expect(refused.reply()).toEqual({ opened: false });
    const impossible = begin('wrong');
    await settle();
    expect(impossible.reply()).toEqual({ opened: false });
    PageSocket.all = [];
    const died = await underWay();
    died.socket.onclose?.();
    await settle();
    expect(died.reply()).toEqual({ opened: true });
  });

  it('that is given up is over when its socket is closed, not before', async () => {
    const { socket, stop, reply } = await underWay();
    stop.abort();
    await settle();
    expect(socket.closing).toBe(true);
    expect(reply()).toBeNull();
    socket.onclose?.();
    await settle();
    expect(reply()).toEqual({ opened: true });
  });

  it('ends with the worker that asked: the window it opened is nobody’s', async () => {
    const { worker, socket } = await underWay();
    worker.disconnect();
    await settle();
    expect(socket.closing).toBe(true);
    expect(() => socket.onclose?.()).not.toThrow();
  });

  it('is lost with its tab', async () => {
    const { tab, reply } = await underWay();
    tab.disconnect();
    await settle();
    expect(reply()).toEqual({ opened: true });
  });
});
