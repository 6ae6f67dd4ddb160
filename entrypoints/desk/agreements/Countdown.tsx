import { useEffect, useState } from 'preact/hooks';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { nextTick, timeLeft } from './countdown.ts';

/** How long a link still works. A timer for the eye: screen readers find it but are not told every second. */
export function Countdown({ until }: { until: number }) {
  const { t } = useTranslator();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const wait = nextTick(until, now);
    if (!Number.isFinite(wait)) return;
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [until, now]);
  const left = timeLeft(until, now);
  const two = (n: number) => String(n).padStart(2, '0');
  const text = left.over
    ? t('desk.agreements.over')
    : left.days > 0
      ? t('desk.agreements.left.days', { n: left.days, hours: left.hours })
      : left.hours > 0
        ? t('desk.agreements.left.hours', { hours: left.hours, minutes: two(left.minutes) })
        : t('desk.agreements.left.minutes', { minutes: left.minutes, seconds: two(left.seconds) });
  return (
    <span class="countdown" role="timer" aria-live="off" data-soon={left.soon || undefined}>
      {text}
    </span>
  );
}
