import { endOfString, skipSpace } from './slice-json.ts';

/**
 * A key that one object of a JSON text holds twice, in whatever case, in lower case; null when there is none. Parsing
 * keeps only one of two such values, so the other would be signed without having been shown. The text must be JSON that
 * parses.
 */
export function repeatedKey(text: string): string | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '}') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (text[skipSpace(text, end)] === ':') {
        const key = (JSON.parse(text.slice(at, end)) as string).toLowerCase();
        const known = open.at(-1);
        if (known?.has(key)) return key;
        known?.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}
