import { describe, expect, it } from 'vitest';
import { LANGUAGE_NAMES, LANGUAGES, resolveLanguage } from './languages.ts';

describe('the language to speak', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['uk'], 'uk'],
    [['uz'], 'uz-Latn'],
    [['uz-UZ'], 'uz-Latn'],
    [['uz-Cyrl-UZ'], 'uz-Cyrl'],
    [['uz_Cyrl'], 'uz-Cyrl'],
    [['de-AT', 'fr', 'uk-UA', 'ru'], 'uk'],
    [['en-GB', 'ru'], 'en'],
    [['de'], 'en'],
    [[], 'en'],
  ] as const)('for a browser with %j is %s', (preferred, expected) => {
    expect(resolveLanguage('auto', preferred)).toBe(expected);
  });

  it('is the one that was chosen, whatever the browser says', () => {
    expect(resolveLanguage('uz-Cyrl', ['ru'])).toBe('uz-Cyrl');
  });

  it('has a name of its own in the switcher, spelt as the language spells it', () => {
    expect(LANGUAGES.map(language => LANGUAGE_NAMES[language])).toEqual([
      'English',
      'Русский',
      'Українська',
      'O\u02bbzbekcha',
      'Ўзбекча',
    ]);
  });
});
