/** How long a confirm button must have been on screen before a press of it counts (ADR 3). */
export const ARM_AFTER_MS = 500;

export type ClickVerdict = 'counts' | 'too-early' | 'not-a-person';

/**
 * Whether a click on a confirm button may start a signature. `shownSince`: when the button last appeared, or what it
 * stands for last changed, or the page last came to the front; null while it is not visible. `pressedAt`: when the
 * mouse, finger or key went down. All in milliseconds of the same clock. A press that was already on its way when the
 * button appeared is not consent however late it is let go, nor is a click made by a script.
 */
export function judgeClick(
  click: { isTrusted: boolean },
  shownSince: number | null,
  pressedAt: number,
): ClickVerdict {
  if (!click.isTrusted) return 'not-a-person';
  if (shownSince === null || pressedAt - shownSince < ARM_AFTER_MS) return 'too-early';
  return 'counts';
}
