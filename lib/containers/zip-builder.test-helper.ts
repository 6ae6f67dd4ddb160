import { deflateSync } from 'fflate';
import { crc32 } from './crc32.ts';

export interface BuildEntry {
  name: string | Uint8Array;
  content?: Uint8Array;
  deflated?: boolean;
  flags?: number;
  method?: number;
  /** What the directory claims, if not the truth. */
  size?: number;
  crc?: number;
  localName?: string;
  extra?: Uint8Array;
  /** Directory entries may point at another entry's local header. */
  sameHeaderAs?: number;
}

const text = (value: string) => new TextEncoder().encode(value);

/** Writes a zip field by field, so that tests can lie in any of them. */
export function buildZip(
  entries: readonly BuildEntry[],
  end: { disk?: number; count?: number } = {},
): Uint8Array {
  const out: number[] = [];
  const u16 = (value: number) => out.push(value & 255, (value >>> 8) & 255);
  const u32 = (value: number) => {
    u16(value & 0xffff);
    u16(value >>> 16);
  };
  const put = (bytes: Uint8Array) => {
    for (const byte of bytes) out.push(byte);
  };
  const prepared = entries.map(entry => {
    const content = entry.content ?? text('content');
    const data = entry.deflated ? deflateSync(content) : content;
    const name = typeof entry.name === 'string' ? text(entry.name) : entry.name;
    const flags = entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0);
    return {
      ...entry,
      name,
      data,
      flags,
      method: entry.method ?? (entry.deflated ? 8 : 0),
      size: entry.size ?? content.length,
      crc: entry.crc ?? crc32(content),
      extra: entry.extra ?? new Uint8Array(),
    };
  });
  const offsets: number[] = [];
  for (const entry of prepared) {
    if (entry.sameHeaderAs !== undefined) {
      offsets.push(offsets[entry.sameHeaderAs]!);
      continue;
    }
    offsets.push(out.length);
    const name = entry.localName === undefined ? entry.name : text(entry.localName);
    u32(0x04034b50);
    u16(20);
    u16(entry.flags);
    u16(entry.method);
    u32(0);
    u32(entry.crc);
    u32(entry.data.length);
    u32(entry.size);
    u16(name.length);
    u16(0);
    put(name);
    put(entry.data);
  }
  const start = out.length;
  prepared.forEach((entry, index) => {
    u32(0x02014b50);
    u16(20);
    u16(20);
    u16(entry.flags);
    u16(entry.method);
    u32(0);
    u32(entry.crc);
    u32(entry.data.length);
    u32(entry.size);
    u16(entry.name.length);
    u16(entry.extra.length);
    u16(0);
    u16(0);
    u16(0);
    u32(0);
    u32(offsets[index]!);
    put(entry.name);
    put(entry.extra);
  });
  const size = out.length - start;
  u32(0x06054b50);
  u16(end.disk ?? 0);
  u16(end.disk ?? 0);
  u16(end.count ?? entries.length);
  u16(end.count ?? entries.length);
  u32(size);
  u32(start);
  u16(0);
  return Uint8Array.from(out);
}
