import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { printHtml } from '../api/print.ts';
import { recordOf } from '../api/serve.ts';
import { file, json, type Reply, readBody, text } from '../http/exchange.ts';
import type { RequestRecord } from '../types.ts';
import type { World } from '../world/world.ts';
import { contentSecurityPolicy } from './csp.ts';
import { documentData, listData, profileData, saveForm } from './data.ts';

const asset = (name: string): string => readFileSync(new URL(`./app/${name}`, import.meta.url), 'utf8');

const styles = ['app.css', 'document.css'].map(name => [name, 'text/css; charset=utf-8'] as const);
const scripts = ['app.js', 'document-page.js', 'elements.js', 'pages.js'].map(
  name => [name, 'text/javascript; charset=utf-8'] as const,
);
const assets = new Map(
  [...styles, ...scripts].map(([name, type]) => [`/static/${name}`, { type, body: asset(name) }]),
);
const page = asset('index.html');

/** Same-origin data of the page, so that it works without any extension. */
async function reply(world: World, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'https://didox.uz');
  const path = url.pathname;
  const found = assets.get(path);
  if (found) return file(found.type, found.body);
  if (path === '/web/config') {
    const { rerenderMs, replaceBody, iframe } = world.settings;
    return json(200, { rerenderMs, replaceBody, iframe });
  }
  if (path === '/web/profile') return json(200, profileData(world));
  if (path === '/web/documents') return json(200, listData(world, url.searchParams));
  const one = /^\/web\/documents\/([0-9A-Fa-f]{32})$/.exec(path)?.[1];
  if (one && request.method === 'PUT') return saveForm(world, one, await readBody(request));
  if (one) return documentData(world, one, url.searchParams.get('owner'));
  const frame = /^\/web\/print\/([0-9A-Fa-f]{32})$/.exec(path)?.[1];
  if (frame) {
    const document = world.store.get(frame);
    return document ? file('text/html; charset=UTF-8', printHtml(document)) : text(404, 'Not Found');
  }
  if (path === '/web/log' && request.method === 'POST') {
    const body = await readBody(request);
    world.pageLog.push(
      Buffer.from(body ?? [])
        .toString('utf8')
        .slice(0, 200),
    );
    return json(200, { ok: true });
  }
  if (path === '/favicon.ico') return { status: 204, type: 'image/x-icon', body: '' };
  if (/\.\w+$/.test(path) || path.startsWith('/web/')) return text(404, 'Not Found');
  // Plain paths all the way (History API): every other address is the app.
  return file('text/html; charset=UTF-8', page);
}

export function createWebHandler(world: World, requests: RequestRecord[]) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = world.now();
    const answered = await reply(world, request);
    const documentId = /([0-9A-Fa-f]{32})/.exec(request.url ?? '')?.[1]?.toUpperCase() ?? null;
    requests.push(
      recordOf(request, 'web', at, { endpoint: null, documentId, status: answered.status, fault: null }),
    );
    // The print form brings its own <style>, which the app's policy forbids; it is a page of its own.
    const print = (request.url ?? '').startsWith('/web/print/');
    response.writeHead(answered.status, {
      'Content-Type': answered.type,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Strict-Transport-Security': 'max-age=0',
      ...(print
        ? {
            'Content-Security-Policy':
              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
          }
        : contentSecurityPolicy(world.settings.csp)),
    });
    response.end(answered.json === undefined ? answered.body : JSON.stringify(answered.json));
  };
}
