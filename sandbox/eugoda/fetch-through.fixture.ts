import { request } from 'node:https';
import { Readable } from 'node:stream';
import type { FetchPort } from '../../lib/eugoda/ports.ts';
import type { EugodaStandIn } from './index.ts';

/**
 * The client's fetch, led to the stand-in: the client keeps speaking to https://eugoda.com:3000, with a real TLS
 * connection whose certificate is checked for that name.
 */
export function fetchThrough(standIn: EugodaStandIn): FetchPort {
  return (address, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: standIn.apiPort,
          path: url.pathname + url.search,
          method: init.method,
          headers: { ...init.headers, host: url.host },
          servername: url.hostname,
          ca: standIn.certificate,
          agent: false,
          signal: init.signal,
        },
        incoming => {
          const headers = new Headers();
          for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
          const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
          resolve({ status: incoming.statusCode ?? 0, headers, body });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(init.body);
    });
}
