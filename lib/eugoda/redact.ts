import { parseAnswer } from './answers.ts';
import { redacted } from './words.ts';

/**
 * An answer as it may be kept and shown: without what we sent and the service may have echoed (the validation
 * string, the file's content, template data with passport numbers and salaries). A short value goes where it is a whole
 * text with a letter in it (a surname of two letters); elsewhere it stays: replacing every "1" would destroy the answer and
 * hide nobody.
 */
export function redact(answer: string, values: readonly (string | number)[]): string {
  const all = values.map(String);
  const texts = all.filter(text => text.length >= 3).sort((a, b) => b.length - a.length);
  const short = all.filter(text => text.length < 3 && /\p{L}/u.test(text));
  const hide = (from: string) => texts.reduce((rest, text) => rest.replaceAll(text, redacted), from);
  const result = hide(hideQuoted(answer));
  return result.length > 20_000 ? `${result.slice(0, 20_000)}…` : result;

  /** What stands in quotes is read as JSON, whatever its escapes. */
  function hideQuoted(from: string): string {
    // One without an end matches too: else all of the rest would be gone through again from each of its quotes.
    return from.replace(/"(?:[^"\\]|\\.)*"?/gs, quoted => {
      const text = parseAnswer(quoted);
      if (typeof text !== 'string' || text === quoted) return quoted;
      const clean = short.includes(text) ? redacted : hideQuoted(hide(text));
      return clean === text ? quoted : JSON.stringify(clean);
    });
  }
}
