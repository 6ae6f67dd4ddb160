import { toHex } from '../bytes/sha256.ts';
import { type BerElement, contentOf, octetsOf } from './ber.ts';
import { CmsError } from './cms-error.ts';

/** Bytes a number may have: RSA keys of 8192 bits; the arithmetic on longer ones takes seconds. */
const MAX_INTEGER = 1024;
/** Bytes a text may have: names are shown. */
const MAX_TEXT = 4096;

/** OBJECT IDENTIFIER in dotted form (X.690, 8.19). */
export function readOid(element: BerElement): string {
  if (element.id !== 0x06) throw new CmsError('unexpected-element', 'oid');
  const content = contentOf(element);
  if (content.length === 0 || content.length > 64 || content.at(-1)! & 0x80)
    throw new CmsError('bad-value', 'oid');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128) throw new CmsError('bad-value', 'oid');
    if (byte & 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

/**
 * INTEGER as lower-case hex of the number: no leading zeros, maybe an odd number of digits, `-` before a
 * negative one. The way E-IMZO prints serial numbers, so two serials are equal when their texts are.
 */
export function readIntegerHex(element: BerElement): string {
  if (element.id !== 0x02) throw new CmsError('unexpected-element', 'integer');
  const content = contentOf(element);
  if (content.length === 0 || content.length > MAX_INTEGER) throw new CmsError('bad-value', 'integer');
  const hex = toHex(content);
  if (!(content[0]! & 0x80)) return hex.replace(/^0+(?=.)/, '');
  return '-' + ((1n << BigInt(8 * content.length)) - BigInt('0x' + hex)).toString(16);
}

/** A small INTEGER (up to 2^31) as a number. */
export function readSmallInteger(element: BerElement): number {
  const value = Number.parseInt(readIntegerHex(element), 16);
  if (!(Math.abs(value) < 2 ** 31)) throw new CmsError('bad-value', 'integer');
  return value;
}

/** The number in a version field; -1 when it holds none. */
export function readVersion(element: BerElement): number {
  try {
    return readSmallInteger(element);
  } catch (error) {
    if (error instanceof CmsError) return -1;
    throw error;
  }
}

/** The bytes of a BIT STRING that holds whole bytes (keys, signatures). */
export function readBitString(element: BerElement): Uint8Array {
  const content = contentOf(element);
  if (element.id !== 0x03 || content[0] !== 0) throw new CmsError('bad-value', 'bit string');
  return content.subarray(1);
}

/** OCTET STRING, also in pieces. */
export function readOctets(element: BerElement): Uint8Array {
  return octetsOf(element);
}

/** UTCTime or GeneralizedTime in UTC (RFC 5280, 4.1.2.5; fractions as RFC 3161 allows). */
export function readTime(element: BerElement): Date {
  const text = String.fromCharCode(...contentOf(element).subarray(0, 40));
  const match =
    element.id === 0x17
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()Z$/.exec(text)
      : element.id === 0x18
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text)
        : null;
  if (!match) throw new CmsError('bad-value', 'time');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // RFC 5280, 4.1.2.5.1: two digits from 50 on belong to the twentieth century.
  const fullYear = element.id === 0x18 ? year : year >= 50 ? 1900 + year : 2000 + year;
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second, Math.floor(Number(`0${match[7] || '.0'}`) * 1000));
  // The 31st of February must not become the 3rd of March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCHours() !== hour) {
    throw new CmsError('bad-value', 'time');
  }
  return date;
}

/** ISO 8601 in UTC; milliseconds only where there are any. */
export function isoTime(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

/** The text of a directory string; null for a type that is none, and for a whole book. Undecodable bytes become U+FFFD. */
export function readText(element: BerElement): string | null {
  const content = contentOf(element);
  if (content.length > MAX_TEXT) return null;
  switch (element.id) {
    case 0x0c: // UTF8String
      return new TextDecoder('utf-8').decode(content);
    case 0x1e: // BMPString
      return new TextDecoder('utf-16be').decode(content);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x14: // TeletexString, in practice Latin-1
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return new TextDecoder('latin1').decode(content);
    default:
      return null;
  }
}
