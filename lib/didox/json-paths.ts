/** The same value with all keys in lower case; deeper than any document needs is cut off. */
export function lowerKeys(value: unknown, depth = 0): unknown {
  if (depth > 32 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(entry => lowerKeys(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner, depth + 1)]),
  );
}

/** The value at `a.0.b`. */
export function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** The first of the paths that holds a number or a text with something in it. */
export function firstText(json: unknown, paths: readonly string[]): { path: string; text: string } | null {
  for (const path of paths) {
    const value = at(json, path);
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number')
      return { path, text: String(value).trim() };
  }
  return null;
}

/**
 * Texts, numbers and truth values inside, with their paths; what is cut off is told by a `…`. With `blanks` also what is
 * there and holds nothing, as an empty text: its key says something all the same.
 */
export function* leavesOf(
  value: unknown,
  path = '',
  blanks = false,
  depth = 0,
): Generator<[path: string, leaf: string]> {
  if (depth > 32) yield [path, '…'];
  else if (typeof value === 'object' && value !== null && (!blanks || Object.keys(value).length > 0)) {
    for (const [key, inner] of Object.entries(value))
      yield* leavesOf(inner, path ? `${path}.${key}` : key, blanks, depth + 1);
  } else {
    const leaf = typeof value === 'object' ? '' : String(value ?? '');
    if (blanks || leaf !== '') yield [path, leaf];
  }
}
