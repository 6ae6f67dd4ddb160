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
/** A click that comes later than this comes long after the picture it was aimed at. */
const LATE_MS = 400;
/**
 * A page that keeps the main thread busy stops our looks; again and again, even a thing that flies over the card without
 * the main thread, which is awake only while it is away, is seen by none (measured). So it is reckoned for how much of the
 * last half second our ticks could run: each counts for the time that it should have taken, out of what it took. One task of up to
 * half a second is no offence; tasks of 50 ms one after the other come to a half, three browsers at work on each processor
 * not below that (measured), and a thing that is over the card for nine tenths of the time to less than a third.
 */
const TICK_MS = 25;
const AWAKE = 0.4;

export function createClickProof(
  { root, host, place, isUntouched }: Pick<ShadowHost, 'root' | 'host' | 'place' | 'isUntouched'>,
  signal: AbortSignal,
): ClickProof {
  const sightings = createSightings(STEADY_MS, signal);
  let watching = false;
  let changedAt = performance.now();
  let lookDueAt = 0;
  let tickedAt = changedAt;
  let awakeBefore = 1;
  let mouseWasHere = false;
  let mouseAwayAt = 0;
  let focused: Element | null = null;
  let focusedAt = 0;
  /** The button that was pressed just now, and well so; and whether by a key. */
  let pressed: Element | null = null;
  let byKey = false;

  const awake = (now: number): number => {
    const took = now - tickedAt;
    return awakeBefore + (Math.min(1, TICK_MS / took) - awakeBefore) * (1 - Math.exp(-took / STEADY_MS));
  };
  const tick = () => {
    const now = performance.now();
    awakeBefore = awake(now);
    tickedAt = now;
    if (awakeBefore < AWAKE) changedAt = now;
    if (now < lookDueAt) return;
    lookDueAt = now + LOOK_FROM_MS + Math.random() * (LOOK_TO_MS - LOOK_FROM_MS);
    // Without the focus another window may lie over ours, and its click that closes it be followed by one on us.
    if (!document.hasFocus() || pageHoldsMore() || !isUntouched()) changedAt = now;
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
  let timer: ReturnType<typeof setInterval> | undefined;
  const schedule = () => {
    clearInterval(timer);
    if (!watching || document.visibilityState !== 'visible') return;
    tickedAt = performance.now();
    timer = setInterval(tick, TICK_MS);
  };
  document.addEventListener(
    'visibilitychange',
    () => {
      changedAt = performance.now();
      schedule();
    },
    { signal },
  );
  signal.addEventListener('abort', () => clearInterval(timer));

  const proves = (event: UIEvent, button: Element): boolean => {
    const now = performance.now();
    const card = cardOf(button);
    const steady = (element: Element): boolean => {
      const { since, at } = sightings.of(element);
      return now - since >= STEADY_MS && now - at <= STEADY_MS;
    };
    return (
      event.isTrusted &&
      now - event.timeStamp <= LATE_MS &&
      awake(now) >= AWAKE &&
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
