import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';
import type { World } from '../../sandbox/world.ts';

/** A port in front of the module's plain one, which a test can close or lead somewhere else. */
export interface PortFront {
  /** The world's host rules, with the module's plain port led through here; for `--host-resolver-rules`. */
  readonly flag: (world: World) => string;
  /** Where connections go from now on; null: nobody listens. */
  leadTo(port: number | null): Promise<void>;
  stop(): Promise<void>;
}

export async function startPortFront(): Promise<PortFront> {
  let target: number | null = 0;
  const sockets = new Set<Socket>();
  const server = createServer(near => {
    const far = createConnection(target ?? 0, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    flag: world =>
      `--host-resolver-rules=${world.hostRules.replace(/(MAP 127\.0\.0\.1:64646 127\.0\.0\.1:)\d+/, `$1${port}`)}`,
    async leadTo(next) {
      target = next;
      if (server.listening) await close();
      if (next !== null) await listen(port);
    },
    async stop() {
      if (server.listening) await close();
    },
  };
}
