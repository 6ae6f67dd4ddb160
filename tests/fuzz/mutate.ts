import type { Random } from '../chaos/random.ts';

/** Pieces that mean something to somebody who reads JSON, HTML, dates or Cyrillic. */
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u0000',
  '\\ud800',
  '\u0000',
  '\ud800',
  '🔑',
  '<',
  '<html>',
  'null',
  'true',
  '-',
  '1e999',
  '0',
  '99999999999999999999',
  '.',
  'ў',
  'ʻ',
  '\u202e',
  ' ',
  '\n',
  '%',
  '=',
  '__proto__',
  'https://',
  '2026-13-45',
  'AAAA',
];

const ODD: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => '',
  () => 'x'.repeat(3000),
  () => 0,
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => true,
  () => [],
  () => ({}),
  () => [[[[]]]],
  () => ({ toString: 1, constructor: null, length: -1 }),
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => nested(200),
  () => '\ud800',
  () => 'AAAA',
  () => ['a', null, 1],
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

/** Damages a text in one to four places. */
export function mutateText(text: string, random: Random): string {
  let result = text;
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(result.length + 1);
    const length = 1 + random.below(random.chance(0.8) ? 6 : 200);
    switch (random.below(6)) {
      case 0:
        result = result.slice(0, at);
        break;
      case 1:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 2:
        result = result.slice(0, at + length) + result.slice(at);
        break;
      default:
        result = result.slice(0, at) + random.pick(PIECES) + result.slice(at + random.below(3));
    }
  }
  return result;
}

/** A copy with a few values replaced by odd ones, keys left out, doubled or renamed. */
export function mutateValue(value: unknown, random: Random, rate = 0.12): unknown {
  if (random.chance(rate)) return random.pick(ODD)();
  if (typeof value === 'string' && random.chance(rate)) return mutateText(value, random);
  if (Array.isArray(value)) {
    const items = value.map(item => mutateValue(item, random, rate));
    return random.chance(rate) ? [...items, ...items] : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        if (random.chance(rate / 3)) return [];
        const name = random.chance(rate / 6)
          ? random.pick([key.toUpperCase(), `${key}_`, '__proto__', ''])
          : key;
        return [[name, mutateValue(inner, random, rate)] as const];
      }),
    );
  }
  return value;
}

/** An answer's body: its JSON with odd values, or its text damaged, or something else altogether. */
export function mutateBody(sample: unknown, random: Random): string {
  const text = typeof sample === 'string' ? sample : (JSON.stringify(mutateValue(sample, random)) ?? '');
  if (random.chance(0.03)) return '<!DOCTYPE html><html><body>502</body></html>';
  return random.chance(0.4) ? mutateText(text, random) : text;
}
