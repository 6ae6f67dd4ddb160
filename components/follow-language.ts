import type { Backend } from './backend.ts';

/** Marks the page's language, and opens it anew when another one is chosen: every text is then in the new one. */
export function followLanguage(backend: Backend): void {
  const { language } = backend.translator;
  document.documentElement.lang = language;
  const check = async () => {
    if ((await backend.language()) !== language) location.reload();
  };
  backend.onChanged(change => {
    if (change.changed === 'settings') void check();
  });
  backend.settings.onChange(() => void check());
}
