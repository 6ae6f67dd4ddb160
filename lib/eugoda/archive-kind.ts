import { parseAnswer } from './answers.ts';
import { base64ToBytes } from './base64.ts';
import { looksLikeHtml } from './words.ts';
import { readZipOutline } from './zip-outline.ts';

export type ArchiveKind = 'asic-e' | 'asic-s' | 'zip' | 'cms' | 'pdf' | 'json' | 'html' | 'text' | 'unknown';

export interface SniffedArchive {
  readonly kind: ArchiveKind;
  /** Without a dot. */
  readonly extension: string;
  /** What is inside, after at most one layer was taken off; otherwise the bytes given. */
  readonly bytes: Uint8Array;
  readonly layer: 'none' | 'base64' | 'json-base64';
}

const extensions: Readonly<Record<ArchiveKind, string>> = {
  'asic-e': 'asice',
  'asic-s': 'asics',
  zip: 'zip',
  cms: 'p7s',
  pdf: 'pdf',
  json: 'json',
  html: 'html',
  text: 'txt',
  unknown: 'bin',
};

/**
 * What an archive is, by its bytes: neither the header nor the format is documented. A base64 text, or JSON
 * with one in it, is taken off once; what is saved are the bytes received all the same.
 */
export function sniffArchive(bytes: Uint8Array): SniffedArchive {
  const kind = kindOf(bytes);
  if (kind === 'text') {
    const inner = base64ToBytes(new TextDecoder().decode(bytes));
    if (inner !== null) return wrapped(inner, 'base64') ?? plain(kind, bytes);
  }
  if (kind === 'json') {
    const inner = longestBase64(parseAnswer(new TextDecoder().decode(bytes)), 0);
    if (inner !== null) return wrapped(inner, 'json-base64') ?? plain(kind, bytes);
  }
  return plain(kind, bytes);
}

function plain(kind: ArchiveKind, bytes: Uint8Array): SniffedArchive {
  return { kind, extension: extensions[kind], bytes, layer: 'none' };
}

/** Null when nothing recognisable is inside: many an ordinary text is base64 by chance. */
function wrapped(inner: Uint8Array, layer: 'base64' | 'json-base64'): SniffedArchive | null {
  const kind = kindOf(inner);
  const recognised = ['asic-e', 'asic-s', 'zip', 'cms', 'pdf'].includes(kind);
  return recognised ? { kind, extension: extensions[kind], bytes: inner, layer } : null;
}

function kindOf(bytes: Uint8Array): ArchiveKind {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]))
    return zipKind(bytes);
  if (isCms(bytes)) return 'cms';
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return 'pdf';
  const text = asText(bytes);
  if (text === null) return 'unknown';
  if (looksLikeHtml(text)) return 'html';
  if (/^\uFEFF?\s*[{["]/.test(text)) return typeof parseAnswer(text) === 'object' ? 'json' : jsonTextOr(text);
  return 'text';
}

/** A bare JSON string ("MIIB…") counts as JSON, a text that merely begins with a quote does not. */
function jsonTextOr(text: string): ArchiveKind {
  return /^\s*"/.test(text) && parseAnswer(text) !== text.trim() ? 'json' : 'text';
}

/** ETSI EN 319 162-1: a first entry `mimetype`, stored; without one, by what is in META-INF. */
function zipKind(bytes: Uint8Array): ArchiveKind {
  const { mimetype, names } = readZipOutline(bytes);
  if (mimetype === 'application/vnd.etsi.asic-e+zip') return 'asic-e';
  if (mimetype === 'application/vnd.etsi.asic-s+zip') return 'asic-s';
  if (names.some(name => /^META-INF\/ASiCManifest[^/]*\.xml$/i.test(name))) return 'asic-e';
  if (names.some(name => /^META-INF\/signature\.p7s$/i.test(name))) return 'asic-s';
  return 'zip';
}

/** ContentInfo with id-signedData (RFC 5652, section 5.1), DER or BER with indefinite length. */
function isCms(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const length = bytes[1] ?? 0;
  const at = length < 0x80 || length === 0x80 ? 2 : 2 + (length & 0x7f);
  return startsWith(bytes.subarray(at), [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]);
}

function longestBase64(value: unknown, depth: number): Uint8Array | null {
  if (typeof value === 'string')
    return value.length < 64 ? null : base64ToBytes(value.replace(/^data:[^,]*,/, ''));
  if (typeof value !== 'object' || value === null || depth > 2) return null;
  let longest: Uint8Array | null = null;
  for (const inner of Object.values(value)) {
    const bytes = longestBase64(inner, depth + 1);
    if (bytes !== null && bytes.length > (longest?.length ?? 0)) longest = bytes;
  }
  return longest;
}

function asText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what has them is no text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}
