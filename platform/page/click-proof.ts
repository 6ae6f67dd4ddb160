/**
 * Whether a click on our button is a person's, on a button that was plainly there (blueprint, decision 6): trusted, the
 * button provably visible, unmoved and unchanged for 500 ms. A page can move our element under the cursor within 60 ms
 * of a click, and the click is trusted then (measured); hence the time.
 */
export interface ClickProof {
  /** Watches these buttons from now on; everything before counts for nothing. */
  watch(buttons: readonly HTMLElement[]): void;
  /** What is shown has changed: the 500 ms begin anew. */
  changed(): void;
  holds(event: MouseEvent, button: HTMLElement): boolean;
}

const STEADY_MS = 500;
const SAMPLE_MS = 200;

interface Watched {
  rect: string;
  movedAt: number;
  visible: boolean;
  visibleSince: number;
}

export function createClickProof(host: HTMLElement, signal: AbortSignal): ClickProof {
  const watched = new Map<HTMLElement, Watched>();
  let changedAt = performance.now();
  /** Chromium proves visibility: no opacity, filter, transform or overlay on the way up. Elsewhere the styles are read. */
  const tracks = 'isVisible' in IntersectionObserverEntry.prototype;
  const observer = new IntersectionObserver(
    entries => {
      for (const entry of entries) {
        const state = watched.get(entry.target as HTMLElement);
        if (!state) continue;
        const visible = tracks
          ? (entry as { isVisible?: boolean }).isVisible === true
          : entry.intersectionRatio >= 0.99;
        if (visible && !state.visible) state.visibleSince = performance.now();
        state.visible = visible;
      }
    },
    {
      threshold: [0, 0.5, 0.99, 1],
      ...(tracks ? { trackVisibility: true, delay: 100 } : {}),
    } as IntersectionObserverInit,
  );
  const sample = () => {
    for (const [button, state] of watched) {
      const rect = rectOf(button);
      if (rect === state.rect) continue;
      state.rect = rect;
      state.movedAt = performance.now();
    }
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  const schedule = () => {
    clearInterval(timer);
    timer =
      watched.size > 0 && document.visibilityState === 'visible' ? setInterval(sample, SAMPLE_MS) : undefined;
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
    clearInterval(timer);
    observer.disconnect();
  });

  return {
    watch(buttons) {
      for (const button of watched.keys()) {
        if (buttons.includes(button)) continue;
        observer.unobserve(button);
        watched.delete(button);
      }
      for (const button of buttons) {
        if (watched.has(button)) continue;
        watched.set(button, {
          rect: rectOf(button),
          movedAt: performance.now(),
          visible: false,
          visibleSince: Number.POSITIVE_INFINITY,
        });
        observer.observe(button);
      }
      schedule();
    },
    changed() {
      changedAt = performance.now();
    },
    holds(event, button) {
      const state = watched.get(button);
      const now = performance.now();
      return (
        event.isTrusted &&
        state !== undefined &&
        now - changedAt >= STEADY_MS &&
        now - state.movedAt >= STEADY_MS &&
        state.rect === rectOf(button) &&
        state.visible &&
        now - state.visibleSince >= STEADY_MS - SAMPLE_MS &&
        onTop(button, host) &&
        (tracks || plainlyStyled(host))
      );
    },
  };
}

function rectOf(element: HTMLElement): string {
  const { left, top, width, height } = element.getBoundingClientRect();
  return `${left},${top},${width},${height}`;
}

/** The page's own hit test gives our host at the middle and near each corner of the button. */
function onTop(button: HTMLElement, host: HTMLElement): boolean {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  const points: [number, number][] = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 4, top + 4],
    [right - 4, top + 4],
    [left + 4, bottom - 4],
    [right - 4, bottom - 4],
  ];
  return points.every(([x, y]) => document.elementFromPoint(x, y) === host);
}

function plainlyStyled(host: HTMLElement): boolean {
  for (let element: HTMLElement | null = host; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    const plain =
      Number(style.opacity) >= 0.99 &&
      style.visibility === 'visible' &&
      style.filter === 'none' &&
      style.transform === 'none' &&
      style.clipPath === 'none' &&
      style.mixBlendMode === 'normal';
    if (!plain) return false;
  }
  return true;
}
