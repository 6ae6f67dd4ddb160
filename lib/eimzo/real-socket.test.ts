import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { PLAIN } from './endpoints.ts';
import { createModule, type Module } from './module.ts';
import type { SocketPort } from './ports.ts';

/** The real WebSocket over a real connection: the interface in ports.ts must not promise more than it keeps. */
describe('over real sockets', () => {
  const servers: WebSocketServer[] = [];
  const modules: Module[] = [];

  afterEach(async () => {
    for (const module of modules.splice(0)) module.working(false);
    for (const server of servers.splice(0)) {
      for (const client of server.clients) client.terminate();
      await new Promise(resolve => server.close(resolve));
    }
  });

  async function start(version: string, after: (socket: ServerSocket) => void) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise(resolve => server.once('listening', resolve));
    servers.push(server);
    let connections = 0;
    const [major, minor] = version.split('.');
    server.on('connection', socket => {
      connections++;
      let answered = false;
      socket.on('message', frame => {
        // 6.x: a second frame on the same socket is never answered.
        if (answered && major === '6') return;
        answered = true;
        const { name } = JSON.parse(String(frame));
        if (name === 'load_key') socket.terminate();
        else
          socket.send(
            JSON.stringify({ success: true, status: 1, major, minor, certificates: [], pkcs7_64: name }),
          );
        after(socket);
      });
    });
    const port = (server.address() as AddressInfo).port;
    const sockets: SocketPort = {
      open: url => new WebSocket(url === PLAIN ? `ws://127.0.0.1:${port}` : 'ws://127.0.0.1:1'),
    };
    const timer = {
      now: () => Date.now(),
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
    };
    const module = createModule({ sockets, timer, wake: { hold: () => () => {} }, apiKeys: async () => [] });
    modules.push(module);
    return { module, connections: () => connections };
  }

  const sign = { content64: 'AA==', keyId: 'k', detached: false };

  it.each([
    ['closes at once', '6.4', (socket: ServerSocket) => socket.close(1000, 'Done')],
    ['closes late', '6.4', (socket: ServerSocket) => void setTimeout(() => socket.close(1000, 'Done'), 40)],
    ['keeps the socket', '4.86', () => {}],
  ])('a module that %s answers thirty calls in a row', async (_, version, after) => {
    const { module, connections } = await start(version, after);
    module.working(true);
    for (let i = 0; i < 30; i++) expect((await module.sign(sign)).pkcs7_64).toBe('create_pkcs7');
    expect(connections()).toBeLessThan(version === '4.86' ? 4 : 33);
  });

  it('a connection cut before the reply is "dropped", and the next call works', async () => {
    const { module } = await start('6.4', socket => socket.close(1000));
    const key = { kind: 'ftjc', name: 'x' } as Parameters<Module['unlock']>[0];
    await expect(module.unlock(key)).rejects.toMatchObject({ code: 'dropped' });
    expect((await module.sign(sign)).pkcs7_64).toBe('create_pkcs7');
  });

  it('tells what it found', async () => {
    const { module } = await start('6.4', socket => socket.close(1000));
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      evidence: { probes: [{ outcome: 'open' }, { outcome: 'closed', closeCode: 1006 }] },
    });
  });
});
