import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** Everything that was asked for and is not in this world, e.g. `example.org:443`. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/**
 * What `--host-resolver-rules` is for Chromium, for a browser without such a switch: a proxy that leads the real
 * addresses to the stand-ins and lets nothing else through. `rules` are in the form of that switch.
 */
export async function startConnectProxy(rules: string): Promise<ConnectProxy> {
  const ways = readRules(rules);
  const refused: string[] = [];
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((request, response) => {
    refused.push(String(request.url));
    response.writeHead(502).end();
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    keep(client);
    const target = ways.get(String(request.url));
    if (target === undefined) {
      refused.push(String(request.url));
      client.end('HTTP/1.1 502 Not in this world\r\n\r\n');
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    // Nothing listens: the browser sees a broken connection, as it would without a proxy.
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    refused,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
        server.closeAllConnections();
      }),
  };
}

/** `MAP host:port 127.0.0.1:port, …` to a table; rules without a port concern the resolver only. */
function readRules(rules: string): ReadonlyMap<string, number> {
  const found = [...rules.matchAll(/MAP (\S+:\d+) 127\.0\.0\.1:(\d+)/g)];
  return new Map(found.map(([, from = '', to]) => [from, Number(to)]));
}
