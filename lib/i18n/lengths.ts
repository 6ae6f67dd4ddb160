import type { Translator } from './translator.ts';

/** How to say a length of time: in seconds under a minute and a half, else in minutes, rounded up. */
export function roughly(ms: number): { readonly unit: 'seconds' | 'minutes'; readonly n: number } {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? { unit: 'seconds', n: seconds } : { unit: 'minutes', n: Math.ceil(seconds / 60) };
}

/** A lockout lasts up to a day. */
const HOURS_FROM_MINUTES = 120;

/** "Wait 40 seconds, then try again": for a failure whose data say how long; null for the others. */
export function wordWait(
  data: Readonly<Record<string, unknown>>,
  texts: Pick<Translator, 't'>,
): string | null {
  if (typeof data.seconds !== 'number') return null;
  const { unit, n } = roughly(data.seconds * 1000);
  if (unit === 'seconds') return texts.t('error.wait.seconds', { n });
  return n < HOURS_FROM_MINUTES
    ? texts.t('error.wait.minutes', { n })
    : texts.t('error.wait.hours', { n: Math.ceil(n / 60) });
}
