import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeZip as write } from './zip-writer.ts';

const text = (words: string) => new TextEncoder().encode(words);
const noise = crypto.getRandomValues(new Uint8Array(500));
const writeZip = (entries: Parameters<typeof write>[0]) => write(entries, deflateRawSync);
const FILES = [
  { path: 'manifest.json', bytes: text('{"a":1}'.repeat(100)) },
  { path: '_locales/uz/имзо.json', bytes: text('{}') },
  { path: 'icon/16.png', bytes: noise },
  { path: 'empty.txt', bytes: new Uint8Array() },
];

describe('writeZip', () => {
  it('gives every file back, whatever its name and content', async () => {
    const files = unzipSync(await writeZip(FILES));
    expect(Object.keys(files)).toEqual(FILES.map(file => file.path));
    for (const { path, bytes } of FILES) expect(files[path]).toEqual(bytes);
  });

  it('gives the same bytes each time', async () => {
    expect(await writeZip(FILES)).toEqual(await writeZip(FILES));
  });

  it('deflates what gets smaller and stores the rest', async () => {
    const size = async (bytes: Uint8Array) => (await writeZip([{ path: 'a', bytes }])).length;
    const frame = await size(new Uint8Array());
    expect(await size(noise)).toBe(frame + noise.length);
    expect(await size(text('a'.repeat(1000)))).toBeLessThan(frame + 100);
  });
});
