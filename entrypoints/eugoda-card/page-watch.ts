/** The page is read again this long after it changed. */
const SETTLE_MS = 400;
/** A page that never stops changing (a clock, an animation) is read all the same, more and more rarely. */
const LONGEST_MS = 10_000;
const SLOWER = 1.5;

/**
 * Reads the page when it has changed: single-page apps fill in their results later. Once a reading brought nothing new,
 * the next one waits longer; what a person does (a click, a key, another address) makes it quick again.
 * @param read reads the page; true when it found something else than before
 */
export function watchPage(read: () => boolean, signal: AbortSignal): { quicken(): void } {
  let wait = SETTLE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    wait = read() ? SETTLE_MS : Math.min(wait * SLOWER, LONGEST_MS);
  };
  const changed = () => {
    timer ??= setTimeout(look, wait);
  };
  const quicken = () => {
    wait = SETTLE_MS;
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['href', 'value', 'hidden'],
  });
  for (const kind of ['click', 'keyup', 'change'])
    document.addEventListener(kind, event => event.isTrusted && quicken(), {
      signal,
      passive: true,
      capture: true,
    });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  return { quicken };
}
