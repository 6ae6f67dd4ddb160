import { parseAnswer, webAddress } from './answers.ts';
import {
  longestWords,
  looksLikeHtml,
  redacted,
  saysRefused,
  stateNames,
  wordNames,
  wordsOf,
} from './words.ts';

/** Names under which a service speaks for itself. */
const spoken: ReadonlySet<string> = new Set([...wordNames, ...stateNames, 'statuscode']);
/** Those of them that a document has as well. */
const documents = /title|description/;

/**
 * What may be kept of an answer that may repeat a document nobody here knows any more (what a template's fields held is
 * sent and forgotten): its structure, addresses, states, what the service says, and values that are known anyway.
 */
export function outline(answer: string, status: number, isKnown: (value: unknown) => boolean): string {
  const refused = status >= 300 || saysRefused(answer);
  const parsed = parseAnswer(answer);
  if (typeof parsed === 'object') return JSON.stringify(outlined('', parsed, 0));
  if (looksLikeHtml(answer)) return `<html><title>${(refused && wordsOf(answer)) || redacted}</title>`;
  return answer.length > longestWords || /[<{]/.test(answer) ? redacted : answer;

  function outlined(name: string, value: unknown, depth: number): unknown {
    // A list in a list: no answer of a service, and deep enough of them would end in an overflow.
    if (Array.isArray(value))
      return value.map(one => (Array.isArray(one) ? redacted : outlined(name, one, depth)));
    if (typeof value !== 'object' || value === null)
      return isHarmless(name, value, depth) || isKnown(value) ? value : redacted;
    if (depth > 3) return redacted;
    return Object.fromEntries(
      Object.entries(value).map(([inner, one]) => [inner, outlined(inner.toLowerCase(), one, depth + 1)]),
    );
  }

  function isHarmless(name: string, value: unknown, depth: number): boolean {
    const text = String(value);
    if (value === null || typeof value === 'boolean' || webAddress(value) !== null) return true;
    if (/^\P{L}{0,2}$/u.test(text)) return true;
    const speaks = depth < 3 && spoken.has(name) && (refused || !documents.test(name));
    return speaks && text.length <= longestWords;
  }
}
