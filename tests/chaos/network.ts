import { Agent, request } from 'node:https';
import type { FetchPort } from '../../lib/didox/http.ts';
import type { Deadly } from './arena.ts';
import { createEugodaFetch, type Delivery, EUGODA_HOST } from './eugoda-network.ts';
import type { Ledger, Submission } from './ledger.ts';
import type { Life } from './life.ts';

/** Where the real addresses lead. */
export interface Addresses {
  readonly didoxApi: string;
  /** Left out where nobody has agreements. */
  readonly eugodaApi?: string;
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
  /** Archives on their way to the worker. */
  readonly deliveries: Delivery[];
  /** External ids of the agreements that a call of the worker was to create. */
  readonly creates: string[];
}

export interface Outage {
  gone: boolean;
  /** When the worker dies next; then it is null again. */
  deadly: Deadly | null;
}

export interface Wire {
  readonly life: Life;
  readonly addresses: Addresses;
  readonly outage: Outage;
  readonly overheard: Overheard;
}

const DEADLINE_MS = 60_000;
const API_HOSTS = new Set(['api-partners.didox.uz', 'testapi3.didox.uz', 'stage.goodsign.biz']);

/**
 * The browser's fetch: the real host name in the request, a stand-in at the other end. Like Chromium, it sends a POST a
 * second time by itself when a reused connection dies before the first byte of the answer (measured).
 */
export function createFetch({ ledger, ...wire }: Wire & { readonly ledger: Ledger }): FetchPort {
  const { life, addresses, outage, overheard } = wire;
  const toEugoda = createEugodaFetch(wire);
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 6 });
  life.onDeath(() => agent.destroy());
  const port = Number(new URL(addresses.didoxApi).port);

  const send = (
    url: URL,
    init: RequestInit,
    submission: Submission | null,
    again: boolean,
  ): Promise<Response> =>
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
            if (outage.deadly === 'sent' && submission) {
              outage.deadly = null;
              life.kill();
            }
            if (submission && life.alive) submission.answer = answer.statusCode ?? 0;
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
          send(url, init, submission, true).then(resolve, reject);
        } else fail();
      });
      call.end(init.body === undefined ? undefined : String(init.body), () => {
        if (outage.deadly !== 'sending' || !submission) return;
        outage.deadly = null;
        // The request is out: the service gets it although nobody waits for the answer any more, which may come in 4 ms.
        setTimeout(() => life.kill());
      });
      if (init.signal?.aborted) giveUp();
    });

  return (address, init) => {
    const url = new URL(address);
    if (url.host === EUGODA_HOST) return toEugoda(address, init);
    return life.port(() => {
      if (!API_HOSTS.has(url.host)) return Promise.reject(new TypeError('Failed to fetch'));
      const submission = ledger.request(init.method ?? 'GET', url, String(init.body ?? ''));
      if (submission && outage.deadly === 'leaving') {
        outage.deadly = null;
        life.kill();
        return Promise.reject(new TypeError('nobody hears this'));
      }
      return send(url, init, submission, false);
    });
  };
}

function broken(): ReadableStream {
  return new ReadableStream({ start: controller => controller.error(new TypeError('network error')) });
}

function listen(body: Buffer, { secrets }: Overheard): void {
  const token = /"token":\s*"([^"]{8,})"/.exec(body.toString('latin1'))?.[1];
  if (token) secrets.add(token);
}
