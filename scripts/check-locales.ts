import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../lib/i18n/languages.ts';
import { AREAS, type Dictionary } from '../lib/i18n/messages.ts';
import { compareDictionaries, type Rules } from './locales/compare.ts';
import { COMPOSED_KEYS } from './locales/composed-keys.ts';
import { emittedCodes, findUnworded, silentLists } from './locales/emitted-codes.ts';
import { alphabetComplaints } from './locales/letters.ts';
import { lengthComplaints } from './locales/limits.ts';
import { findDrift, writeRecord } from './locales/translated-from.ts';
import { findUnused, findUnusedRules, type Source } from './locales/usage.ts';

/**
 * Proves that the dictionaries fit each other and the code: nothing missing, nothing left over, the same placeholders,
 * the plural forms each language needs, the right letters, no key that nobody asks for, no failure without words.
 * Exit 1 with a list otherwise. (That every key the code spells out exists is tsc's to prove.)
 *
 * An English text that changed is complained about until its translations were looked at: `--translated` shows them
 * and writes down that they fit.
 */
const ROOT = join(import.meta.dirname, '..');
const RECORD = join(ROOT, 'locales', 'translated-from.txt');

const RULES: Rules = {
  names: [
    'Imzochi',
    'E-IMZO',
    'Didox',
    'eUgoda',
    'JSON',
    'CSV',
    'PDF',
    'PEM',
    'PIN',
    'Enter',
    'QR',
    'EDRPOU',
  ],
  sameAsEnglish: ['inspect.document.digest'],
};

/** Tests show texts, they do not need them. */
const NOT_SHIPPED = /\.test\.tsx?$|\.(fixture|test-helper)\.tsx?$|\/(testing|vectors)\//;

function readSources(): Source[] {
  return ['lib', 'worker', 'platform', 'components', 'entrypoints', 'scripts/build'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.(tsx?|html)$/.test(entry.name))
      .map(entry =>
        join(entry.parentPath, entry.name)
          .slice(ROOT.length + 1)
          .replaceAll('\\', '/'),
      )
      .filter(path => !NOT_SHIPPED.test(path))
      .map(path => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );
}

function readArea(language: string, area: string): Dictionary | string {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'locales', language, `${area}.json`), 'utf8')) as Dictionary;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const complaints: string[] = [];
const keys: string[] = [];
const texts = new Map<string, Record<string, Dictionary[string]>>(LANGUAGES.map(language => [language, {}]));
for (const area of AREAS) {
  const english = readArea('en', area);
  if (typeof english === 'string') {
    complaints.push(`en/${area}.json: ${english}`);
    continue;
  }
  for (const key of Object.keys(english)) {
    if (keys.includes(key)) complaints.push(`en/${area}.json: is in another file too: ${key}`);
    keys.push(key);
  }
  for (const language of LANGUAGES) {
    const other = readArea(language, area);
    if (typeof other !== 'string') Object.assign(texts.get(language) ?? {}, other);
    const found =
      typeof other === 'string'
        ? [other]
        : [
            ...compareDictionaries(language, english, other, RULES),
            ...alphabetComplaints(language, other),
            ...lengthComplaints(other),
          ];
    complaints.push(...found.map(text => `${language}/${area}.json: ${text}`));
  }
}

const sources = readSources();
complaints.push(
  ...findUnused(keys, sources, COMPOSED_KEYS).map(key => `nobody asks for: ${key}`),
  ...findUnusedRules(keys, COMPOSED_KEYS).map(prefix => `composed-keys.ts: fits no key: ${prefix}`),
  ...silentLists(sources).map(file => `emitted-codes.ts: finds no codes in ${file}`),
  ...findUnworded(emittedCodes(sources), keys).map(key => `a failure without words: ${key}`),
);

const english = texts.get('en') ?? {};
const drift = findDrift(english, existsSync(RECORD) ? readFileSync(RECORD, 'utf8') : '');
if (process.argv.includes('--translated')) {
  for (const key of drift.changed) {
    console.log(key);
    for (const [language, dictionary] of texts)
      console.log(`  ${language.padEnd(8)}${JSON.stringify(dictionary[key])}`);
  }
  writeFileSync(RECORD, writeRecord(english));
  console.log(
    `${drift.changed.length} texts whose translations fit now, ${drift.added.length} new, ${drift.leftOver.length} gone`,
  );
} else {
  const drifted = [
    ...drift.changed.map(key => `the English text changed: ${key}`),
    ...drift.added.map(key => `new: ${key}`),
    ...drift.leftOver.map(key => `gone: ${key}`),
  ];
  complaints.push(...drifted.map(text => `translated-from.txt: ${text}`));
  if (drifted.length > 0)
    complaints.push('Look at the translations, then run: node scripts/check-locales.ts --translated');
}

if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  console.error(`\n${complaints.length} complaints about the dictionaries`);
  process.exitCode = 1;
} else {
  console.log(`${keys.length} keys in each of ${LANGUAGES.join(', ')}: complete, fitting, all of them used`);
}
