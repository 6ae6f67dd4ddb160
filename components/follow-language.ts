import { afterPaint } from './after-paint.ts';
import type { Backend } from './backend.ts';

/** Where something was chosen or typed that is nowhere else: gone with another address in the same tab, or a new start. */
export const AT_WORK = /#\/(?:review\/|sign(?:\/|$)|agreements\/new\/)/;

/**
 * Marks the page's language, and opens it anew when another one is to be spoken (chosen now, or since a page spoke last):
 * every text is then in the new one. A page at work, not before it is left.
 */
export function followLanguage(backend: Backend): void {
  const { language } = backend.translator;
  document.documentElement.lang = language;
  const check = async (begun?: unknown) => {
    if ((await backend.language()) === language) return;
    if (begun && AT_WORK.test(location.hash)) addEventListener('hashchange', check, { once: true });
    else location.reload();
  };
  backend.onChanged(change => {
    if (change.changed === 'settings') void check(change);
  });
  // Not in the way of what is drawn first. Nobody is at work yet.
  void afterPaint().then(() => check());
}
