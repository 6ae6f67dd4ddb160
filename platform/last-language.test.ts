// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { lastLanguage, rememberLanguage } from './last-language.ts';

beforeEach(() => localStorage.clear());

describe('the language a page spoke last', () => {
  it('is the one that was remembered, and none before', () => {
    expect(lastLanguage()).toBeNull();
    rememberLanguage('uz-Cyrl');
    expect(lastLanguage()).toBe('uz-Cyrl');
  });

  it('is none when what stands there is no language of ours', () => {
    localStorage.setItem('imzochi.language', 'tlh');
    expect(lastLanguage()).toBeNull();
  });
});
