/**
 * Just enough of a zip (PKWARE APPNOTE 4.3) to tell what kind of archive it is: the stored `mimetype` entry and
 * the names in the central directory. Opening archives is the business of `containers`.
 */
export interface ZipOutline {
  /** Text of a first, stored entry named `mimetype`, when it is one of ASiC's two. */
  readonly mimetype: string | null;
  /** At most the first 2,000 names; none when the end of the file is missing (an interrupted download). */
  readonly names: readonly string[];
}

const centralEntry = 0x02014b50;
const endOfDirectory = 0x06054b50;

export function readZipOutline(bytes: Uint8Array): ZipOutline {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { mimetype: readMimetype(bytes, view), names: readNames(bytes, view) };
}

function readMimetype(bytes: Uint8Array, view: DataView): string | null {
  if (bytes.length < 38) return null;
  const nameLength = view.getUint16(26, true);
  const start = 30 + nameLength + view.getUint16(28, true);
  const stored = view.getUint16(8, true) === 0;
  if (!stored || latin1(bytes.subarray(30, 30 + nameLength)) !== 'mimetype') return null;
  const beginning = latin1(bytes.subarray(start, start + 64));
  return /^application\/vnd\.etsi\.asic-[es]\+zip/.exec(beginning)?.[0] ?? null;
}

function readNames(bytes: Uint8Array, view: DataView): string[] {
  const names: string[] = [];
  let end = bytes.length - 22;
  const earliest = Math.max(0, bytes.length - 22 - 0xffff);
  while (end >= earliest && view.getUint32(end, true) !== endOfDirectory) end--;
  if (end < earliest) return names;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= bytes.length && view.getUint32(at, true) === centralEntry && names.length < 2000) {
    const nameLength = view.getUint16(at + 28, true);
    names.push(latin1(bytes.subarray(at + 46, at + 46 + nameLength)));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
