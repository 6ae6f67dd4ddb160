import { fromBase64 } from '../cms/base64.ts';
import { ContainerError } from './refusal.ts';

/** One `-----BEGIN …-----` block. */
export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** What a file is, judged by its bytes; names lie. */
export type Sniffed =
  | { readonly kind: 'empty' | 'zip' | 'certificate' | 'json' | 'xml' | 'text' | 'binary' }
  /** SignedData; BER when its outer length is indefinite, as E-IMZO writes it. */
  | { readonly kind: 'cms'; readonly encoding: 'der' | 'ber' }
  /** Another PKCS#7 content type, in practice an encrypted envelope. */
  | { readonly kind: 'cms-other' }
  /** `signed`: carries a PAdES signature, which is not checked here. */
  | { readonly kind: 'pdf'; readonly signed: boolean }
  | { readonly kind: 'pem'; readonly blocks: readonly PemBlock[] }
  | { readonly kind: 'base64'; readonly bytes: Uint8Array };

/** Says what the bytes are. Throws ContainerError when they announce PEM and are not. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return { kind: 'empty' };
  if (startsWith(bytes, 0, [0x50, 0x4b, 3, 4]) || startsWith(bytes, 0, [0x50, 0x4b, 5, 6]))
    return { kind: 'zip' };
  const asn1 = sniffAsn1(bytes);
  if (asn1) return asn1;
  if (indexOfText(bytes.subarray(0, 1024), '%PDF-') >= 0)
    return { kind: 'pdf', signed: hasPdfSignature(bytes) };
  const text = decodeText(bytes);
  if (text === null) return { kind: 'binary' };
  return sniffText(text);
}

/** UTF-8 text without control characters other than white space; null for anything else. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell binary from text
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** OID 1.2.840.113549.1.7 (PKCS#7) without its last arc. */
const PKCS7 = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const SIGNED_DATA_ARC = 2;

function sniffAsn1(bytes: Uint8Array): Sniffed | null {
  const header = sequenceHeader(bytes, 0);
  if (header === 0) return null;
  if (startsWith(bytes, header, PKCS7)) {
    if (bytes[header + PKCS7.length] !== SIGNED_DATA_ARC) return { kind: 'cms-other' };
    return { kind: 'cms', encoding: bytes[1] === 0x80 ? 'ber' : 'der' };
  }
  // Certificate: SEQUENCE { TBSCertificate SEQUENCE { [0] { INTEGER 2 } …
  const inner = sequenceHeader(bytes, header);
  const version = [0xa0, 0x03, 0x02, 0x01];
  return inner > 0 && startsWith(bytes, header + inner, version) ? { kind: 'certificate' } : null;
}

/** Length of a SEQUENCE's header at this place; 0 when there is none. */
function sequenceHeader(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1];
  if (bytes[at] !== 0x30 || length === undefined || length > 0x84) return 0;
  return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

function sniffText(text: string): Sniffed {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return { kind: 'text' };
  if (/^-----BEGIN (PKCS7|CMS|CERTIFICATE|PKCS #7 SIGNED DATA)-----/m.test(trimmed))
    return { kind: 'pem', blocks: readPem(trimmed) };
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return { kind: isJson(trimmed) ? 'json' : 'text' };
  if (trimmed.startsWith('<')) return { kind: 'xml' };
  return sniffBase64(trimmed) ?? { kind: 'text' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Base64 only counts when what is inside is ours: a SEQUENCE or a zip. A long word is text. */
function sniffBase64(text: string): Sniffed | null {
  if (!/^(?:M[A-P]|UEs)/.test(text)) return null;
  try {
    const bytes = fromBase64(text);
    return sniffAsn1(bytes) || startsWith(bytes, 0, [0x50, 0x4b, 3, 4]) ? { kind: 'base64', bytes } : null;
  } catch {
    // A signature copied with a piece missing or a stray character: say so instead of calling it a text.
    if (/^M[A-P][A-Za-z0-9+/=\s]{200}/.test(text)) throw new ContainerError('base64-broken');
    return null;
  }
}

/** A bundle of certificates has some hundred; more blocks are there to cost time. */
const MAX_PEM_BLOCKS = 1000;

function readPem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label, body] of text.matchAll(/-----BEGIN ([A-Z0-9 #]+)-----([^-]*)-----END \1-----/g)) {
    if (blocks.length === MAX_PEM_BLOCKS)
      throw new ContainerError('pem-broken', `more than ${MAX_PEM_BLOCKS}`);
    try {
      blocks.push({ label: label!, bytes: fromBase64(body!) });
    } catch {
      throw new ContainerError('pem-broken', label!);
    }
  }
  if (blocks.length === 0) throw new ContainerError('pem-broken');
  return blocks;
}

/** ISO 32000-1, 12.8: a signature dictionary names its covered bytes and one of these formats, never compressed. */
const PDF_SIGNATURES = [
  'ETSI.CAdES.detached',
  'adbe.pkcs7.detached',
  'adbe.pkcs7.sha1',
  'ETSI.RFC3161',
  'adbe.x509.rsa_sha1',
];

function hasPdfSignature(bytes: Uint8Array): boolean {
  return indexOfText(bytes, '/ByteRange') >= 0 && PDF_SIGNATURES.some(name => indexOfText(bytes, name) >= 0);
}

function startsWith(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte);
}

function indexOfText(bytes: Uint8Array, text: string): number {
  const wanted = Array.from(text, letter => letter.charCodeAt(0));
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1))
    if (startsWith(bytes, at, wanted)) return at;
  return -1;
}
