import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { demoPage } from './pages/demo.ts';
import { demoScript } from './pages/demo-script.ts';
import { layout } from './pages/layout.ts';
import { signingPage } from './pages/signing.ts';
import type { Registry } from './registry.ts';

export interface PageParts {
  readonly registry: Registry;
  readonly clock: () => number;
  readonly linkFor: (host: string, token: string) => string;
  /** Address of the API, for pages that are not under the real host names. */
  readonly api: () => string;
}

/** The web pages: the demo (under every host name), the signing page, and a front page. */
export function createPages(
  parts: PageParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { registry, clock } = parts;
  const cryptoJs = createRequire(import.meta.url).resolve('crypto-js/crypto-js.js');

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://eugoda.com');
    const send = (status: number, type: string, body: string | Uint8Array): void => {
      response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' });
      response.end(body);
    };
    const token = /^\/sign\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (token !== undefined) {
      const agreement = registry.byToken(token);
      request.resume();
      if (request.method === 'POST' && agreement !== null && agreement.link.until > clock())
        registry.sign(agreement);
      const { status, html } = signingPage(agreement, clock());
      return send(status, 'text/html', html);
    }
    switch (url.pathname) {
      case '/demo':
      case '/demo/':
        return send(200, 'text/html', demoPage());
      case '/demo/test.js':
        return send(200, 'text/javascript', demoScript(parts.api()));
      case '/demo/crypto-js.js':
        return send(200, 'text/javascript', await readFile(cryptoJs));
      case '/demo/agreement': {
        const found = registry.agreements.findLast(
          one => one.externalId === url.searchParams.get('externalId'),
        );
        if (found === undefined) return send(404, 'application/json', 'null');
        const link = parts.linkFor(request.headers.host ?? '', found.link.token);
        return send(200, 'application/json', JSON.stringify({ id: found.id, link, until: found.link.until }));
      }
      case '/':
        return send(200, 'text/html', layout('eUgoda', '<h1>eUgoda</h1>\n<p><a href="/demo">Демо</a></p>'));
      default:
        return send(404, 'text/html', layout('404', '<h1>404</h1>'));
    }
  };
}
