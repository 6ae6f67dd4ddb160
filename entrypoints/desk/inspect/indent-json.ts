/**
 * Breaks the lines of a JSON text for reading without touching a single character of it: numbers, escapes, order and
 * doubled keys stay as they were signed (parsing and printing would change them).
 */
export function indentJson(text: string): string {
  if (text.includes('\n')) return text;
  let out = '';
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (inString) {
      out += letter;
      if (letter === '\\') out += text[(at += 1)] ?? '';
      else if (letter === '"') inString = false;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
      out += letter + (/^\s*[}\]]/.test(text.slice(at + 1, at + 20)) ? '' : line(depth));
    } else if (letter === '}' || letter === ']') {
      depth = Math.max(0, depth - 1);
      out += (/[{[]\s*$/.test(out.slice(-20)) ? '' : line(depth)) + letter;
    } else {
      inString = letter === '"';
      out += letter === ',' ? `,${line(depth)}` : letter;
    }
  }
  return out;
}

/** Deeper than this nobody reads, and lines of blanks would eat the memory. */
const line = (depth: number) => `\n${'  '.repeat(Math.min(depth, 20))}`;
