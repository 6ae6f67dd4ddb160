import { describe, expect, it } from 'vitest';
import { visibleRuns } from './visible-text.ts';

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
});
