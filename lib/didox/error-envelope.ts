import { parseJson } from './loose.ts';

/**
 * The seven shapes in which Didox says no: a bare string;
 * `{message}`; `{status:"error",message,context}`; `{data:{status:"error",message,context}}`; `{field:[texts]}`;
 * `{success:false,error}`; `{error:{message,reason}}`; plus `errorDetails` beside any of them.
 */
export interface ErrorEnvelope {
  /** The service's own words, shortened to what a person can read; null when there are none (HTML, empty body). */
  readonly words: string | null;
  readonly context: Readonly<Record<string, unknown>>;
  /** The body was no JSON and no plain sentence. */
  readonly unreadable: boolean;
}

const LONGEST = 400;

export function readErrorEnvelope(body: string): ErrorEnvelope {
  const trimmed = body.trim();
  const parsed = parseJson(trimmed);
  if (parsed === undefined) {
    const html = /^<|<html/i.test(trimmed);
    return {
      words: html || trimmed === '' ? null : shorten(trimmed),
      context: {},
      unreadable: html || trimmed === '',
    };
  }
  const details = isRecord(parsed) ? sentence(parsed.errorDetails) : null;
  const own = sentence(parsed);
  const words = details && own && details !== own ? `${own} (${details})` : (own ?? details);
  return { words: words ? shorten(words) : null, context: contextOf(parsed), unreadable: words === null };
}

function sentence(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (depth > 3) return null;
  if (Array.isArray(value)) return join(value.map(entry => sentence(entry, depth + 1)));
  if (!isRecord(value)) return null;
  for (const key of ['message', 'error', 'reason', 'data', 'description', 'title']) {
    const found = sentence(value[key], depth + 1);
    if (found) {
      // `{message, reason}` and `{message, errors: {field: [texts]}}` say more than their message.
      const more =
        key === 'message' ? (sentence(value.reason, depth + 1) ?? byField(value.errors, depth)) : null;
      return more && more !== found ? `${found} (${more})` : found;
    }
  }
  return byField(value, depth);
}

/** `{field: [texts]}`: validation by field. */
function byField(value: unknown, depth: number): string | null {
  if (!isRecord(value)) return null;
  const fields = Object.entries(value).flatMap(([field, texts]) => {
    if (!Array.isArray(texts)) return [];
    const found = sentence(texts, depth + 1);
    return found ? [`${field}: ${found}`] : [];
  });
  return join(fields);
}

function contextOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return {};
  if (isRecord(value.context)) return value.context;
  return isRecord(value.data) ? contextOf(value.data) : {};
}

function join(parts: readonly (string | null)[]): string | null {
  const texts = parts.filter(part => part !== null);
  return texts.length ? texts.join('; ') : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  const clean = [...text].map(character => (character < ' ' ? ' ' : character)).join('');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
