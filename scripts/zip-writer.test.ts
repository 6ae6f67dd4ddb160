import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeZip } from './zip-writer.ts';

const text = (words: string) => new TextEncoder().encode(words);
const noise = crypto.getRandomValues(new Uint8Array(500));
const FILES = [
  { path: 'manifest.json', bytes: text('{"a":1}'.repeat(100)) },
  { path: '_locales/uz/имзо.json', bytes: text('{}') },
  { path: 'icon/16.png', bytes: noise },
  { path: 'empty.txt', bytes: new Uint8Array() },
];

describe('writeZip', () => {
  it('gives every file back, whatever its name and content', () => {
    const files = unzipSync(writeZip(FILES));
    expect(Object.keys(files)).toEqual(FILES.map(file => file.path));
    for (const { path, bytes } of FILES) expect(files[path]).toEqual(bytes);
  });

  it('gives the same bytes each time', () => {
    expect(writeZip(FILES)).toEqual(writeZip(FILES));
  });

  it('deflates what gets smaller and stores the rest', () => {
    const size = (bytes: Uint8Array) => writeZip([{ path: 'a', bytes }]).length;
    const frame = writeZip([{ path: 'a', bytes: new Uint8Array() }]).length;
    expect(size(noise)).toBe(frame + noise.length);
    expect(size(text('a'.repeat(1000)))).toBeLessThan(frame + 100);
  });
});
