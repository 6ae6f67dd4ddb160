import { describe, expect, it } from 'vitest';
import { looksLikePkcs7 } from './pkcs7-text.ts';
import { selectionBytes } from './selection.ts';

describe('selectionBytes', () => {
  it('signs what is shown: line breaks as LF, nothing trimmed or normalised', () => {
    const text = ' Ўзбекча\r\nрусский\re\u0301 ';
    expect(new TextDecoder().decode(selectionBytes(text))).toBe(' Ўзбекча\nрусский\ne\u0301 ');
  });
});

describe('looksLikePkcs7', () => {
  const pkcs7 = Buffer.from(
    Uint8Array.of(
      0x30,
      0x80,
      0x06,
      0x09,
      0x2a,
      0x86,
      0x48,
      0x86,
      0xf7,
      0x0d,
      0x01,
      0x07,
      0x02,
      ...new Uint8Array(200),
    ),
  ).toString('base64');
  const definite = Buffer.from(
    Uint8Array.of(
      0x30,
      0x82,
      0x01,
      0x00,
      0x06,
      0x09,
      0x2a,
      0x86,
      0x48,
      0x86,
      0xf7,
      0x0d,
      0x01,
      0x07,
      0x02,
      ...new Uint8Array(200),
    ),
  ).toString('base64');
  it.each([
    pkcs7,
    definite,
    pkcs7.replace(/.{64}/g, '$&\n'),
    `-----BEGIN PKCS7-----\n${definite}\n-----END PKCS7-----`,
  ])('knows a signature', text => expect(looksLikePkcs7(text)).toBe(true));
  it.each([
    'Обычный текст',
    '',
    'MIAG',
    Buffer.from(new Uint8Array(300)).toString('base64'),
    `${pkcs7} и ещё слова`,
  ])('knows words from a signature', text => expect(looksLikePkcs7(text)).toBe(false));
});
