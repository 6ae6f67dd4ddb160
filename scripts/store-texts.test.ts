import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language } from '../lib/i18n/languages.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** Permissions and sites, as the manifest has them. */
const ASKED_FOR = [
  ...['storage', 'unlimitedStorage', 'contextMenus', 'activeTab', 'scripting', 'alarms', 'notifications'],
  ...['didox.uz', 'test3.didox.uz', 'api-partners.didox.uz', 'testapi3.didox.uz', 'eugoda.com'],
  'stage.goodsign.biz',
];

/** What a person reads in a store is what the browser shows once it is installed. */
describe.each<[file: string, Language]>([
  ['en', 'en'],
  ['ru', 'ru'],
  ['uk', 'uk'],
  ['uz', 'uz-Latn'],
  ['uz-Cyrl', 'uz-Cyrl'],
])('docs/store/%s.md', (file, language) => {
  const page = read('docs', 'store', `${file}.md`);
  const texts = JSON.parse(read('locales', language, 'common.json')) as Record<string, string>;

  it('has the name and the summary of the manifest', () => {
    expect(page).toContain(`** ${texts['manifest.name']}\n`);
    expect(page).toMatch(new RegExp(`^\\*\\*.*${RegExp.escape(texts['manifest.description'] ?? '')}$`, 'm'));
  });

  it.each(ASKED_FOR)('gives a reason for %s', what => {
    const rows = page.split('\n').filter(line => line.startsWith('| '));
    expect(rows.some(row => row.split('|')[1]?.includes(what))).toBe(true);
  });

  it('names five pictures', () => {
    expect(page.match(/^\d\. `\d-\w+\.png`/gm)).toHaveLength(5);
  });
});
