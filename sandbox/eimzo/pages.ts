import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Profile } from './profiles.ts';

/** The start page names the version in its title, so that it can be asked over plain HTTP. */
function startPage(title: string): string {
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>${title}</title>
<h1>${title}</h1><p>Песочница: двойник модуля ${title} работает на этом компьютере.</p></html>`;
}

/** A shell that asks the module itself over the socket, as the product's page does. */
function apidocPage(title: string): string {
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>${title} API</title>
<h1>${title}: API</h1><pre id="doc">…</pre>
<script>
const socket = new WebSocket(location.origin.replace('http', 'ws') + '/service/cryptapi');
socket.onopen = () => socket.send(JSON.stringify({ name: 'apidoc' }));
socket.onmessage = event => { document.getElementById('doc').textContent = JSON.stringify(JSON.parse(event.data), null, 1); };
</script></html>`;
}

/** Answers a plain HTTP request: the start page, the API page, OPTIONS, and 404 for everything else. */
export function answerHttp(request: IncomingMessage, response: ServerResponse, profile: Profile): void {
  const path = new URL(request.url ?? '/', 'http://module').pathname;
  if (request.method === 'OPTIONS') {
    response.writeHead(200, {
      'Access-Control-Allow-Private-Network': 'true',
      'Access-Control-Allow-Origin': request.headers.origin ?? '*',
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': '*',
    });
    response.end();
  } else if (path === '/' || path === '/apidoc.html') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(path === '/' ? startPage(profile.title) : apidocPage(profile.title));
  } else {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('404 - Not Found');
  }
}
