// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '../lib/i18n/languages.ts';
import { followLanguage } from './follow-language.ts';
import { createFakeBackend } from './testing/fake-backend.ts';

afterEach(() => void vi.restoreAllMocks());
const settle = () => new Promise(resolve => setTimeout(resolve, 5));

describe('a page follows the language', () => {
  it('opens anew when another one is to be spoken, and not at any other change of the settings', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    // The browser prefers a language for its pages that is not the one of its own texts.
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['ru-RU']);
    let language: Language = 'en';
    const backend = { ...createFakeBackend(), language: async () => language };
    followLanguage(backend);
    expect(document.documentElement.lang).toBe('en');
    backend.change({ changed: 'settings', id: null });
    await settle();
    expect(reload).not.toHaveBeenCalled();
    language = 'ru';
    backend.change({ changed: 'settings', id: null });
    await settle();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('opens anew when it was drawn in a language that is not the one to be spoken', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    followLanguage({ ...createFakeBackend(), language: async () => 'en' });
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 5)));
    expect(reload).not.toHaveBeenCalled();
    followLanguage({ ...createFakeBackend(), language: async () => 'uk' });
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 5)));
    expect(reload).toHaveBeenCalledOnce();
  });

  it('leaves a page at work alone until it is left, but not one that was only just opened', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    const go = async (hash: string) => {
      location.hash = hash;
      dispatchEvent(new HashChangeEvent('hashchange'));
      await settle();
    };
    let language: Language = 'en';
    const backend = { ...createFakeBackend(), language: async () => language };
    await go('#/sign');
    followLanguage(backend);
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 5)));
    language = 'ru';
    for (let times = 0; times < 2; times += 1) backend.change({ changed: 'settings', id: null });
    await settle();
    await go('#/review/a');
    expect(reload).not.toHaveBeenCalled();
    await go('#/inbox');
    expect(reload).toHaveBeenCalledOnce();

    await go('#/sign');
    expect(reload).toHaveBeenCalledOnce();
    followLanguage({ ...backend, language: async () => 'uk' });
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 5)));
    expect(reload).toHaveBeenCalledTimes(2);
  });
});
