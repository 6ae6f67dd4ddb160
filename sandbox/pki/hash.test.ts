import { expect, test } from 'vitest';
import { hash } from './hash.ts';
import vectors from './vectors/hash-vectors.json' with { type: 'json' };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('known texts, Uzbek ones too', () => {
  for (const { text, digest } of [...vectors.known, ...vectors.texts]) {
    expect(hex(hash(Buffer.from(text, 'utf8'))), text).toBe(digest);
  }
});

test('lengths around the block size', () => {
  for (const { hex: input, digest } of vectors.lengths) {
    expect(hex(hash(Buffer.from(input, 'hex'))), input).toBe(digest);
  }
});

test('repeated bytes: sums that carry, and a megabyte', () => {
  for (const { byte, count, digest } of vectors.repeat) {
    expect(hex(hash(new Uint8Array(count).fill(Number.parseInt(byte, 16)))), `${byte} × ${count}`).toBe(
      digest,
    );
  }
});
