/**
 * The text of one value inside a JSON text, found by its path of keys; null when it is not there. Parsing loses how a
 * number was written; this finds it again. The text must be JSON that parses.
 */
export function sliceJson(text: string, path: readonly string[]): string | null {
  let at = skipSpace(text, 0);
  for (const key of path) {
    const found = enter(text, at, key);
    if (found === null) return null;
    at = found;
  }
  return text.slice(at, endOfValue(text, at));
}

/** Position of the value under `key`, given the position of an object. Of equal keys the last one counts. */
function enter(text: string, object: number, key: string): number | null {
  if (text[object] !== '{') return null;
  let found: number | null = null;
  let at = skipSpace(text, object + 1);
  while (text[at] === '"') {
    const end = endOfString(text, at);
    const name: unknown = JSON.parse(text.slice(at, end));
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (name === key) found = value;
    at = skipSpace(text, endOfValue(text, value));
    if (text[at] !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return found;
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  let at = start;
  let depth = 0;
  for (; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (character === ',' && depth === 0) return at;
  }
  return at;
}

export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && (text.charCodeAt(at) === 0xfeff || text.charCodeAt(at) <= 32)) at += 1;
  return at;
}
