import { describe, expect, it } from 'vitest';
import errors from '../../locales/en/errors.json';
import ruCommon from '../../locales/ru/common.json';
import ruErrors from '../../locales/ru/errors.json';
import { failureOf } from '../../worker/failures.ts';
import { ModuleError } from '../eimzo/errors.ts';
import { failure } from '../signing/failure.ts';
import { createTranslator } from './translator.ts';
import { wordFailure } from './word-failure.ts';

const texts = createTranslator('en', errors);

describe('wordFailure', () => {
  it('says how many tries a PIN has left, as the module counted them', () => {
    const wrong = failureOf(new ModuleError('pin-wrong', { triesLeft: 1 }));
    expect(wordFailure(wrong, texts)).toMatchObject({
      title: 'The PIN is wrong',
      hint: '1 try left. Be careful: after a few wrong tries the device blocks itself.',
    });
    expect(wordFailure(failureOf(new ModuleError('pin-wrong')), texts).hint).toMatch(/^Be careful/);
  });

  it('tells a PIN of a wrong form from a wrong PIN, and a request not understood from a refusal', () => {
    expect(wordFailure(failureOf(new ModuleError('pin-format')), texts).title).toBe(
      'The PIN has the wrong format',
    );
    expect(wordFailure(failureOf(new ModuleError('bad-argument')), texts).title).toMatch(
      /did not understand/,
    );
  });

  it('says how long to wait, as the service told it', () => {
    const told = failure('rate-limited', null, { retryAfterMs: 40_000, seconds: 40 });
    expect(wordFailure(told, texts).hint).toBe('Wait 40 seconds, then try again.');
    expect(wordFailure(failure('rate-limited'), texts).hint).toBe('Wait a minute, then try again.');
  });

  it('names the server that a partner token is for', () => {
    const texts = createTranslator('ru', { ...ruErrors, ...ruCommon, 'fact.server': 'Сервер Didox' });
    const locked = failure('partner-token-locked', null, { server: 'test' });
    expect(wordFailure(locked, texts).hint).toMatch(/ Сервер Didox: Тестовый\.$/);
  });

  it('has words for a code that the dictionary does not know', () => {
    expect(wordFailure(failure('never-heard-of'), texts)).toMatchObject({
      title: 'Something unexpected happened',
      words: 'never-heard-of',
    });
  });
});
