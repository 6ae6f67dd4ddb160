import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import { toHex } from '../bytes/sha256.ts';
import { fromBase64 } from './base64.ts';
import { childrenOf, octetsOf, parseBer, rawOf } from './ber.ts';
import { concatBytes, fromHex } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { encodeDer, encodeOid, reencodeDer } from './der.ts';
import { describeCertificate } from './known-certificate.ts';
import { isoTime, readIntegerHex, readOid, readText, readTime } from './values.ts';
import { vectorFile } from './vectors.test-helper.ts';

const parse = (hex: string) => parseBer(fromHex(hex));
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CmsError) return error.code;
    throw error;
  }
  return 'none';
}

describe('BER reader', () => {
  it('reads definite and indefinite lengths alike', () => {
    for (const hex of [
      '3006020101040100',
      '3080020101040100' + '0000',
      '308106020101040100',
      '30840000000602010104' + '0100',
    ]) {
      expect(childrenOf(parse(hex)).map(child => toHex(rawOf(child)))).toEqual(['020101', '040100']);
    }
  });
  it('puts the pieces of an octet string together, nested ones too', () => {
    expect(
      toHex(octetsOf(parse('2480' + '0402aabb' + '2403' + '0401cc' + '2480' + '0401dd' + '0000' + '0000'))),
    ).toBe('aabbccdd');
    expect(octetsOf(parse('24800000')).length).toBe(0);
    expect(codeOf(() => octetsOf(parse('2403020101')))).toBe('unexpected-element');
  });
  it.each([
    ['', 'empty'],
    ['30', 'truncated'],
    ['3003020101' + '00', 'trailing-bytes'],
    ['3003', 'truncated'],
    ['0480', 'bad-length'],
    ['04850000000001', 'bad-length'],
    ['048400', 'truncated'],
    ['1f0100', 'bad-tag'],
    ['3080020101', 'truncated'],
    ['30800201010000ff', 'trailing-bytes'],
  ])('refuses %s: %s', (hex, code) => {
    expect(codeOf(() => parse(hex))).toBe(code);
  });
  it('refuses children that reach beyond their parent', () => {
    expect(codeOf(() => childrenOf(parse('30030204' + '00')))).toBe('truncated');
  });
  it('bounds depth, number of elements and size', () => {
    expect(codeOf(() => parse('3080'.repeat(40) + '0000'.repeat(40)))).toBe('too-deep');
    const many = new Uint8Array(2 * 200_001 + 4);
    for (let i = 2; i < many.length - 2; i += 2) many[i] = 0x05;
    many.set([0x30, 0x80]);
    expect(codeOf(() => parseBer(many))).toBe('too-many-elements');
    expect(codeOf(() => parseBer(new Uint8Array(64 * 1024 * 1024 + 1)))).toBe('too-large');
  });
  it('re-encodes indefinite lengths as DER, sets in order', () => {
    expect(toHex(reencodeDer(parse('3180' + '020102' + '020101' + '0000')))).toBe('3106020101020102');
  });
});

describe('values', () => {
  it.each([
    '1.2.860.3.15.1.3.2.1.1',
    '2.5.4.3',
    '0.9.2342.19200300.100.1.1',
    '2.16.840.1.101.3.4.2.1',
    '2.999.1',
  ])('reads and writes the object identifier %s', oid => {
    expect(readOid(parseBer(encodeOid(oid)))).toBe(oid);
  });
  it('refuses object identifiers that stop in the middle', () => {
    expect(codeOf(() => readOid(parse('06022a86')))).toBe('bad-value');
  });
  it('prints serial numbers as numbers', () => {
    expect(readIntegerHex(parse('02020fca'))).toBe('fca');
    expect(readIntegerHex(parse('020500ff000001'))).toBe('ff000001');
    expect(readIntegerHex(parse('020100'))).toBe('0');
    expect(readIntegerHex(parse('0201ff'))).toBe('-1');
  });
  it('reads times as UTC', () => {
    const time = (id: number, text: string) =>
      isoTime(readTime(parseBer(encodeDer(id, new TextEncoder().encode(text)))));
    expect(time(0x17, '250916095523Z')).toBe('2025-09-16T09:55:23Z');
    expect(time(0x17, '500101000000Z')).toBe('1950-01-01T00:00:00Z');
    expect(time(0x18, '20250916095526.25Z')).toBe('2025-09-16T09:55:26.250Z');
    expect(codeOf(() => time(0x17, '250231000000Z'))).toBe('bad-value');
    expect(codeOf(() => time(0x17, '2509160955Z'))).toBe('bad-value');
    expect(codeOf(() => time(0x18, '20250916095526+0500'))).toBe('bad-value');
  });
  it('reads the string types of certificates', () => {
    expect(readText(parse('0c04d18e0a0d'))).toBe('ю\n\r');
    expect(readText(parse('1e0404100042'))).toBe('АB');
    expect(readText(parse('020101'))).toBeNull();
  });
});

describe('base64', () => {
  it('drops white space and refuses everything else', () => {
    expect(toHex(fromBase64(' AA\r\nEC\t/w== '))).toBe('000102ff');
    expect(toHex(fromBase64('AAEC/w'))).toBe('000102ff');
    for (const bad of ['AA-C', 'A', 'AAAA=', 'AA=A', 'AA==AA==', '@@@@', 'AAAA====', 'AAE\u00a0C']) {
      expect(
        codeOf(() => fromBase64(bad)),
        bad,
      ).toBe('bad-base64');
    }
  });
  it('comes back', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) & 255);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });
  it('refuses an odd hex text', () => {
    expect(codeOf(() => fromHex('abc'))).toBe('bad-hex');
    expect(codeOf(() => fromHex('zz'))).toBe('bad-hex');
    expect(toHex(concatBytes(fromHex('0aFF')))).toBe('0aff');
  });
});

describe('certificate files', () => {
  it('are described without being judged', async () => {
    expect(await describeCertificate(vectorFile('ecdsa/cert1.cer'))).toMatchObject({
      serialHex: '220069614812e19f28bd06d7a9e82ac433135cec',
      subject: {
        surname: 'ТЕСТОВИЙ',
        givenName: 'Підписувач Перший',
        c: 'UA',
        validTo: '2036-11-18T19:17:13Z',
      },
      isCa: false,
    });
  });
});
