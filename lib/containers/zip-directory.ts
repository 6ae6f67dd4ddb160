import { crc32 } from './crc32.ts';
import { assertSafeName, decodeEntryName } from './entry-name.ts';
import { ContainerError } from './refusal.ts';

/** One entry as the central directory describes it (APPNOTE 4.3.12), its local header already compared with it. */
export interface ZipRecord {
  readonly name: string;
  readonly folder: boolean;
  readonly deflated: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header and its data begin, and where the data ends, in bytes from the start of the file. */
  readonly headerStart: number;
  readonly dataStart: number;
  readonly dataEnd: number;
}

const END = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONG = 0xffffffff;
const SHORT = 0xffff;
/** Bit 0: encrypted; bit 6: strong encryption; bit 13: central directory masked. */
const ENCRYPTED = 0x2041;

/**
 * Reads the central directory without unpacking anything. Throws ContainerError for what we do not open; also when
 * directory and local headers disagree, because then two programs would see two different archives.
 */
export function readZipDirectory(bytes: Uint8Array, maxEntries: number): ZipRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end >= 20 && view.getUint32(end - 20, true) === ZIP64_LOCATOR) throw new ContainerError('zip-zip64');
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === SHORT || size === LONG || start === LONG) throw new ContainerError('zip-zip64');
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0)
    throw new ContainerError('zip-multi-disk');
  if (view.getUint16(end + 8, true) !== count) throw new ContainerError('zip-broken', 'entry count');
  if (start + size !== end) throw new ContainerError('zip-broken', 'directory position');
  if (count > maxEntries) throw new ContainerError('zip-too-many-entries', String(count));

  const records: ZipRecord[] = [];
  const names = new Set<string>();
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const { record, next } = readRecord(bytes, view, at, end);
    if (names.has(record.name)) throw new ContainerError('zip-duplicate-name', record.name);
    names.add(record.name);
    records.push(record);
    at = next;
  }
  if (at !== end) throw new ContainerError('zip-broken', 'directory size');
  assertApart(records, start);
  return records;
}

/** The end record is the last thing in the file, followed only by its own comment. */
function findEnd(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= 0 && at >= last - SHORT; at -= 1)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  throw new ContainerError('zip-broken', 'no end record');
}

function readRecord(bytes: Uint8Array, view: DataView, at: number, limit: number) {
  if (at + 46 > limit || view.getUint32(at, true) !== CENTRAL)
    throw new ContainerError('zip-broken', 'directory record');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  const headerStart = view.getUint32(at + 42, true);
  if (next > limit) throw new ContainerError('zip-broken', 'directory record');
  const rawName = bytes.subarray(at + 46, nameEnd);
  const name = decodeEntryName(rawName, flags, bytes.subarray(nameEnd, extraEnd), crc32);
  assertSafeName(name);
  if (packedSize === LONG || size === LONG || headerStart === LONG)
    throw new ContainerError('zip-zip64', name);
  if (view.getUint16(at + 34, true) !== 0) throw new ContainerError('zip-multi-disk', name);
  if ((flags & ENCRYPTED) !== 0 || method === 99) throw new ContainerError('zip-encrypted', name);
  if (method !== 0 && method !== 8) throw new ContainerError('zip-unknown-method', `${name}: ${method}`);
  if (method === 0 && packedSize !== size) throw new ContainerError('zip-wrong-size', name);
  const dataStart = readLocalHeader(bytes, view, headerStart, { name, rawName, method });
  const folder = name.endsWith('/');
  if (folder && size !== 0) throw new ContainerError('zip-broken', name);
  const record: ZipRecord = {
    name,
    folder,
    deflated: method === 8,
    crc: view.getUint32(at + 16, true),
    packedSize,
    size,
    headerStart,
    dataStart,
    dataEnd: dataStart + packedSize,
  };
  return { record, next };
}

interface Expected {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly method: number;
}

/** Compares the local header with the directory; returns where the data begins. */
function readLocalHeader(bytes: Uint8Array, view: DataView, at: number, expected: Expected): number {
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL)
    throw new ContainerError('zip-broken', expected.name);
  if ((view.getUint16(at + 6, true) & ENCRYPTED) !== 0)
    throw new ContainerError('zip-encrypted', expected.name);
  const nameLength = view.getUint16(at + 26, true);
  const same =
    view.getUint16(at + 8, true) === expected.method &&
    nameLength === expected.rawName.length &&
    expected.rawName.every((byte, index) => bytes[at + 30 + index] === byte);
  if (!same) throw new ContainerError('zip-broken', expected.name);
  return at + 30 + nameLength + view.getUint16(at + 28, true);
}

/** Entries that share bytes are how a small file unpacks to petabytes; honest writers never overlap them. */
function assertApart(records: readonly ZipRecord[], directoryStart: number): void {
  const inOrder = [...records].sort((a, b) => a.headerStart - b.headerStart);
  let free = 0;
  for (const record of inOrder) {
    if (record.headerStart < free) throw new ContainerError('zip-overlap', record.name);
    free = record.dataEnd;
  }
  if (free > directoryStart) throw new ContainerError('zip-broken', 'data runs into the directory');
}
