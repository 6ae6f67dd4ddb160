import { describe, expect, it } from 'vitest';
import { hasHidden, textParts, visibleRuns } from './visible-text.ts';

describe('text under review', () => {
  it('leaves ordinary text whole: Cyrillic, emoji, tabs, line breaks', () => {
    const text = 'Сумма:\t100\r\n👩‍👧 ok';
    expect(visibleRuns(text)).toEqual([{ plain: text }]);
  });

  it('shows characters that turn the order of reading', () => {
    expect(visibleRuns('pay \u202e001')).toEqual([{ plain: 'pay ' }, { code: 'U+202E' }, { plain: '001' }]);
  });

  it('shows zero-width characters and a joiner outside an emoji', () => {
    expect(visibleRuns('a\u200bb\u200dc')).toEqual([
      { plain: 'a' },
      { code: 'U+200B' },
      { plain: 'b' },
      { code: 'U+200D' },
      { plain: 'c' },
    ]);
  });

  it.each(['family 👩‍👧, astronaut 👩🏽‍🚀, flag 🏳️‍🌈, couple 👩‍❤️‍👩', 'heart ❤️, keycap 1️⃣, ™️'])(
    'leaves an emoji whole: %s',
    text => {
      expect(visibleRuns(text)).toEqual([{ plain: text }]);
      expect(hasHidden(text)).toBe(false);
    },
  );

  it.each([
    ['a variation selector', '\ufe00'],
    ['the text style selector', '\ufe0e'],
    ['the emoji selector', '\ufe0f'],
    ['a supplementary variation selector', '\u{e0100}'],
    ['a tag', '\u{e0041}'],
    ['a Mongolian selector', '\u180b'],
    ['the fourth Mongolian selector', '\u180f'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['the Braille blank', '\u2800'],
    ['a Hangul filler', '\u3164'],
    ['a soft hyphen', '\u00ad'],
  ])('shows %s', (_name, hidden) => {
    const code = `U+${hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    expect(visibleRuns(`1${hidden}2`)).toEqual([{ plain: '1' }, { code }, { plain: '2' }]);
    expect(hasHidden(`1${hidden}2`)).toBe(true);
  });

  it('shows a selector and a joiner that only lean on an emoji', () => {
    expect(visibleRuns('❤️️👩‍b').filter(run => 'code' in run)).toEqual([
      { code: 'U+FE0F' },
      { code: 'U+200D' },
    ]);
  });
});

describe('a long text in parts', () => {
  it.each([
    ['lines', 'a line of text\n'.repeat(5000)],
    ['no line break', `x${'😀'.repeat(30_000)}`],
    ['one short line', 'short'],
    ['nothing', ''],
  ])('of %s loses nothing, and cuts no character', (_name, text) => {
    const parts = textParts(text);
    expect(parts.join('')).toBe(text);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(20_001);
      expect(part.isWellFormed()).toBe(true);
    }
  });

  it('is cut where a line ends', () => {
    const parts = textParts('a line of text\n'.repeat(5000));
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(part.endsWith('\n')).toBe(true);
  });
});
