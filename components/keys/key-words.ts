import type { Translator } from '../../lib/i18n/translator.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import type { Tone } from '../../lib/messages/views/tone.ts';

const DAY_MS = 86_400_000;

/** Keys of these states cannot sign today. */
export function canSign(key: KeyView): boolean {
  return key.validity !== 'expired' && key.validity !== 'not-yet-valid';
}

/** What must be known about a key's validity, with its tone; null when there is nothing to say. */
export function validityMark(
  key: KeyView,
  translator: Translator,
  now: number,
): { readonly tone: Tone; readonly text: string } | null {
  const { t, date } = translator;
  const until = key.validTo ? date(key.validTo) : '';
  switch (key.validity) {
    case 'expired':
      return { tone: 'error', text: t('keys.expired', { date: until }) };
    case 'not-yet-valid':
      return { tone: 'warning', text: t('keys.notYet', { date: key.validFrom ? date(key.validFrom) : '' }) };
    case 'expires-soon': {
      const n = daysUntil(key.validTo, now);
      return {
        tone: 'warning',
        text: n === null ? t('keys.soon.date', { date: until }) : t('keys.soon', { n }),
      };
    }
    default:
      return null;
  }
}

/** Whole days from today to a date, by the local calendar; 0 for today, null for what is no date. */
function daysUntil(iso: string | null, now: number): number | null {
  const today = new Date(now);
  const from = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  const to = iso === null ? Number.NaN : Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(to) ? null : Math.max(0, Math.round((to - from) / DAY_MS));
}

/** The small line under a holder: position, kind and file, end of validity. */
export function keyLine(key: KeyView, translator: Translator): string {
  const { t, date } = translator;
  const until = canSign(key) && key.validTo ? t('keys.until', { date: date(key.validTo) }) : null;
  return [key.position, key.file ?? t(`keys.kind.${key.kind}`), until].filter(Boolean).join(' · ');
}
