import { useEffect } from 'preact/hooks';

/** So long, whoever took something away may put the focus somewhere himself. */
const WAIT_MS = 50;
/** Where one can go on from. */
const PLACES = 'h1, h2, .long-list, summary, [tabindex="-1"]';

/**
 * Whoever works by keyboard, or hears the page, keeps his place on it: when what had the focus is gone (taken away, folded
 * in, out of use), the nearest place around it has it. Who clicked on nothing has put it away himself.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const life = new AbortController();
    /** What has the focus, and everything around it. */
    let path: HTMLElement[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = () => {
      path = [];
      for (let at = document.activeElement; at && at !== document.body; at = at.parentElement)
        path.push(at as HTMLElement);
    };
    const keep = () => {
      timer = undefined;
      const [lost, ...around] = path;
      const now = document.activeElement;
      if (!lost || canHold(lost) || (now !== lost && now !== document.body)) return;
      for (const part of around) {
        const place = [part, ...part.querySelectorAll<HTMLElement>(PLACES)].find(
          one => one.matches(PLACES) && canHold(one),
        );
        if (!place) continue;
        if (place.tabIndex < 0) place.tabIndex = -1;
        place.focus();
        return;
      }
    };
    const observer = new MutationObserver(() => (timer ??= setTimeout(keep, WAIT_MS)));
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['open', 'disabled'],
    });
    document.addEventListener('focusin', remember, life);
    document.addEventListener('pointerup', remember, life);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      life.abort();
    };
  }, []);
}

const canHold = (element: HTMLElement): boolean => element.checkVisibility() && !element.matches(':disabled');
