import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallRecord } from './call.ts';
import { type Exchange, serve } from './connection.ts';
import { ModuleState } from './module-state.ts';
import { answerHttp } from './pages.ts';
import { type ModuleSettings, readSettings } from './settings.ts';
import { tlsCertificate } from './tls-certificate.ts';

export type { CallRecord } from './call.ts';
export { FAULT_KINDS, type Fault } from './faults.ts';
export { type KeyDisk, type ModuleSettings, readSettings, settingsHelp } from './settings.ts';

export interface ModuleOptions {
  /** Ports on 127.0.0.1; 0 or left out: free ones. */
  readonly wsPort?: number;
  readonly wssPort?: number;
  /** What differs from the defaults at the start. */
  readonly settings?: SettingsInput;
}

/** Settings as the control channel may send them; every value is checked. */
export type SettingsInput = { readonly [K in keyof ModuleSettings]?: unknown };

/** A running stand-in for the E-IMZO module. */
export interface ModuleStandIn {
  readonly ws: string;
  readonly wss: string;
  readonly certificatePem: string;
  readonly certificateSpkiSha256Base64: string;
  /** As they are now: outcomes and faults that were used up are gone from their lists. */
  readonly settings: ModuleSettings;
  /** Every call since the start, or since it was emptied (`calls.length = 0`). */
  readonly calls: CallRecord[];
  /** Sockets open now, and ever opened. */
  readonly connections: { readonly open: number; readonly opened: number };
  /** Changes settings; wrong ones throw a TypeError and change nothing. */
  set(settings: SettingsInput): void;
  /** As if the person ended the module and started it again: keyIds and registrations gone, sockets closed with 1001. */
  restart(downMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A browser's `close()` without a code is answered by `ws` in kind, which the browser reports as 1005. The vendor's
 * client takes every code but 1000 for a failure and closes first where the module keeps the socket, so a module it
 * works with must answer 1000. `ws` answers through this very method.
 */
function closeWithACode(socket: WebSocket): void {
  const close = socket.close.bind(socket);
  socket.close = (code = 1000, reason) => close(code, reason);
}

const PATH = '/service/cryptapi';
const HARD_LIMIT = 64 * 1024 * 1024;

/** Starts the stand-in on ws and wss. */
export async function startModule(options: ModuleOptions = {}): Promise<ModuleStandIn> {
  const certificate = await tlsCertificate();
  const module = new ModuleState();
  const calls: CallRecord[] = [];
  const exchange: Exchange = { module, calls, underWay: new Set(), restart: () => restart() };
  const sockets = new Set<WebSocket>();
  const raw = new Set<Duplex>();
  let opened = 0;

  const plain = createHttp();
  const secure = createHttps({ key: certificate.key, cert: certificate.pem });
  const wanted = [options.wsPort ?? 0, options.wssPort ?? 0];
  const servers: readonly Server[] = [plain, secure];
  for (const server of servers) prepare(server, server === secure);

  function prepare(server: Server, isSecure: boolean): void {
    const upgrade = new WebSocketServer({ noServer: true, maxPayload: HARD_LIMIT, perMessageDeflate: false });
    server.on('request', (request, response) => answerHttp(request, response, module.profile));
    server.on('connection', (socket: Duplex) => {
      raw.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => raw.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      const address = new URL(request.url ?? '/', 'http://module');
      if (module.settings.holdConnections) return;
      if (address.pathname !== PATH) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n404 - Not Found');
        return;
      }
      upgrade.handleUpgrade(request, socket, head, accepted => {
        opened += 1;
        sockets.add(accepted);
        closeWithACode(accepted);
        accepted.on('close', () => sockets.delete(accepted));
        const caller = {
          socketId: opened,
          origin: request.headers.origin ?? null,
          secure: isSecure,
          keep: address.searchParams.has('keepConnection'),
        };
        serve(accepted, caller, exchange);
      });
    });
  }

  async function listen(): Promise<void> {
    await Promise.all(
      servers.map(async (server, index) => {
        if (server.listening) return;
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen(wanted[index], '127.0.0.1', () => {
            server.off('error', reject);
            resolve();
          });
        });
        wanted[index] = (server.address() as AddressInfo).port;
      }),
    );
  }

  const refuseConnections = (): void => {
    for (const server of servers) if (server.listening) server.close();
  };

  function set(input: SettingsInput): void {
    const before = module.settings;
    module.settings = { ...before, ...readSettings(input) };
    if (module.settings.language !== before.language) module.language = module.settings.language;
    if (module.settings.listening && !before.listening) void listen();
    if (!module.settings.listening) refuseConnections();
  }

  function closeAll(): void {
    for (const socket of sockets) {
      socket.close(1001, 'module stops');
      // A client that does not answer the close is not waited for.
      setTimeout(() => socket.terminate(), 200).unref();
    }
    for (const one of exchange.underWay) one.stop.abort();
    exchange.underWay.clear();
  }

  async function restart(downMs: number = 0): Promise<void> {
    closeAll();
    module.forgetEverything();
    if (downMs === 0) return;
    refuseConnections();
    await new Promise(resolve => setTimeout(resolve, downMs));
    if (module.settings.listening) await listen();
  }

  async function stop(): Promise<void> {
    closeAll();
    refuseConnections();
    await new Promise(resolve => setTimeout(resolve, 20));
    for (const socket of sockets) socket.terminate();
    for (const socket of raw) socket.destroy();
  }

  await listen();
  set(options.settings ?? {});
  return {
    ws: `ws://127.0.0.1:${wanted[0]}${PATH}`,
    wss: `wss://127.0.0.1:${wanted[1]}${PATH}`,
    certificatePem: certificate.pem,
    certificateSpkiSha256Base64: certificate.spkiSha256Base64,
    get settings() {
      return module.settings;
    },
    calls,
    get connections() {
      return { open: sockets.size, opened };
    },
    set,
    restart,
    stop,
  };
}
