import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import preact from '@preact/preset-vite';
import { build } from 'vite';
import { workerInGraph } from '../build/worker-in-graph.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

export interface GallerySite {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the gallery (the pages' own code, as the product's build makes it) and serves it on loopback. */
export async function startGallery(): Promise<GallerySite> {
  const folder = join(ROOT, 'artifacts', 'gallery');
  await build({
    configFile: false,
    root: join(ROOT, 'gallery'),
    base: '/',
    logLevel: 'warn',
    plugins: [preact(), workerInGraph()],
    assetsInclude: ['**/*.asice'],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome120', chunkSizeWarningLimit: 5000 },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://gallery').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    readFile(file).then(
      bytes => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'image/png' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
