import type { Backend } from './backend.ts';

/**
 * Marks the page's language, and opens it anew when another one is to be spoken (chosen now, or since a page spoke last):
 * every text is then in the new one.
 */
export function followLanguage(backend: Backend): void {
  const { language } = backend.translator;
  document.documentElement.lang = language;
  const check = async () => {
    if ((await backend.language()) !== language) location.reload();
  };
  backend.onChanged(change => {
    if (change.changed === 'settings') void check();
  });
  // Not in the way of what is drawn first.
  requestAnimationFrame(() => setTimeout(() => void check()));
}
