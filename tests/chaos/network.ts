import { Agent, request } from 'node:https';
import { WebSocket } from 'ws';
import type { FetchPort } from '../../lib/didox/http.ts';
import { PLAIN } from '../../lib/eimzo/endpoints.ts';
import type { ModuleSocket, SocketPort } from '../../lib/eimzo/ports.ts';
import type { Life } from './life.ts';

/** Where the real addresses lead. */
export interface Addresses {
  readonly didoxApi: string;
  readonly ws: string;
  readonly wss: string;
}

/** What went over the wire that must not be found elsewhere, and what must be. */
export interface Overheard {
  readonly secrets: Set<string>;
  /** Requests that the browser sent a second time by itself. */
  readonly resent: string[];
  /** Signatures that reached the worker, and how long it lived after that. */
  readonly signatures: { readonly base64: string; readonly life: Life; readonly atStep: number }[];
}

export interface Outage {
  gone: boolean;
  /** The worker dies at the next request with an effect (`sending`: when it is out; `sent`: when it was answered), or
   * when the next signature comes from the module. Then it is null again. */
  deadly: 'sending' | 'sent' | 'signed' | null;
}

const EFFECT = /\/(?:sign|reject|delete|draft|token\/\w\w)$/;

const DEADLINE_MS = 60_000;
const API_HOSTS = new Set(['api-partners.didox.uz', 'testapi3.didox.uz', 'stage.goodsign.biz']);

/**
 * The browser's fetch: the real host name in the request, a stand-in at the other end. Like Chromium, it sends a POST a
 * second time by itself when a reused connection dies before the first byte of the answer (measured).
 */
export function createFetch(
  life: Life,
  addresses: Addresses,
  outage: Outage,
  overheard: Overheard,
): FetchPort {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 6 });
  life.onDeath(() => agent.destroy());
  const port = Number(new URL(addresses.didoxApi).port);

  const send = (url: URL, init: RequestInit, again: boolean): Promise<Response> =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('Failed to fetch'));
      if (outage.gone) return fail();
      const call = request(
        {
          host: '127.0.0.1',
          port,
          agent,
          method: init.method ?? 'GET',
          path: url.pathname + url.search,
          headers: { ...(init.headers as Record<string, string>), Host: url.host },
        },
        answer => {
          const parts: Buffer[] = [];
          let cut = false;
          answer.on('data', part => parts.push(part as Buffer));
          answer.on('error', () => {
            cut = true;
          });
          answer.on('close', () => {
            clear();
            if (outage.deadly === 'sent' && EFFECT.test(url.pathname)) {
              outage.deadly = null;
              life.kill();
            }
            if ((answer.statusCode ?? 0) >= 300 && (answer.statusCode ?? 0) < 400) return fail();
            const body = Buffer.concat(parts);
            listen(body, overheard);
            resolve(
              new Response(cut || !answer.complete ? broken() : new Uint8Array(body), {
                status: answer.statusCode ?? 500,
                headers: Object.entries(answer.headers).flatMap(([name, value]) =>
                  typeof value === 'string' ? [[name, value] as [string, string]] : [],
                ),
              }),
            );
          });
        },
      );
      const giveUp = () => {
        clear();
        call.destroy();
        reject(init.signal?.reason ?? new DOMException('deadline', 'TimeoutError'));
      };
      const timer = life.clock.setTimeout(life, giveUp, DEADLINE_MS);
      const clear = () => {
        life.clock.clearTimeout(timer);
        init.signal?.removeEventListener('abort', giveUp);
      };
      init.signal?.addEventListener('abort', giveUp, { once: true });
      call.on('error', () => {
        clear();
        if (call.reusedSocket && !again && !init.signal?.aborted && life.alive) {
          overheard.resent.push(url.pathname);
          send(url, init, true).then(resolve, reject);
        } else fail();
      });
      call.end(init.body === undefined ? undefined : String(init.body), () => {
        if (outage.deadly !== 'sending' || !EFFECT.test(url.pathname)) return;
        outage.deadly = null;
        // The request is out: the service gets it although nobody waits for the answer any more.
        setTimeout(() => life.kill(), 5);
      });
      if (init.signal?.aborted) giveUp();
    });

  return (address, init) => {
    const url = new URL(address);
    return life.port(() =>
      API_HOSTS.has(url.host) ? send(url, init, false) : Promise.reject(new TypeError('Failed to fetch')),
    );
  };
}

function broken(): ReadableStream {
  return new ReadableStream({ start: controller => controller.error(new TypeError('network error')) });
}

function listen(body: Buffer, { secrets }: Overheard): void {
  const token = /"token":\s*"([^"]{8,})"/.exec(body.toString('latin1'))?.[1];
  if (token) secrets.add(token);
}

/** Sockets to the module. */
export function createSockets(
  life: Life,
  addresses: Addresses,
  origin: string,
  outage: Outage,
  overheard: Overheard,
): SocketPort {
  return {
    open(url) {
      if (!life.step()) throw new Error('the worker is gone');
      const socket = new WebSocket(url === PLAIN ? addresses.ws : addresses.wss, {
        origin,
        rejectUnauthorized: false,
      });
      life.onDeath(() => socket.terminate());
      let end = life.clock.begin();
      const idle = () => end();
      const mine: ModuleSocket = {
        get readyState() {
          return socket.readyState;
        },
        send(text) {
          if (!life.step()) return;
          end = life.clock.begin();
          socket.send(text);
        },
        close() {
          idle();
          if (life.alive) socket.close();
        },
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
      };
      const tell = (what: () => void) => {
        idle();
        if (life.step()) what();
      };
      socket.on('open', () => tell(() => mine.onopen?.({})));
      socket.on('error', () => tell(() => mine.onerror?.({})));
      socket.on('close', code => tell(() => mine.onclose?.({ code })));
      socket.on('message', data => {
        const text = String(data);
        const keyId = /"keyId":\s*"([^"]{8,})"/.exec(text)?.[1];
        if (keyId) overheard.secrets.add(keyId);
        tell(() => {
          const base64 = mine.onmessage && signatureIn(text);
          if (base64 && outage.deadly === 'signed') {
            outage.deadly = null;
            life.diesAt = life.steps + 3;
          }
          if (base64) overheard.signatures.push({ base64, life, atStep: life.steps });
          mine.onmessage?.({ data: text });
        });
      });
      return mine;
    },
  };
}

/** Half an answer is no signature. */
function signatureIn(text: string): string | null {
  try {
    return (JSON.parse(text) as { pkcs7_64?: string }).pkcs7_64 ?? null;
  } catch {
    return null;
  }
}
