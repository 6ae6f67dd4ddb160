import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { sha256Hex } from './sha256.ts';

describe('base64', () => {
  it.each([0, 1, 2, 3, 0x5fff, 0x6000, 0x6001, 100_000])(
    'of %i bytes is as Node writes it, and comes back',
    length => {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) ^ (at >> 8));
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
    },
  );

  it('is read over white space and without padding, and nothing else is', () => {
    expect(fromBase64(' AA\r\nEC\t/w ')).toEqual(Uint8Array.of(0, 1, 2, 255));
    for (const bad of ['AA-C', 'A', 'AAAA=', 'AA=A', '@@@@', 'AAE\u00a0C'])
      expect(fromBase64(bad)).toBeNull();
  });

  it('is refused as fast as it is read, whatever stands in it', () => {
    const begun = performance.now();
    expect(fromBase64(`MII${'='.repeat(80_000)}A`)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

it('SHA-256 is the one of FIPS 180-2', async () => {
  expect(await sha256Hex(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
