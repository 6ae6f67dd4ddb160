import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** Somebody who reviews the repository can read all of it: nothing in it was made by a program from something else. */
const CODE = new Set(['.ts', '.tsx', '.js', '.mjs', '.cjs', '.css', '.html']);
/** Longest line and average of a file: a minified one is far beyond both. */
const LONGEST_LINE = 1000;
const AVERAGE_LINE = 120;
const GENERATED = /@generated|sourceMappingURL=|__webpack_require__|do not edit (?:this file|by hand)/i;
/** Of this test itself, and of what checks packages. */
const SPEAKS_OF_IT = /(?:readable-sources|package-promises)(?:\.test)?\.ts$/;
const BINARY = /\.(?:wasm|node|exe|dll|so|jar|class|pyc|crx|xpi|map)$|\.min\.(?:js|css)$/;

function sources(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  return listed.split('\0').filter(Boolean);
}

/** Why a file is not readable as written; null when it is. */
function unreadable(path: string, text: string): string | null {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const longest = Math.max(0, ...lines.map(line => line.length));
  const average = text.length / Math.max(1, lines.length);
  if (longest > LONGEST_LINE) return `${path}: a line of ${longest} characters`;
  if (lines.length > 3 && average > AVERAGE_LINE) return `${path}: ${Math.round(average)} characters a line`;
  if (GENERATED.test(text) && !SPEAKS_OF_IT.test(path)) return `${path}: says that it was generated`;
  return null;
}

it('holds no minified, generated or compiled code', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter(path => BINARY.test(path))).toEqual([]);
  const code = files.filter(path => CODE.has(extname(path)));
  const found = code.flatMap(path => {
    try {
      return unreadable(path, readFileSync(join(ROOT, path), 'utf8')) ?? [];
    } catch {
      return []; // deleted, and not committed yet
    }
  });
  expect(found).toEqual([]);
});

it('would notice them', () => {
  expect(unreadable('a.js', `var a=1;${'b();'.repeat(300)}`)).toMatch(/characters/);
  expect(unreadable('a.js', `${'x'.repeat(200)}\n`.repeat(20))).toMatch(/a line/);
  expect(unreadable('a.js', '//# sourceMappingURL=a.js.map')).toMatch(/generated/);
});
