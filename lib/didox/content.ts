import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { FlowError, failure } from '../signing/failure.ts';
import { parseJson, recordOf } from './loose.ts';
import { repeatedKey } from './repeated-key.ts';
import { sliceJson } from './slice-json.ts';

/**
 * The bytes to be signed, in the base64 the module takes. `text` is their UTF-8 reading when they are text.
 */
export interface Content {
  readonly base64: string;
  readonly bytes: Uint8Array;
  /** The parsed JSON of the bytes; undefined when they are something else (a PDF). */
  readonly json: unknown;
}

/**
 * Outgoing: base64 of the UTF-8 bytes of the compact JSON of `data.json`, keys in their order (every
 * JavaScript client signs JSON.stringify of the parsed answer, and it is accepted).
 *
 * `rawAnswer` is the whole answer as text and `path` where `json` lies in it: a number that JavaScript cannot hold digit
 * by digit would be signed as another number than the service stores, so such a document stops. So does one, here and
 * below, that has two values for one key.
 */
export function outgoingContent(json: unknown, rawAnswer: string, path: readonly string[]): Content {
  if (typeof json !== 'object' || json === null) throw new FlowError(failure('service-malformed'));
  if (losesDigits(sliceJson(rawAnswer, path) ?? rawAnswer))
    throw new FlowError(failure('facts-disagree', 'number precision'));
  const text = JSON.stringify(json);
  requireOneValueEach(text);
  const bytes = new TextEncoder().encode(text);
  return { base64: toBase64(bytes), bytes, json };
}

/**
 * Incoming: what `documentBase64` answered. Four shapes are accepted, because the reply is undocumented [1]: bare text,
 * a JSON string, `{data}`, `{documentBase64}`. The base64 itself is passed through untouched: decoding and encoding it
 * again is how Cyrillic gets damaged.
 */
export function incomingContent(answer: string): Content {
  const base64 = base64In(answer);
  const bytes = base64 ? fromBase64(base64) : null;
  if (!base64 || !bytes || bytes.length === 0) throw new FlowError(failure('service-malformed'));
  return { base64, bytes, json: jsonOf(bytes) };
}

/** The base64 in an answer of `documentBase64` or `newoffer/base64`, whichever of the four shapes it has. */
export function base64In(answer: string): string | null {
  const parsed = parseJson(answer);
  const text =
    typeof parsed === 'object' ? fromEnvelope(parsed) : typeof parsed === 'string' ? parsed : answer;
  return text?.trim() || null;
}

/**
 * `tosign` answers an object, or a ready base64 text, or nothing, depending on the action and type.
 * An object is signed as compact JSON, a text as it is.
 */
export function toSignContent(data: unknown, rawAnswer: string): Content {
  if (typeof data !== 'string') return outgoingContent(data, rawAnswer, ['data']);
  const bytes = fromBase64(data);
  if (!bytes || bytes.length === 0) throw new FlowError(failure('service-malformed'));
  return { base64: data, bytes, json: jsonOf(bytes) };
}

/** The JSON in the bytes; undefined when they are no UTF-8 or no JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  const text = textIn(bytes);
  const json = text === undefined ? undefined : parseJson(text);
  if (text !== undefined && json !== undefined) requireOneValueEach(text);
  return json;
}

function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Facts are read in any case of their keys: of two that are equal then, one would be shown and both signed. */
function requireOneValueEach(json: string): void {
  const key = repeatedKey(json);
  if (key !== null) throw new FlowError(failure('facts-disagree', key));
}

function fromEnvelope(value: unknown): string | undefined {
  const envelope = recordOf(value);
  if (!envelope) return undefined;
  const { data, documentBase64 } = envelope;
  if (typeof documentBase64 === 'string') return documentBase64;
  return typeof data === 'string' ? data : fromEnvelope(data);
}

/** True when a number in the JSON text means another value after parsing (more digits than a double holds). */
function losesDigits(raw: string): boolean {
  for (const match of raw.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
    const token = match[0];
    // Up to 15 digits a double holds every decimal number.
    if (token.startsWith('"') || (token.length < 16 && !/e/i.test(token))) continue;
    if (canonical(token) !== canonical(String(Number(token)))) return true;
  }
  return false;
}

/** Digits and exponent of a decimal number, so that `1200000.00`, `1.2e6` and `1200000` are one. */
function canonical(token: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token);
  if (!match) return token;
  const fraction = match[3] ?? '';
  let digits = `${match[2]}${fraction}`.replace(/^0+/, '');
  let exponent = Number(match[4] ?? 0) - fraction.length;
  while (digits.endsWith('0')) {
    digits = digits.slice(0, -1);
    exponent += 1;
  }
  return digits === '' ? '0' : `${match[1]}${digits}e${exponent}`;
}
