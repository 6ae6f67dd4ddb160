import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { smallPng } from './small-png.ts';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** A PNG as browsers write it; the checksums are not looked at. */
function png(width: number, height: number, rows: Uint8Array, kind = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, kind, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const out = Buffer.alloc(data.length + 12);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    out.set(data, 8);
    return out;
  };
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function partOf(bytes: Uint8Array, type: string): Buffer {
  const file = Buffer.from(bytes);
  const at = file.indexOf(type, 0, 'latin1');
  return file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
}

describe('smallPng', () => {
  it('keeps every colour of a picture that has few, through each way of predicting a row', () => {
    // Red, green; then the same two pixels, written as differences: up, left, average, Paeth.
    const rows = Uint8Array.from(
      [
        [0, 255, 0, 0, 0, 255, 0],
        [2, 0, 0, 0, 0, 0, 0],
        [1, 255, 0, 0, 1, 255, 0],
        [3, 128, 0, 0, 129, 128, 0],
        [4, 0, 0, 0, 0, 0, 0],
      ].flat(),
    );
    const small = smallPng(png(2, 5, rows));
    const palette = partOf(small, 'PLTE');
    const indexed = inflateSync(partOf(small, 'IDAT'));
    const colour = (index: number) => [...palette.subarray(index * 3, index * 3 + 3)];
    for (let row = 0; row < 5; row += 1) {
      expect(colour(indexed[row * 3 + 1]!)).toEqual([255, 0, 0]);
      expect(colour(indexed[row * 3 + 2]!)).toEqual([0, 255, 0]);
    }
  });

  it('gives a picture with too many colours the nearest of 256', () => {
    const rows = new Uint8Array(1 + 3 * 1024);
    for (let x = 0; x < 1024; x += 1) rows.set([x & 255, (x >> 8) * 60, 0], 1 + x * 3);
    const small = smallPng(png(1024, 1, rows));
    expect(partOf(small, 'PLTE').length).toBeLessThanOrEqual(768);
    expect(inflateSync(partOf(small, 'IDAT'))).toHaveLength(1025);
  });

  it('keeps what one sees through', () => {
    const rows = Uint8Array.from([0, ...[255, 255, 255, 0], ...[10, 90, 85, 128], ...[10, 90, 85, 255]]);
    const small = smallPng(png(3, 1, rows, 6));
    const opacity = [...partOf(small, 'tRNS')];
    const [, ...pixels] = inflateSync(partOf(small, 'IDAT'));
    expect(pixels.map(at => opacity[at])).toEqual([0, 128, 255]);
  });

  it('refuses what it cannot read', () => {
    const grey = png(1, 1, Uint8Array.from([0, 0, 0, 0]));
    grey[25] = 0;
    expect(() => smallPng(grey)).toThrow('not a PNG that a browser wrote');
  });
});
