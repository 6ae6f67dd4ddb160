import { codeOf, HIDDEN } from '../../../lib/signing/hidden-characters.ts';

/** A run of a text as shown: plain, or a character that would otherwise be invisible or change the order of reading. */
export type TextRun = { readonly plain: string } | { readonly code: string };

/** Splits a text so that nothing in it stays hidden: what is shown is what is signed. */
export function visibleRuns(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > at) runs.push({ plain: text.slice(at, match.index) });
    runs.push({ code: codeOf(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < text.length) runs.push({ plain: text.slice(at) });
  return runs;
}

export const hasHidden = (text: string): boolean => text.search(HIDDEN) >= 0;

/** So much is laid out at once. */
const PART = 20_000;

/** Cuts a long text into pieces that the browser lays out as they come into sight; at the end of a line if it can be. */
export function textParts(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at + PART;
    if (end < text.length) {
      const line = text.slice(at, end).lastIndexOf('\n') + 1;
      if (line > 0) end = at + line;
      else if (/[\udc00-\udfff]/.test(text[end]!)) end += 1;
    }
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
