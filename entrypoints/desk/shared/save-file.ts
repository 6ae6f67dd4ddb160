/** Long enough for the browser to have taken the bytes, also on a slow disk. */
const REVOKE_AFTER_MS = 60_000;

/** Hands a file to the browser's own "save". Needs no downloads permission and leaves no address in its history. */
export function saveFile(name: string, content: Uint8Array | string, type: string): void {
  const part = typeof content === 'string' ? content : new Uint8Array(content);
  const url = URL.createObjectURL(new Blob([part], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/** Beyond its characters, in bytes: a file system takes 255, of which the browser uses some for as long as it saves. */
const MORE_BYTES = 56;

/**
 * Titles come from other people's documents: no path, no control or direction characters, no reserved signs. What is
 * too long, in characters or in bytes (Cyrillic letters have two), is cut before its ending, which says what is in the file.
 */
export function safeFileName(name: string, longest = 180): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[\\/:*?"<>|]+/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const fits = (text: string) =>
    text.length <= longest && new TextEncoder().encode(text).length <= longest + MORE_BYTES;
  if (fits(cleaned)) return cleaned || 'file';
  const ending = /\.[^.]{1,10}$/.exec(cleaned)?.[0] ?? '';
  let stem = cleaned.slice(0, longest - ending.length);
  while (!fits(stem + ending)) stem = stem.slice(0, -1);
  // Without half a character at the cut, nor what would be taken off when the name is made safe once more.
  return stem.replace(/[\ud800-\udbff. ]+$/, '') + ending;
}
