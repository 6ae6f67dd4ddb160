import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { FetchPort } from '../../lib/didox/http.ts';
import type { Life } from './life.ts';
import type { Wire } from './network.ts';

export const EUGODA_HOST = 'eugoda.com:3000';

/** An archive that came to one life of the worker, part by part. */
export interface Delivery {
  readonly externalId: string;
  readonly life: Life;
  readonly parts: { readonly bytes: Uint8Array; readonly at: number }[];
}

/** The browser's fetch to eUgoda: a new connection each time, and the body part by part, each of them a step. */
export function createEugodaFetch({ life, addresses, outage, overheard }: Wire): FetchPort {
  const port = Number(URL.parse(addresses.eugodaApi ?? '')?.port ?? 9);
  const send = (url: URL, init: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('Failed to fetch'));
      if (outage.gone) return fail();
      const creates = init.method === 'POST' && url.pathname !== '/api/signing/share';
      if (creates) overheard.creates.push(String(JSON.parse(String(init.body)).externalId));
      const call = request(
        {
          host: '127.0.0.1',
          port,
          agent: false,
          rejectUnauthorized: false,
          method: init.method ?? 'GET',
          path: url.pathname + url.search,
          headers: { ...(init.headers as Record<string, string>), Host: url.host },
        },
        incoming => {
          if (outage.deadly === 'sent' && creates) {
            outage.deadly = null;
            life.kill();
          }
          resolve(answerOf(incoming, url));
        },
      );
      call.on('error', fail);
      life.onDeath(() => call.destroy());
      call.end(init.body === undefined ? undefined : String(init.body), () => {
        if (outage.deadly !== 'sending' || !creates) return;
        outage.deadly = null;
        setTimeout(() => life.kill(), 5);
      });
    });

  function answerOf(incoming: IncomingMessage, url: URL): Response {
    const status = incoming.statusCode ?? 500;
    const headers = Object.entries(incoming.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    if (status === 204) return new Response(null, { status, headers });
    const delivery: Delivery | null =
      url.pathname === '/api/signing/document' && status === 200
        ? { externalId: url.searchParams.get('externalId') ?? '', life, parts: [] }
        : null;
    if (delivery) overheard.deliveries.push(delivery);
    const parts: AsyncIterator<Buffer> = incoming[Symbol.asyncIterator]();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await life.port(() => parts.next());
          if (done) return controller.close();
          const bytes = new Uint8Array(value);
          delivery?.parts.push({ bytes, at: performance.now() });
          controller.enqueue(bytes);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status, headers });
  }

  return (address, init) => life.port(() => send(new URL(address), init));
}
