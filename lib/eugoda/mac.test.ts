import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hmacMd5Hex, isApplicationId, isExternalId, pastedSecret, validationString } from './mac.ts';

const vectors = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8')) as T[];
const rfc2202 = vectors<{ n: number; keyHex: string; dataHex: string; macHex: string }>(
  'rfc2202-hmac-md5.json',
);
const own = vectors<{ label: string; key: string; data: string; macHex: string }>(
  'eugoda-like-hmac-md5.json',
);
const parts = { applicationId: 'app-1', externalId: 'umb-1700000000', timestamp: 1_700_000_000 };

describe('HMAC-MD5', () => {
  const asText = (hex: string) => Buffer.from(hex, 'hex').toString('latin1');
  const ascii = rfc2202.filter(({ keyHex, dataHex }) =>
    Buffer.from(keyHex + dataHex, 'hex').every(byte => byte < 128),
  );

  it.each(ascii)('gives what RFC 2202 says, case $n', ({ keyHex, dataHex, macHex }) => {
    expect(hmacMd5Hex(asText(keyHex), asText(dataHex))).toBe(macHex);
  });

  it('finds enough of the RFC cases expressible as text', () => {
    expect(ascii.map(one => one.n)).toEqual([1, 2, 5]);
  });

  it.each(own)('agrees with the vectors in the service’s form: $label', ({ key, data, macHex }) => {
    expect(hmacMd5Hex(key, data)).toBe(macHex);
  });

  it('agrees with another implementation around the block size of the key', () => {
    for (const length of [1, 63, 64, 65, 80, 200]) {
      const key = 'ключ'.repeat(60).slice(0, length);
      expect(hmacMd5Hex(key, 'a|b|1')).toBe(createHmac('md5', key).update('a|b|1').digest('hex'));
    }
  });

  it.each([123, {}, new Uint8Array(4), null, undefined])('takes no %o for a text', value => {
    expect(() => hmacMd5Hex('k', value as string)).toThrow(TypeError);
    expect(() => hmacMd5Hex(value as string, 'k')).toThrow(TypeError);
  });

  it('refuses an empty secret and a lone surrogate', () => {
    expect(() => hmacMd5Hex('', 'a')).toThrow(RangeError);
    expect(() => hmacMd5Hex('k', '\ud800')).toThrow(RangeError);
  });
});

describe('the validation string', () => {
  it('is the MAC of applicationId|externalId|timestamp', () => {
    expect(validationString(parts, 's3cr3t')).toBe('606dd0bf63b1dc1ca0fab5a6b724574f');
  });

  it.each([
    { applicationId: 'a|b' },
    { applicationId: '' },
    { applicationId: 'a\nb' },
    { externalId: 'a|b' },
    { externalId: '' },
    { externalId: 'договір' },
    { externalId: 'x'.repeat(65) },
    { timestamp: 1.5 },
    { timestamp: -1 },
    { timestamp: Number.NaN },
  ])('is refused for %o, and the error does not tell the secret', change => {
    let thrown: unknown;
    try {
      validationString({ ...parts, ...change }, 'very-s3cr3t');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect(String(thrown)).not.toContain('s3cr3t');
  });

  it('knows ids from other texts', () => {
    expect(['umbrella', 'Застосунок 1'].every(isApplicationId)).toBe(true);
    expect(['umb-1', 'A.b_c-9'].every(isExternalId)).toBe(true);
    expect([7, 'a b', '../x'].some(isExternalId)).toBe(false);
  });

  it('takes white space off a pasted secret and says so', () => {
    expect(pastedSecret(' abc\n')).toEqual({ secret: 'abc', trimmed: true });
    expect(pastedSecret('a b')).toEqual({ secret: 'a b', trimmed: false });
  });
});
