/**
 * Control and format characters, all that Unicode lets a font draw as nothing (zero-width characters, fillers, variation
 * selectors), its separators of lines and paragraphs, and the blank of Braille: with them a text can look like another
 * text. Tabs and line breaks are shown as what they are. Inside an emoji (family, red heart, keycap) the joiner and the
 * selector are part of its picture.
 */
export const HIDDEN =
  /[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]--[\t\n\r]](?<!\p{Extended_Pictographic}(?:\ufe0f|\ufe0f?\p{Emoji_Modifier}?\u200d(?=\p{Extended_Pictographic})))(?<![\d#*]\ufe0f(?=\u20e3))/gv;

/** A character by its number in Unicode. */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Somebody else's words as one may read them: nothing in them stays hidden, or turns what stands beside them around. */
export function withHiddenShown(text: string): string {
  return text.replace(HIDDEN, character => `[${codeOf(character)}]`);
}
