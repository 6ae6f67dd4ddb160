import { describe, expect, it } from 'vitest';
import { testTranslator } from '../../components/testing/fake-backend.ts';
import { roughly, wordWait } from './lengths.ts';

describe('a length of time', () => {
  it.each([
    [10, 'seconds', 1],
    [89_000, 'seconds', 89],
    [90_000, 'minutes', 2],
    [598_000, 'minutes', 10],
  ] as const)('of %d ms is said in %s: %d', (ms, unit, n) => {
    expect(roughly(ms)).toEqual({ unit, n });
  });

  it('that the service asked to wait is said as it told it', () => {
    expect(wordWait({ seconds: 30 }, testTranslator())).toBe('Wait 30 seconds, then try again.');
    expect(wordWait({ seconds: 598 }, testTranslator('ru'))).toBe('Подождите 10 минут и повторите.');
    expect(wordWait({ seconds: 86_400 }, testTranslator())).toBe('Wait 24 hours, then try again.');
    expect(wordWait({}, testTranslator())).toBeNull();
  });
});
