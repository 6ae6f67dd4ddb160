import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import type { Limits } from './limits.ts';
import { ContainerError } from './refusal.ts';
import { readZipDirectory, type ZipRecord } from './zip-directory.ts';

export interface ZipEntry {
  /** Decoded, safe, unique in the archive; parts separated by `/`. Folders are left out. */
  readonly name: string;
  /** Bytes, unpacked, as the directory says and as `read` enforces. */
  readonly size: number;
  /** Unpacks this entry. Throws ContainerError (`zip-broken`, `zip-wrong-size`, `zip-checksum`). */
  read(): Uint8Array;
}

/**
 * Opens a zip from a stranger. Everything that can be known from the directory is checked before a single byte is
 * unpacked; sizes are then enforced again while inflating, because the directory may lie.
 * Throws ContainerError with the reason.
 */
export function openZip(bytes: Uint8Array, limits: Limits): ZipEntry[] {
  const records = readZipDirectory(bytes, limits.zipEntries);
  let total = 0;
  for (const record of records) {
    total += record.size;
    if (total > limits.zipUnpackedBytes) throw new ContainerError('zip-too-large', record.name);
    if (record.size > limits.zipRatioFromBytes && record.size > record.packedSize * limits.zipRatio)
      throw new ContainerError('zip-ratio', record.name);
  }
  return records
    .filter(record => !record.folder)
    .map(record => ({ name: record.name, size: record.size, read: () => readEntry(bytes, record) }));
}

function readEntry(bytes: Uint8Array, record: ZipRecord): Uint8Array {
  const packed = bytes.subarray(record.dataStart, record.dataEnd);
  const content = record.deflated ? inflate(packed, record) : packed.slice();
  if (crc32(content) !== record.crc) throw new ContainerError('zip-checksum', record.name);
  return content;
}

/** Packed bytes handed to the inflater at a time: bounds what one step can produce to about 16 MiB. */
const STEP = 16 * 1024;

function inflate(packed: Uint8Array, record: ZipRecord): Uint8Array {
  const out = new Uint8Array(record.size);
  let filled = 0;
  const stream = new Inflate(chunk => {
    if (filled + chunk.length > out.length) throw new ContainerError('zip-wrong-size', record.name);
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP)
      stream.push(packed.slice(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    if (error instanceof ContainerError) throw error;
    throw new ContainerError('zip-broken', record.name);
  }
  if (filled !== out.length) throw new ContainerError('zip-wrong-size', record.name);
  return out;
}
