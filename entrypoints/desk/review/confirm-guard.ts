/** How long a confirm button must have been on screen before a click on it counts (blueprint, decision 6). */
export const ARM_AFTER_MS = 500;

export type ClickVerdict = 'counts' | 'too-early' | 'not-a-person';

/**
 * Whether a click on a confirm button may start a signature. `shownSince`: when the button last appeared, or what it
 * stands for last changed, or the page last became visible; null while it is not visible. All in milliseconds of the
 * same clock. A click that was already on its way when the button appeared is not consent, nor is one made by a script.
 */
export function judgeClick(
  click: { isTrusted: boolean },
  shownSince: number | null,
  now: number,
): ClickVerdict {
  if (!click.isTrusted) return 'not-a-person';
  if (shownSince === null || now - shownSince < ARM_AFTER_MS) return 'too-early';
  return 'counts';
}
