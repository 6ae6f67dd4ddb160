import { useEffect } from 'preact/hooks';
import type { RequestOf } from '../../lib/messages/protocol.ts';
import { useBackend } from './backend.tsx';

/** How often a page says that somebody is still there (ADR 1). */
const EVERY_MS = 20_000;

/** Holds the module's socket ready while this page is in sight. */
export function useAttend(page: RequestOf<'module/attend'>['page']): void {
  const backend = useBackend();
  useEffect(() => {
    // The page works without it, only slower; a worker that is just starting may refuse.
    const say = () => {
      if (!document.hidden) backend.request('module/attend', { page }).catch(() => undefined);
    };
    say();
    const timer = setInterval(say, EVERY_MS);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
    };
  }, [backend, page]);
}
