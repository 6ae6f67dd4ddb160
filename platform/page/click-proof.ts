import type { ShadowHost } from './shadow-host.ts';
import { createSightings } from './sightings.ts';

/**
 * Whether a click on our button is a person's, on a card that was plainly there (ADR 3): trusted, the
 * whole card (not only the button: a page could cover the sum and leave the button free) provably visible, unmoved and
 * unchanged for 500 ms, both when the button was pressed and when it was let go. A page can put our element, or take its
 * own window away from above it, between two quick clicks, and the second one is trusted then (measured); hence the time.
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
const LOOK_FROM_MS = 60;
const LOOK_TO_MS = 200;
/**
 * A page that keeps the main thread busy stops our looks, and the click then comes long after the picture it was aimed
 * at. Longer than this between two looks, or between a press and its arrival, and nothing is known.
 */
const BLIND_MS = 400;
/**
 * A page can do that for less, but again and again: a thing that flies over the card without the main thread, which is
 * awake only while it is away, is seen by no look (measured). So the delays of the last looks are summed up, the older the
 * less. A single long task is no offence, so none counts for more than the first of these; a page that is busy all the time, with tasks
 * of 50 ms, comes to about 80.
 */
const LATE_EACH_MS = 100;
const LATE_MS = 140;

export function createClickProof(
  { root, host, place, isUntouched }: Pick<ShadowHost, 'root' | 'host' | 'place' | 'isUntouched'>,
  signal: AbortSignal,
): ClickProof {
  const sightings = createSightings(STEADY_MS, signal);
  let watching = false;
  let changedAt = performance.now();
  let lookedAt = changedAt;
  let dueAt = changedAt;
  let lateBefore = 0;
  let mouseWasHere = false;
  let mouseAwayAt = 0;
  let focused: Element | null = null;
  let focusedAt = 0;
  /** The button that was pressed just now, and well so; and whether by a key. */
  let pressed: Element | null = null;
  let byKey = false;

  const late = (now: number): number =>
    lateBefore * Math.exp((lookedAt - now) / STEADY_MS) + Math.min(Math.max(now - dueAt, 0), LATE_EACH_MS);
  const look = () => {
    const now = performance.now();
    lateBefore = late(now);
    const blind = now - lookedAt > BLIND_MS || lateBefore > LATE_MS;
    lookedAt = now;
    // Without the focus another window may lie over ours, and its click that closes it be followed by one on us.
    if (blind || !document.hasFocus() || pageHoldsMore() || !isUntouched()) changedAt = now;
    // So may a window that has the mouse without the focus.
    const mouseIsHere = [document.documentElement, place].some(one => one.matches(':hover'));
    if (mouseWasHere && !mouseIsHere) mouseAwayAt = now;
    mouseWasHere ||= mouseIsHere;
    if (focused !== root.activeElement) {
      focused = root.activeElement;
      focusedAt = now;
    }
    sightings.look();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = () => {
    clearTimeout(timer);
    if (!watching || document.visibilityState !== 'visible') return;
    const wait = LOOK_FROM_MS + Math.random() * (LOOK_TO_MS - LOOK_FROM_MS);
    dueAt = performance.now() + wait;
    timer = setTimeout(() => {
      look();
      schedule();
    }, wait);
  };
  document.addEventListener(
    'visibilitychange',
    () => {
      changedAt = performance.now();
      schedule();
    },
    { signal },
  );
  signal.addEventListener('abort', () => clearTimeout(timer));

  const proves = (event: UIEvent, button: Element): boolean => {
    const now = performance.now();
    const card = cardOf(button);
    const steady = (element: Element): boolean => {
      const { since, at } = sightings.of(element);
      return now - since >= STEADY_MS && now - at <= STEADY_MS;
    };
    return (
      event.isTrusted &&
      now - event.timeStamp <= BLIND_MS &&
      late(now) <= LATE_MS &&
      now - changedAt >= STEADY_MS &&
      ((event as PointerEvent).pointerType !== 'mouse' || now - mouseAwayAt >= STEADY_MS) &&
      // The page can send the focus here while a person types.
      (!byKey || (focused === button && now - focusedAt >= STEADY_MS)) &&
      card !== null &&
      steady(button) &&
      steady(card) &&
      // In a small window they may have been scrolled past on the way to the button.
      factsOf(card).every(
        fact => steady(fact) || sightings.of(fact).readAt > Math.max(changedAt, sightings.of(card).since),
      ) &&
      onTop(card, host)
    );
  };
  for (const kind of ['pointerdown', 'keydown'] as const)
    root.addEventListener(
      kind,
      event => {
        // A key that is held says so again and again: what counts is when it went down, and where.
        if ((event as KeyboardEvent).repeat) return;
        const button = (event.target as Element).closest('button');
        byKey = kind === 'keydown';
        pressed = button && proves(event as UIEvent, button) ? button : null;
      },
      { signal, capture: true },
    );

  return {
    watch(buttons) {
      const card = cardOf(buttons[0]);
      const before = watching;
      watching = buttons.length > 0;
      sightings.watch(card ? [...buttons, card, ...factsOf(card)] : buttons);
      if (before === watching) return;
      lookedAt = performance.now();
      schedule();
    },
    changed() {
      changedAt = performance.now();
    },
    holds(event, button) {
      // A click without a press of its kind is made by something else than a mouse, a finger or a key.
      const meant = pressed === button && byKey === (event.detail === 0) && proves(event, button);
      pressed = null;
      return meant;
    },
  };
}

/** The frame of every card is its one `section`. */
const cardOf = (button: Element | undefined): HTMLElement | null => button?.closest('section') ?? null;
/** What has to be seen whatever the window: how much, with whom. */
const factsOf = (card: Element): HTMLElement[] => [
  ...card.querySelectorAll<HTMLElement>('[data-strong=true]'),
];

/**
 * What a page can have in front of itself without losing the focus: small windows, lists and calendars, a false pointer,
 * old pictures of itself. `:is()` forgives a browser that does not know `:open` yet; a mouse on a list is away there, too.
 */
const pageHoldsMore = (): boolean =>
  Boolean(
    document.pictureInPictureElement ??
      document.pointerLockElement ??
      document.querySelector(':is(select:open, input:open, :active-view-transition)') ??
      (globalThis as { documentPictureInPicture?: { window?: unknown } }).documentPictureInPicture?.window,
  );

/** The page's own hit test gives our host all over the card, clear of its round corners. */
function onTop(card: Element, host: HTMLElement): boolean {
  const { x, y, width, height } = card.getBoundingClientRect();
  const along = (from: number, length: number): number[] =>
    Array.from({ length: 9 }, (_, step) => from + 14 + ((length - 28) * step) / 8);
  return along(x, width).every(left =>
    along(y, height).every(top => document.elementFromPoint(left, top) === host),
  );
}
