/** A run of a text as shown: plain, or a character that would otherwise be invisible or change the order of reading. */
export type TextRun = { readonly plain: string } | { readonly code: string };

/**
 * Directional controls, zero-width characters, other control characters and soft hyphens: with them a text can look
 * like another text. Tabs and line breaks are shown as what they are.
 */
const HIDDEN = /(?![\t\n\r])(?:[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5)/gu;

/** Splits a text so that nothing in it stays hidden: what is shown is what is signed (blueprint, decision 5). */
export function visibleRuns(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    // The joiner inside an emoji (family, flag) is part of its picture.
    if (
      match[0] === '\u200d' &&
      /\p{Extended_Pictographic}\ufe0f?$/u.test(text.slice(Math.max(0, match.index - 3), match.index))
    )
      continue;
    if (match.index > at) runs.push({ plain: text.slice(at, match.index) });
    const point = match[0].codePointAt(0) ?? 0;
    runs.push({ code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` });
    at = match.index + match[0].length;
  }
  if (at < text.length) runs.push({ plain: text.slice(at) });
  return runs;
}
