import type { Source } from './usage.ts';

/** Where the codes of failures are written down, and what is put before them on their way to the dictionary. */
interface CodeList {
  readonly file: string;
  readonly pattern: RegExp;
  readonly prefix: string;
}

const UNION = /^\s*\| '([a-z-]+)'/gm;

const LISTS: readonly CodeList[] = [
  { file: 'lib/didox/refusal.ts', pattern: /code: '([a-z-]+)'/g, prefix: '' },
  { file: 'lib/eugoda/errors.ts', pattern: UNION, prefix: 'eugoda-' },
  { file: 'lib/vault/errors.ts', pattern: UNION, prefix: 'vault-' },
  { file: 'worker/failures.ts', pattern: /^ {2}(?:'[a-z-]+'|\w+): '([a-z-]+)',/gm, prefix: '' },
  { file: 'worker/gate.ts', pattern: /^ {2}(?:'[a-z-]+'|\w+): '([a-z-]+)',/gm, prefix: '' },
];

/** Every code that a failure can carry, as `error.<code>`: those of the lists, and those written at a `failure(…)`. */
export function emittedCodes(sources: readonly Source[]): string[] {
  const codes = new Set<string>();
  for (const { path, text } of sources) {
    for (const call of text.matchAll(/\bfailure\(([^(),]*)/g)) {
      for (const match of (call[1] ?? '').matchAll(/[?:(]?\s*'([a-z-]+)'(?!\s*[?=])/g))
        codes.add(match[1] ?? '');
    }
    for (const { file, pattern, prefix } of LISTS) {
      if (file !== path) continue;
      for (const match of text.matchAll(pattern)) codes.add(`${prefix}${match[1]}`);
    }
  }
  return [...codes].sort();
}

/** A list whose file or form has changed, so that it names nothing any more. */
export function silentLists(sources: readonly Source[]): string[] {
  return LISTS.filter(
    ({ file, pattern }) =>
      !sources.some(({ path, text }) => path === file && [...text.matchAll(pattern)].length > 0),
  ).map(({ file }) => file);
}

/** What the dictionary lacks so that each code says what happened and what to do. */
export function findUnworded(codes: readonly string[], keys: readonly string[]): string[] {
  const known = new Set(keys);
  return codes.flatMap(code => [`error.${code}.title`, `error.${code}.hint`]).filter(key => !known.has(key));
}
