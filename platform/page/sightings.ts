/** What the browser said about an element, as of the frame that was drawn. */
export interface Sighting {
  rect: string;
  /** Since when it has been wholly in sight, at one place and in one size; Infinity while it is not. */
  since: number;
  /** When it was last said. */
  at: number;
  /** When it last had been in sight long enough to be read. */
  readAt: number;
}

export interface Sightings {
  /** Watches these elements from now on; everything before counts for nothing. */
  watch(elements: readonly HTMLElement[]): void;
  /** Has each of them looked at afresh, with the next frame. */
  look(): void;
  of(element: Element): Readonly<Sighting>;
}

const NEVER: Sighting = { rect: '', since: Number.POSITIVE_INFINITY, at: 0, readAt: 0 };
/** Something shown smaller than this part of its size cannot be read. */
const SMALLEST_ZOOM = 0.75;

/**
 * What is seen of our elements. Chromium proves visibility: no cover, opacity, filter or transform on the way up.
 *
 * Each look is a new observation. So it belongs to the frame that is drawn next, after the page's last word on it: a page
 * that hides the card for every frame and shows it again in between deceives all readings of styles and places. And it
 * comes at a moment that the page cannot know, unlike the browser's own ten times a second: a cover that is away for
 * just those frames went unnoticed (both measured).
 */
export function createSightings(longEnoughMs: number, signal: AbortSignal): Sightings {
  const sightings = new Map<Element, Sighting>();
  const observer = new IntersectionObserver(
    entries => {
      const now = performance.now();
      for (const entry of entries) {
        const { target, boundingClientRect, intersectionRatio } = entry;
        const seen = sightings.get(target);
        if (!seen) continue;
        const { x, y, width, height } = boundingClientRect;
        const rect = `${[x, y, width, height]}`;
        const whole =
          intersectionRatio >= 0.99 &&
          (entry as { isVisible?: boolean }).isVisible !== false &&
          width >= SMALLEST_ZOOM * (target as HTMLElement).offsetWidth;
        if (!whole) seen.since = Number.POSITIVE_INFINITY;
        else if (rect !== seen.rect || seen.since > now) seen.since = now;
        else if (now - seen.since >= longEnoughMs) seen.readAt = now;
        seen.rect = rect;
        seen.at = now;
      }
    },
    // Other browsers take no notice of the last two.
    { threshold: [0, 0.5, 0.99, 1], trackVisibility: true, delay: 100 } as IntersectionObserverInit,
  );
  signal.addEventListener('abort', () => observer.disconnect());
  return {
    watch(elements) {
      for (const element of sightings.keys()) {
        if (elements.includes(element as HTMLElement)) continue;
        observer.unobserve(element);
        sightings.delete(element);
      }
      for (const element of elements) {
        if (sightings.has(element)) continue;
        sightings.set(element, { ...NEVER });
        observer.observe(element);
      }
    },
    look() {
      for (const element of sightings.keys()) {
        observer.unobserve(element);
        observer.observe(element);
      }
    },
    of: element => sightings.get(element) ?? NEVER,
  };
}
