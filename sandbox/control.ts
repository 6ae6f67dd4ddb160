import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type DidoxStandIn, SEED_KINDS } from './didox/index.ts';
import type { ModuleStandIn } from './eimzo/start-module.ts';
import type { EugodaStandIn } from './eugoda/index.ts';
import type { WorldSettings } from './world-settings.ts';

export interface Controlled {
  readonly eimzo: ModuleStandIn;
  readonly didox: DidoxStandIn;
  readonly eugoda: EugodaStandIn;
  readonly set: (settings: WorldSettings) => void;
}

type Answer = { readonly json: unknown } | { readonly bytes: Uint8Array; readonly type: string };

interface Route {
  readonly method: 'GET' | 'POST';
  /** `*` stands for one segment, which is handed over. */
  readonly path: string;
  readonly body?: string;
  readonly help: string;
  readonly run: (world: Controlled, body: Readonly<Record<string, unknown>>, segment: string) => unknown;
}

class NotFound extends Error {}
class BadRequest extends Error {}

const LARGEST_BODY = 4 * 1024 * 1024;
const DONE = { json: { ok: true } };

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/state',
    help: 'settings of all stand-ins, the calls and requests they noted, open sockets',
    run: ({ eimzo, didox, eugoda }) => ({
      json: {
        eimzo: { settings: eimzo.settings, calls: eimzo.calls, connections: eimzo.connections },
        didox: { settings: didox.settings, requests: didox.requests, pageLog: didox.pageLog },
        eugoda: { settings: eugoda.settings, requests: eugoda.requests },
      },
    }),
  },
  {
    method: 'POST',
    path: '/control',
    body: '{"eimzo":{…},"didox":{…},"eugoda":{…}}',
    help: 'changes settings; names as in --help, without the prefix. A wrong one changes nothing',
    run: ({ set }, body) => {
      for (const [name, settings] of Object.entries(body)) {
        if (!['eimzo', 'didox', 'eugoda'].includes(name)) throw new BadRequest(`there is no "${name}"`);
        if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
          throw new BadRequest(`"${name}" must be an object of settings`);
        }
      }
      set(body as WorldSettings);
      return DONE;
    },
  },
  {
    method: 'POST',
    path: '/eimzo/restart',
    body: '{"downMs":2000}',
    help: 'as if the module was ended and started again, after so many milliseconds (default 0)',
    run: async ({ eimzo }, { downMs = 0 }) => {
      if (typeof downMs !== 'number' || downMs < 0) throw new BadRequest('downMs must be a number from 0');
      await eimzo.restart(downMs);
      return DONE;
    },
  },
  {
    method: 'POST',
    path: '/eimzo/forget-calls',
    help: 'empties the list of calls',
    run: ({ eimzo }) => {
      eimzo.calls.length = 0;
      return DONE;
    },
  },
  {
    method: 'POST',
    path: '/didox/reset',
    help: 'Didox as on the first day, with the settings of the start',
    run: ({ didox }) => {
      didox.reset();
      return DONE;
    },
  },
  {
    method: 'POST',
    path: '/didox/seed',
    body: '{"kind":"mixed-100"}',
    help: `adds documents and tells their ids: ${SEED_KINDS.join(', ')}`,
    run: ({ didox }, { kind }) => {
      const found = SEED_KINDS.find(one => one === kind);
      if (found === undefined) throw new BadRequest(`kind must be one of ${SEED_KINDS.join(', ')}`);
      return { json: { ids: didox.seed(found) } };
    },
  },
  {
    method: 'POST',
    path: '/didox/forget-sessions',
    help: 'all user-keys die',
    run: ({ didox }) => {
      didox.forgetSessions();
      return DONE;
    },
  },
  {
    method: 'GET',
    path: '/didox/documents',
    help: 'ids of all documents',
    run: ({ didox }) => ({ json: { ids: didox.documents.ids() } }),
  },
  {
    method: 'GET',
    path: '/didox/document/*',
    help: 'status, checked signatures, submissions and the newest PKCS#7 (base64) of a document',
    run: ({ didox }, _, id) => {
      const view = didox.documents.get(id);
      if (view === null) throw new NotFound(`there is no document ${id}`);
      return { json: { ...view, pkcs7: view.pkcs7 && Buffer.from(view.pkcs7).toString('base64') } };
    },
  },
  {
    method: 'GET',
    path: '/didox/archive/*',
    help: 'the archive of a document (zip)',
    run: ({ didox }, _, id) => {
      const bytes = didox.archive(id);
      if (bytes === null) throw new NotFound(`there is no document ${id}`);
      return { bytes, type: 'application/zip' };
    },
  },
  {
    method: 'GET',
    path: '/eugoda/agreements',
    help: 'all agreements',
    run: ({ eugoda }) => ({
      json: eugoda.agreements.map(one => ({ ...one, content: { bytes: one.content.length } })),
    }),
  },
  {
    method: 'POST',
    path: '/eugoda/sign/*',
    help: 'gives one signature to the agreement with this external id',
    run: ({ eugoda }, _, id) => {
      if (!eugoda.agreements.some(one => one.externalId === id)) {
        throw new NotFound(`there is no agreement "${id}"`);
      }
      eugoda.sign(id);
      return DONE;
    },
  },
];

/** The control channel as text, for `GET /` and `--help`. */
export const controlHelp: string = ROUTES.map(
  ({ method, path, body, help }) =>
    `  ${method.padEnd(4)} ${path.replace('*', '<id>')}${body ? ` ${body}` : ''}\n         ${help}`,
).join('\n');

/** HTTP on loopback, JSON in and out. For tests and people; it knows no secrets and checks no caller. */
export function createControlServer(world: Controlled): Server {
  return createServer((request, response) => {
    void serve(world, request, response);
  });
}

async function serve(world: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const path = new URL(request.url ?? '/', 'http://control').pathname;
    if (path === '/') {
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`The sandbox of Imzochi\n\n${controlHelp}\n`);
      return;
    }
    const found = find(request.method ?? 'GET', path);
    const answer = (await found.route.run(world, await readBody(request), found.segment)) as Answer;
    if ('bytes' in answer) {
      response.writeHead(200, { 'Content-Type': answer.type });
      response.end(answer.bytes);
    } else sendJson(response, 200, answer.json);
  } catch (thrown) {
    const status = thrown instanceof NotFound ? 404 : 400;
    sendJson(response, status, { error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function find(method: string, path: string): { route: Route; segment: string } {
  for (const route of ROUTES) {
    if (route.method !== method) continue;
    if (route.path === path) return { route, segment: '' };
    const start = route.path.slice(0, -1);
    if (!route.path.endsWith('*') || !path.startsWith(start)) continue;
    const segment = path.slice(start.length);
    if (segment !== '' && !segment.includes('/')) return { route, segment: decodeURIComponent(segment) };
  }
  throw new NotFound(`there is no ${method} ${path}; GET / lists what there is`);
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY) throw new BadRequest('the body is too large');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8').trim();
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BadRequest('the body is no JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequest('the body must be a JSON object');
  }
  return body as Readonly<Record<string, unknown>>;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(value, null, 1)}\n`);
}
