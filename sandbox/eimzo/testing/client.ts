import { WebSocket } from 'ws';
import type { ModuleStandIn } from '../start-module.ts';

/** What came back for one frame, and how the socket ended (null while it is open). */
export interface Exchange {
  // biome-ignore lint/suspicious/noExplicitAny: answers are JSON of many shapes, and tests look into them
  readonly reply: any;
  readonly text: string;
  readonly closed: { readonly code: number; readonly reason: string } | null;
}

/** A frame to send: an object becomes JSON. */
export type Frame = object | string;

/** Opens a socket, as a page of `origin` would. */
export async function open(url: string, origin?: string): Promise<WebSocket> {
  const socket = new WebSocket(url, {
    ...(origin === undefined ? {} : { origin }),
    rejectUnauthorized: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Sends one frame on an open socket and waits for the answer, or for the end. Rejects after `patienceMs`. */
export function exchange(socket: WebSocket, frame: Frame, patienceMs: number = 3000): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), patienceMs);
    let text = '';
    const done = (closed: Exchange['closed']): void => {
      clearTimeout(timer);
      let reply: unknown = null;
      try {
        reply = text === '' ? null : JSON.parse(text);
      } catch {
        reply = 'malformed';
      }
      resolve({ reply, text, closed });
    };
    socket.once('message', data => {
      text = String(data);
      // An old module leaves the socket open: do not wait for its end.
      setTimeout(() => done(null), 30);
    });
    socket.once('close', (code, reason) => done({ code, reason: String(reason) }));
    socket.on('error', () => undefined);
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  });
}

/** One call on a socket of its own. */
export async function call(
  module: ModuleStandIn,
  frame: Frame,
  options: { readonly origin?: string; readonly secure?: boolean; readonly patienceMs?: number } = {},
): Promise<Exchange> {
  const socket = await open(options.secure === true ? module.wss : module.ws, options.origin);
  try {
    return await exchange(socket, frame, options.patienceMs);
  } finally {
    socket.terminate();
  }
}

/** A plugin function by its dotted name. */
export const verb = (dotted: string, ...args: readonly string[]): object => {
  const [plugin, name] = dotted.split('.');
  return { plugin, name, arguments: args };
};

/** Loads the first listed key that `wanted` (part of the alias) names, and gives its keyId. */
export async function loadKey(module: ModuleStandIn, wanted: string = ''): Promise<string> {
  const { reply } = await call(module, verb('pfx.list_all_certificates'));
  const file = reply.certificates.find((one: { alias: string }) => one.alias.includes(wanted));
  const loaded = await call(module, verb('pfx.load_key', file.disk, file.path, file.name, file.alias));
  return loaded.reply.keyId;
}

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
