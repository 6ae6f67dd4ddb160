import { useCallback, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/signing/failure.ts';
import { failureOf } from './failure-of.ts';

export interface Action<A extends unknown[]> {
  readonly run: (...input: A) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: Failure | null;
  readonly clear: () => void;
}

/** Something a button does: busy while under way, at most once at a time, its failure kept to be shown. */
export function useAction<A extends unknown[]>(act: (...input: A) => Promise<unknown>): Action<A> {
  const [state, setState] = useState<{ busy: boolean; error: Failure | null }>({ busy: false, error: null });
  const latest = useRef(act);
  latest.current = act;
  const under = useRef(false);
  const run = useCallback(async (...input: A) => {
    if (under.current) return false;
    under.current = true;
    setState({ busy: true, error: null });
    try {
      await latest.current(...input);
      setState({ busy: false, error: null });
      return true;
    } catch (error) {
      setState({ busy: false, error: failureOf(error) });
      return false;
    } finally {
      under.current = false;
    }
  }, []);
  const clear = useCallback(() => setState({ busy: false, error: null }), []);
  return { ...state, run, clear };
}
