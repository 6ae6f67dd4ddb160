import { useEffect, useRef, useState } from 'preact/hooks';
import { ARM_AFTER_MS, judgeClick } from './confirm-guard.ts';
import { watchPress } from './last-press.ts';

/** What a guarded button is given. The looks follow a timer; the guard itself looks at the clock. */
export interface Guarded {
  readonly 'aria-disabled': true | undefined;
  readonly onClick: (event: { isTrusted: boolean }) => void;
}

/**
 * Guards the buttons that sign: each is given what `confirm` is to be told of it. `subject` names what would be confirmed;
 * when it changes, or the page comes back into view or to the front (another site's window lay over it, and the first of
 * two quick clicks took that away), the half second starts anew.
 */
export function useConfirm<What = void>(
  subject: string,
  confirm: (what: What) => void,
): (what: What) => Guarded {
  const shownSince = useRef<number | null>(null);
  const pressedAt = useRef(() => performance.now());
  const [armed, setArmed] = useState(false);

  // A new subject restarts the half second.
  useEffect(() => {
    const life = new AbortController();
    const { signal } = life;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      setArmed(false);
      const visible = document.visibilityState === 'visible';
      shownSince.current = visible ? performance.now() : null;
      if (visible) timer = setTimeout(() => setArmed(true), ARM_AFTER_MS);
    };
    restart();
    document.addEventListener('visibilitychange', restart, { signal });
    // The focus may only have been in a frame of this page.
    let away = !document.hasFocus();
    addEventListener('blur', () => (away = !document.hasFocus()), { signal });
    addEventListener('focus', () => away && restart(), { signal });
    return () => {
      clearTimeout(timer);
      life.abort();
      shownSince.current = null;
    };
  }, [subject]);

  // A press outlives a change of what it was aimed at.
  useEffect(() => {
    const life = new AbortController();
    pressedAt.current = watchPress(life.signal);
    return () => life.abort();
  }, []);

  return what => ({
    'aria-disabled': armed ? undefined : true,
    onClick(event) {
      if (judgeClick(event, shownSince.current, pressedAt.current()) === 'counts') confirm(what);
    },
  });
}
