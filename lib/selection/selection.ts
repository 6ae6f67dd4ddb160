/**
 * What is signed of a selection: the UTF-8 bytes of the text exactly as shown in the review, line breaks as the page
 * shows them (LF). Nothing is trimmed or normalised: what is shown is what is signed.
 */
export function selectionBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text.replace(/\r\n?/g, '\n'));
}

/** So much of a selection Firefox's menu hands over at most, in characters (SelectionUtils.sys.mjs). */
export const CUT_BY_MENU = 16_384;

/** The largest file the module takes: 32 MiB per argument, in base64. */
export const LARGEST_FILE = 24 * 1024 * 1024;
