import { plainlyStyled } from './plain-style.ts';
import { isUntouched } from './shadow-host.ts';

/**
 * Whether a click on our button is a person's, on a card that was plainly there (blueprint, decision 6): trusted, the
 * whole card (not only the button: a page could cover the sum and leave the button free) provably visible, unmoved and
 * unchanged for 500 ms. A page can move our element under the cursor within 60 ms of a click, and the click is trusted
 * then (measured); hence the time.
 */
export interface ClickProof {
  /** Watches these buttons, and the card they stand in, from now on; everything before counts for nothing. */
  watch(buttons: readonly HTMLElement[]): void;
  /** What is shown has changed: the 500 ms begin anew. */
  changed(): void;
  holds(event: MouseEvent, button: HTMLElement): boolean;
}

const STEADY_MS = 500;
/** Looks come at random moments, so that a page cannot put the card back just in time for each. */
const LOOK_MS = { from: 60, to: 200 };
/**
 * A page that keeps the main thread busy stops our looks, and the click then comes long after the picture it was aimed
 * at. Longer than this between two looks, or between the press and its arrival, and nothing is known.
 */
const BLIND_MS = 400;
/** Until the visibility observer has first spoken; part of the 500 ms. */
const OBSERVER_MS = 200;

interface Watched {
  rect: string;
  movedAt: number;
  visible: boolean;
  visibleSince: number;
}

export function createClickProof(host: HTMLElement, signal: AbortSignal): ClickProof {
  const watched = new Map<HTMLElement, Watched>();
  let changedAt = performance.now();
  let lookedAt = performance.now();
  /** Chromium proves visibility: no opacity, filter, transform or overlay on the way up. Elsewhere the styles are read. */
  const tracks = 'isVisible' in IntersectionObserverEntry.prototype;
  const observer = new IntersectionObserver(
    entries => {
      for (const entry of entries) {
        const state = watched.get(entry.target as HTMLElement);
        if (!state) continue;
        const whole = entry.intersectionRatio >= 0.99;
        const visible = whole && (!tracks || (entry as { isVisible?: boolean }).isVisible === true);
        if (visible && !state.visible) state.visibleSince = performance.now();
        state.visible = visible;
      }
    },
    {
      threshold: [0, 0.5, 0.99, 1],
      ...(tracks ? { trackVisibility: true, delay: 100 } : {}),
    } as IntersectionObserverInit,
  );
  const look = () => {
    const now = performance.now();
    if (now - lookedAt > BLIND_MS || !isUntouched(host) || !plainlyStyled(host)) changedAt = now;
    lookedAt = now;
    for (const [element, state] of watched) {
      const rect = rectOf(element);
      if (rect === state.rect) continue;
      state.rect = rect;
      state.movedAt = now;
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = () => {
    clearTimeout(timer);
    timer = undefined;
    if (watched.size === 0 || document.visibilityState !== 'visible') return;
    timer = setTimeout(
      () => {
        look();
        schedule();
      },
      LOOK_MS.from + Math.random() * (LOOK_MS.to - LOOK_MS.from),
    );
  };
  document.addEventListener(
    'visibilitychange',
    () => {
      changedAt = performance.now();
      schedule();
    },
    { signal },
  );
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    observer.disconnect();
  });

  const steady = (element: HTMLElement, now: number): boolean => {
    const state = watched.get(element);
    return (
      state !== undefined &&
      now - state.movedAt >= STEADY_MS &&
      state.rect === rectOf(element) &&
      state.visible &&
      now - state.visibleSince >= STEADY_MS - OBSERVER_MS
    );
  };

  return {
    watch(buttons) {
      const card = cardOf(buttons[0]);
      const wanted = card ? [...buttons, card] : buttons;
      for (const element of watched.keys()) {
        if (wanted.includes(element)) continue;
        observer.unobserve(element);
        watched.delete(element);
      }
      const now = performance.now();
      if (watched.size === 0) lookedAt = now;
      for (const element of wanted) {
        if (watched.has(element)) continue;
        watched.set(element, {
          rect: rectOf(element),
          movedAt: now,
          visible: false,
          visibleSince: Number.POSITIVE_INFINITY,
        });
        observer.observe(element);
      }
      if (timer === undefined || watched.size === 0) schedule();
    },
    changed() {
      changedAt = performance.now();
    },
    holds(event, button) {
      const now = performance.now();
      const card = cardOf(button);
      return (
        event.isTrusted &&
        now - event.timeStamp <= BLIND_MS &&
        now - lookedAt <= BLIND_MS &&
        now - changedAt >= STEADY_MS &&
        card !== null &&
        steady(button, now) &&
        steady(card, now) &&
        onTop(button, host, { inset: 4, steps: 2 }) &&
        onTop(card, host, { inset: 14, steps: 6 }) &&
        isUntouched(host) &&
        plainlyStyled(host)
      );
    },
  };
}

/** The frame of every card is its one `section`. */
const cardOf = (button: HTMLElement | undefined): HTMLElement | null => button?.closest('section') ?? null;

function rectOf(element: HTMLElement): string {
  const { left, top, width, height } = element.getBoundingClientRect();
  return `${left},${top},${width},${height}`;
}

/** The page's own hit test gives our host all over the element: at the points of a grid that begins `inset` px inside. */
function onTop(
  element: HTMLElement,
  host: HTMLElement,
  { inset, steps }: { inset: number; steps: number },
): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const along = (from: number, to: number): number[] =>
    Array.from({ length: steps + 1 }, (_, step) => from + ((to - from) * step) / steps);
  return along(left + inset, right - inset).every(x =>
    along(top + inset, bottom - inset).every(y => document.elementFromPoint(x, y) === host),
  );
}
