import { parseAnswer } from './answers.ts';

/** What stands in the place of something that must not be kept. */
export const redacted = '•••';

/** Longer explanations are cut: they are shown in a sentence, the raw answer is at hand beside it. */
export const longestWords = 300;

/** The service's own words in an error answer of any of the usual envelopes; null when it says nothing readable. */
export function wordsOf(text: string, names: readonly string[] = wordNames): string | null {
  if (looksLikeHtml(text)) return cut(htmlWords(text));
  const answer = parseAnswer(text);
  return cut(pick(answer, names, 0) ?? '');
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text);
}

/**
 * Guess: how a refusal inside a 2xx answer looks. `message` and `code` alone do not make one: services also
 * send them with success; the caller takes them for a refusal only when there is no link.
 */
export function saysRefused(text: string): boolean {
  const answer = parseAnswer(text);
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return false;
  const fields = new Map(Object.entries(answer).map(([name, value]) => [name.toLowerCase(), value]));
  if (fields.get('success') === false || fields.get('ok') === false) return true;
  if (/^(error|fail|failed|failure)$/i.test(String(fields.get('status') ?? ''))) return true;
  return ['error', 'errors', 'errormessage'].some(name => isSomething(fields.get(name)));
}

function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

export const wordNames = [
  'message',
  'error',
  'errormessage',
  'errors',
  'detail',
  'details',
  'description',
  'reason',
  'title',
];
/** How things stand, where nothing is said about it. */
export const stateNames = ['status', 'state'];

function pick(value: unknown, names: readonly string[], depth: number): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  if (Array.isArray(value)) {
    const parts = value.slice(0, 5).map(one => pick(one, names, depth + 1));
    return parts.filter(part => part !== null).join('; ') || null;
  }
  if (typeof value !== 'object' || value === null || depth > 2) return null;
  const fields = new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
  for (const name of [...names, 'data', 'result']) {
    const inner = fields.get(name);
    // `error: "Bad Request"` beside `message: "…"` is the framework's own; message comes first for that reason.
    const words = typeof inner === 'string' || depth < 2 ? pick(inner, names, depth + 1) : null;
    if (words !== null) return words;
  }
  return null;
}

function htmlWords(html: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1]?.trim();
  if (title) return title;
  return html.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}

function cut(text: string): string | null {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain === '' || plain === redacted) return null;
  return plain.length > longestWords ? `${plain.slice(0, longestWords)}…` : plain;
}
