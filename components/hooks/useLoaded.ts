import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Topic } from '../../lib/messages/events.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import { failureOf } from './failure-of.ts';
import { useChanged } from './useChanged.ts';

export interface Loaded<T> {
  /** The last answer; it stays while a newer one is on its way, so that nothing on screen goes blank. */
  readonly value: T | null;
  readonly error: Failure | null;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
  /** Show this at once (an optimistic change); the next answer replaces it. */
  readonly set: (value: T) => void;
}

/**
 * Loads on mount, again when `identity` changes or one of the topics is announced. Answers that were overtaken by a
 * newer question are dropped. What is `atHand` is drawn at once and not asked for.
 */
export function useLoaded<T>(
  load: () => Promise<T>,
  identity: string,
  topics: readonly Topic[] = [],
  atHand: () => T | null = () => null,
): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: Failure | null; loading: boolean }>(() => {
    const value = atHand();
    return { value, error: null, loading: value === null };
  });
  const latest = useRef(load);
  latest.current = load;
  const asked = useRef(0);
  /** Changes come in crowds while much is under way: one question at a time, and one more after the last. */
  const changes = useRef<{ asking: boolean; more: boolean }>({ asking: false, more: false });
  const reload = useCallback(async () => {
    const mine = ++asked.current;
    setState(old => ({ ...old, loading: true }));
    try {
      const value = await latest.current();
      if (mine === asked.current) setState({ value, error: null, loading: false });
    } catch (error) {
      if (mine === asked.current) setState(old => ({ ...old, error: failureOf(error), loading: false }));
    }
  }, []);
  // `identity` stands for what `load` closes over: a new one asks again. Before the first paint, not after it: the
  // question is on its way while the browser draws.
  const isAtHand = useRef(!state.loading);
  useLayoutEffect(() => {
    if (!isAtHand.current) void reload();
    isAtHand.current = false;
    return () => {
      asked.current += 1;
    };
  }, [identity, reload]);
  useChanged(topics, () => {
    const state = changes.current;
    state.more = true;
    if (state.asking) return;
    state.asking = true;
    void (async () => {
      while (state.more) {
        state.more = false;
        await reload();
      }
      state.asking = false;
    })();
  });
  const set = useCallback((value: T) => setState(old => ({ ...old, value })), []);
  return { ...state, reload, set };
}
