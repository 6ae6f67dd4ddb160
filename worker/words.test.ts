import { describe, expect, it } from 'vitest';
import { ModuleError } from '../lib/eimzo/errors.ts';
import { createTranslator } from '../lib/i18n/translator.ts';
import { failure } from '../lib/signing/failure.ts';
import errors from '../locales/en/errors.json';
import ruCommon from '../locales/ru/common.json';
import ruErrors from '../locales/ru/errors.json';
import { failureOf } from './failures.ts';
import { wordFact, wordFailure } from './words.ts';

const texts = createTranslator('en', errors);

describe('wordFailure', () => {
  it('says how many tries a PIN has left, as the module counted them', () => {
    const wrong = failureOf(new ModuleError('pin-wrong', { triesLeft: 1 }));
    expect(wordFailure(wrong, texts)).toEqual({
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

  it('prints a sum with its money, unless it is of another', () => {
    const texts = createTranslator('ru', { ...ruErrors, ...ruCommon });
    const sum = { label: 'sum', value: '1250000.50', strong: true } as const;
    expect(wordFact({ ...sum, kind: 'money' }, texts).value).toBe('1\u00a0250\u00a0000,50 сум');
    expect(wordFact({ ...sum, kind: 'amount' }, texts).value).toBe('1\u00a0250\u00a0000,50');
  });

  it('names the server that a partner token is for', () => {
    const texts = createTranslator('ru', { ...ruErrors, ...ruCommon, 'fact.server': 'Сервер Didox' });
    const locked = failure('partner-token-locked', null, { server: 'test' });
    expect(wordFailure(locked, texts).hint).toMatch(/ Сервер Didox: Тестовый\.$/);
    const server = { label: 'server', value: 'test', strong: true } as const;
    expect(wordFact({ ...server, kind: 'server' }, texts)).toMatchObject({
      label: 'Сервер Didox',
      value: 'Тестовый',
    });
    // A field of the document that bears the same name is no word of ours.
    expect(wordFact({ ...server, kind: 'raw' }, texts)).toMatchObject({ label: 'server', value: 'test' });
  });

  it('has words for a code that the dictionary does not know', () => {
    expect(wordFailure(failure('never-heard-of'), texts).title).toBe('Something unexpected happened');
  });
});
