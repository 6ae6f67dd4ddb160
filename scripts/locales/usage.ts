import type { ComposedKeys } from './composed-keys.ts';

/** A source file: its path from the repository's root, with slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The keys that nothing in the sources asks for: neither spelt out nor composed as the table says. */
export function findUnused(
  keys: readonly string[],
  sources: readonly Source[],
  table: readonly ComposedKeys[],
): string[] {
  const everywhere = quotedIn(sources);
  const byPlace = new Map<ComposedKeys, ReadonlySet<string>>();
  const valuesOf = (composed: ComposedKeys, places: readonly string[]): ReadonlySet<string> => {
    const known = byPlace.get(composed);
    if (known) return known;
    const values = quotedIn(sources.filter(({ path }) => places.some(place => isWithin(path, place))));
    byPlace.set(composed, values);
    return values;
  };
  return keys.filter(key => {
    if (everywhere.has(key)) return false;
    const rules = rulesFor(key, table);
    if (rules.some(rule => rule.in === null)) return false;
    return !rules.some(rule => {
      const values = valuesOf(rule, rule.in ?? []);
      return candidatesOf(key, rule).some(
        value =>
          values.has(value) || (value.includes('.') && value.split('.').every(part => values.has(part))),
      );
    });
  });
}

/** Rows of the table that fit no key at all: left over like a key that nobody asks for. */
export function findUnusedRules(keys: readonly string[], table: readonly ComposedKeys[]): string[] {
  const used = new Set(keys.flatMap(key => rulesFor(key, table)));
  return table.filter(rule => !used.has(rule)).map(rule => rule.prefix);
}

function rulesFor(key: string, table: readonly ComposedKeys[]): readonly ComposedKeys[] {
  return table.filter(({ prefix }) => key.startsWith(prefix));
}

function candidatesOf(key: string, { prefix, suffixes = [] }: ComposedKeys): string[] {
  const rest = key.slice(prefix.length);
  return [
    rest,
    ...suffixes.filter(suffix => rest.endsWith(suffix)).map(suffix => rest.slice(0, -suffix.length)),
  ];
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** Every quoted string, and every bare name before a colon: values often stand as keys of an object. */
function quotedIn(sources: readonly Source[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text } of sources) {
    for (const match of text.matchAll(/(['"])([\w. -]+)\1|\b(\w+)\??:/g)) {
      found.add(match[2] ?? match[3] ?? '');
    }
  }
  return found;
}
