import { crc32 } from 'node:zlib';

/** A file to pack; `path` with `/`. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980, 0:00, the first moment that a zip can name: the same files give the same bytes at any time. */
const DATE = 0x0021;
const TIME = 0;
const NEEDS_VERSION = 20;
const NAMES_IN_UTF8 = 0x0800;
const STORED = 0;
const DEFLATED = 8;

/** Raw deflate (RFC 1951). */
export type Deflate = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** A zip as in PKWARE's APPNOTE, 4.3: no Zip64, no encryption, no comments. */
export async function writeZip(entries: readonly ZipEntry[], deflate: Deflate): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of entries) {
    const name = Buffer.from(path, 'utf8');
    const deflated = await deflate(bytes);
    const smaller = deflated.length < bytes.length;
    const data = Buffer.from(smaller ? deflated : bytes);
    // Version needed, flags, method, time, date, CRC-32, both sizes, both lengths: the same in both headers.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(NEEDS_VERSION, 0);
    common.writeUInt16LE(NAMES_IN_UTF8, 2);
    common.writeUInt16LE(smaller ? DEFLATED : STORED, 4);
    common.writeUInt16LE(TIME, 6);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [signature('PK\x03\x04'), common, name, data];
    parts.push(...local);
    // Made by, then the common part, then comment, disk and attributes (all 0), then where the file is.
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(NEEDS_VERSION);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(signature('PK\x01\x02'), madeBy, common, place, name);
    offset += lengthOf(local);
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(lengthOf(directory), 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, signature('PK\x05\x06'), end]);
}

function signature(letters: string): Buffer {
  return Buffer.from(letters, 'latin1');
}

function lengthOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
