import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** What is under version control, or about to be. */
function documents(): string[] {
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'];
  const listed = execFileSync('git', command, { cwd: ROOT, encoding: 'utf8' });
  return listed.split('\0').filter(path => path !== '' && existsSync(join(ROOT, path)));
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub makes them: small letters, words joined by hyphens, nothing else. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ +(.+)$/gm)];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** Links and pictures that lead nowhere. */
function broken(path: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, to = '']) => to);
  return links
    .filter(link => !/^[a-z]+:/i.test(link))
    .filter(link => {
      const [file = '', anchor] = decodeURI(link).split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target === path ? text : read(target)).has(anchor);
    })
    .map(link => `${path}: ${link}`);
}

it('links of the documents lead to what is there', () => {
  const files = documents();
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap(path => broken(path, read(path)))).toEqual([]);
});

it('would notice those that do not', () => {
  const text =
    '# A heading\n[a](LICENSE) [b](#a-heading) [c](https://example.org)\n![d](no.png) [e](#none) `[f](g)`';
  expect(broken('README.md', text)).toEqual(['README.md: no.png', 'README.md: #none']);
});
