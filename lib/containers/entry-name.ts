import { ContainerError } from './refusal.ts';

const UTF8_FLAG = 0x800;
/** Info-ZIP's "Unicode Path" extra field: version, CRC-32 of the name it replaces, UTF-8 name. */
const UNICODE_PATH = 0x7075;

/**
 * The name of a zip entry as text. With the UTF-8 flag (APPNOTE 4.4.4, bit 11) it is UTF-8; without it the standard
 * says IBM 437, but archives from our users' Windows tools carry CP866 or CP1251, and some tools write UTF-8 without saying so.
 */
export function decodeEntryName(raw: Uint8Array, flags: number, extra: Uint8Array, crc32: Crc32): string {
  const strict = decodeUtf8(unicodePath(raw, extra, crc32) ?? raw);
  if (strict !== null) return strict.normalize('NFC');
  if ((flags & UTF8_FLAG) !== 0) throw new ContainerError('zip-unsafe-name', 'not UTF-8');
  const candidates = ['ibm866', 'windows-1251'].map(label => new TextDecoder(label).decode(raw));
  candidates.sort((a, b) => oddness(a) - oddness(b));
  return (candidates[0] ?? '').normalize('NFC');
}

export type Crc32 = (bytes: Uint8Array) => number;

function decodeUtf8(raw: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

function unicodePath(raw: Uint8Array, extra: Uint8Array, crc32: Crc32): Uint8Array | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.length) return null;
    if (id === UNICODE_PATH && end - at > 9 && extra[at + 4] === 1)
      return view.getUint32(at + 5, true) === crc32(raw) ? extra.subarray(at + 9, end) : null;
    at = end;
  }
  return null;
}

/** How little a decoded name looks like Russian or Ukrainian: frames and symbols, capitals inside words. */
function oddness(text: string): number {
  const letters = text.match(/[а-яА-ЯёЁіІїЇєЄґҐўЎ]/g)?.length ?? 0;
  const symbols = text.match(/[^\w\s.,()«»№'’_+\-а-яА-ЯёЁіІїЇєЄґҐўЎ]/g)?.length ?? 0;
  const capitalsInside = text.match(/[а-яёіїєґў][А-ЯЁІЇЄҐЎ]/g)?.length ?? 0;
  return symbols * 3 + capitalsInside * 2 - letters;
}

/** Control characters, and the marks that make a name read backwards ("cod.exe" shown as "exe.doc"). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/;

/**
 * Refuses names that mean another place or look like another name: `..`, absolute paths, drive letters, backslashes,
 * NUL and other invisible characters. Nothing is ever written to disk by these names, but they are shown and offered
 * as file names when something is saved.
 */
export function assertSafeName(name: string): void {
  const path = name.endsWith('/') ? name.slice(0, -1) : name;
  const unsafe =
    path === '' ||
    path.length > 512 ||
    INVISIBLE.test(path) ||
    path.includes('\\') ||
    path.startsWith('/') ||
    /^[a-z]:/i.test(path) ||
    path.split('/').some(part => part === '' || part === '.' || part === '..');
  if (unsafe) throw new ContainerError('zip-unsafe-name', JSON.stringify(name.slice(0, 80)));
}
