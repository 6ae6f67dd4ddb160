import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ARM_AFTER_MS, judgeClick } from './confirm-guard.ts';

/**
 * A guarded click handler. `subject` names what would be confirmed; when it changes, or the page comes back into view,
 * the half second starts anew. `armed` is for the button's looks only: the guard itself looks at the clock.
 */
export function useConfirm(
  subject: string,
  confirm: () => void,
): { readonly armed: boolean; readonly onClick: (event: { isTrusted: boolean }) => void } {
  const shownSince = useRef<number | null>(null);
  const [armed, setArmed] = useState(false);

  // A new subject restarts the half second.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      setArmed(false);
      const visible = document.visibilityState === 'visible';
      shownSince.current = visible ? performance.now() : null;
      if (visible) timer = setTimeout(() => setArmed(true), ARM_AFTER_MS);
    };
    restart();
    document.addEventListener('visibilitychange', restart);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', restart);
      shownSince.current = null;
    };
  }, [subject]);

  const latest = useRef(confirm);
  latest.current = confirm;
  const onClick = useCallback((event: { isTrusted: boolean }) => {
    if (judgeClick(event, shownSince.current, performance.now()) === 'counts') latest.current();
  }, []);
  return { armed, onClick };
}
