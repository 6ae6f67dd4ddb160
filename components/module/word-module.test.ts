import { describe, expect, it } from 'vitest';
import { failure } from '../../lib/signing/failure.ts';
import { testTranslator } from '../testing/fake-backend.ts';
import { HERE } from '../testing/fixtures/keys.ts';
import { wordModule } from './word-module.ts';

const english = testTranslator();

describe('the line about the module', () => {
  it.each([
    ['module-not-running', 'E-IMZO is not running'],
    ['module-hung', 'E-IMZO does not answer'],
    ['module-dropped', 'E-IMZO broke the connection'],
    ['module-malformed', "E-IMZO's answer cannot be read"],
    ['module-busy', 'E-IMZO is busy with another program'],
    ['origin-refused', 'E-IMZO does not admit this extension'],
    ['too-old', 'E-IMZO is too old'],
  ])('%s: %s', (code, words) => {
    expect(wordModule({ state: 'away', error: failure(code) }, english)).toEqual({
      tone: 'error',
      text: words,
    });
  });

  it.each([
    ['listing', 'E-IMZO 6.4.7 is listing the keys'],
    ['password', 'E-IMZO 6.4.7 is waiting for the password or PIN'],
    ['signing', 'E-IMZO 6.4.7 is signing'],
    ['other', 'E-IMZO 6.4.7 is busy'],
  ] as const)('at work, %s: %s', (what, text) => {
    const doing = { what, since: 0, asksPerson: false };
    expect(wordModule({ ...HERE, doing }, english)).toEqual({ tone: 'busy', text });
  });

  it('names version and way', () => {
    expect(wordModule(HERE, english)).toEqual({ tone: 'done', text: 'E-IMZO 6.4.7 is running' });
    expect(wordModule({ ...HERE, route: 'site' }, english).text).toMatch(/through the Didox tab/);
  });
});
