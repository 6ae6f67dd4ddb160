/** What stands in the place of something that must not be kept. */
export const redacted = '•••';

/**
 * An answer as it may be kept and shown: without what we sent and the service may have echoed (the validation
 * string, the file's content, template data with passport numbers and salaries). A short value goes where it is a whole
 * text with a letter in it (a surname of two letters); elsewhere it stays: replacing every "1" would destroy the answer and
 * hide nobody.
 */
export function redact(answer: string, values: readonly (string | number)[]): string {
  const texts = values.map(String).filter(text => text.length >= 3);
  const short = values.map(String).filter(text => text.length < 3 && /\p{L}/u.test(text));
  let result = answer;
  for (const quoted of short.map(text => JSON.stringify(text)))
    result = result.replaceAll(quoted, `"${redacted}"`).replaceAll(inAscii(quoted), `"${redacted}"`);
  for (const text of texts.toSorted((a, b) => b.length - a.length)) {
    result = result.replaceAll(text, redacted);
    // As a JSON answer may have it: quotes and backslashes escaped, letters as \uXXXX.
    const escaped = JSON.stringify(text).slice(1, -1);
    result = result.replaceAll(escaped, redacted).replaceAll(inAscii(escaped), redacted);
  }
  return result.length > 20_000 ? `${result.slice(0, 20_000)}…` : result;
}

function inAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
