import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxRootSpkiSha256 } from '../sandbox/pki/index.ts';
import { pack, readBuild, withoutKey } from './package.ts';
import { promisesOf } from './package-promises.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imzochi-package-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function broken(files: Readonly<Record<string, string>>, manifest: object = {}): Promise<string[]> {
  const all = { 'manifest.json': JSON.stringify({ key: 'k', ...manifest }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return (await promisesOf(folder)).filter(({ kept }) => !kept).map(({ what }) => what);
}

/** Text that does not shrink below half; in lines, as one endless word would keep the searches for code busy. */
const noise = (length: number): string =>
  randomBytes(length / 2)
    .toString('hex')
    .replace(/.{60}/g, '$&\n');

describe('the promises about a package', () => {
  it('notice a permission too many and one that is missing', async () => {
    expect(await broken({}, { permissions: ['storage', 'tabs'] })).toContain('permissions');
    expect(await broken({}, { host_permissions: ['<all_urls>'] })).toContain('host permissions');
    expect(await broken({}, { content_scripts: [{ matches: ['https://*/*'], js: [] }] })).toContain(
      'content scripts run only where promised',
    );
    expect(await broken({}, { web_accessible_resources: [{}] })).toContain('web-accessible resources');
  });

  it('notice a heavy content script, by what the manifest injects', async () => {
    const scripts = [{ matches: [], js: ['card.js'] }];
    expect(await broken({ 'card.js': 'x' }, { content_scripts: scripts })).not.toContain('card.js (gzip)');
    expect(await broken({ 'card.js': noise(40_000) }, { content_scripts: scripts })).toContain(
      'card.js (gzip)',
    );
  });

  it('notice that the popup loads more than it needs', async () => {
    const popup = '<script src="/chunks/popup.js"></script><link rel="modulepreload" href="/chunks/desk.js">';
    const chunks = { 'chunks/popup.js': noise(20_000), 'chunks/desk.js': noise(40_000) };
    expect(await broken({ 'popup.html': popup, ...chunks })).toContain('scripts of the popup (gzip)');
    expect(await broken({ 'popup.html': popup.replace('desk', 'none'), ...chunks })).not.toContain(
      'scripts of the popup (gzip)',
    );
  });

  it('notice that the popup waits for more files than it has to, styles among them', async () => {
    const files = ['a.js', 'b.css'];
    const page = (names: readonly string[]) => names.map(name => `<link href="/${name}">`).join('');
    const all = Object.fromEntries([...files, 'c.css'].map(name => [name, 'x']));
    expect(await broken({ ...all, 'popup.html': page(files) })).not.toContain(
      'files that the popup waits for',
    );
    expect(await broken({ ...all, 'popup.html': page([...files, 'c.css']) })).toContain(
      'files that the popup waits for',
    );
  });

  it.each([
    ['the sandbox root as a trust anchor', sandboxRootSpkiSha256.toUpperCase()],
    ['secrets of the sandbox', '"sandbox-partner-token"'],
    ['code made from text (eval, Function)', 'eval("1")'],
    ['code made from text (eval, Function)', 'const F=Function;F("1")'],
    ['code made from text (eval, Function)', 'new Function(code)'],
  ])('notice %s: %s', async (what, text) => {
    expect(await broken({ 'x.js': text })).toContain(what);
  });

  it('let the question of zod pass, whether code may be made from text', async () => {
    expect(await broken({ 'x.js': 'try{let e=Function;return new e(``),!0}catch{return!1}' })).not.toContain(
      'code made from text (eval, Function)',
    );
  });
});

describe('a package', () => {
  it('depends on its contents only, and goes to a store without the key', async () => {
    await broken({ 'a/b.js': '1', 'c.js': '2' });
    const files = readBuild(folder);
    expect(files.map(({ path }) => path)).toEqual(['a/b.js', 'c.js', 'manifest.json']);
    expect(await pack(files)).toEqual(await pack(readBuild(folder)));
    const manifest = withoutKey(files).find(({ path }) => path === 'manifest.json');
    expect(Buffer.from(manifest?.bytes ?? []).toString()).toBe('{}');
  });
});
