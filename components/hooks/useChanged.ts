import { useEffect, useRef } from 'preact/hooks';
import type { Changed, Topic } from '../../lib/messages/events.ts';
import { useBackend } from './backend.tsx';

/** Calls back when another context changed one of the topics. The callback may change; the topics are fixed. */
export function useChanged(topics: readonly Topic[], onChanged: (change: Changed) => void): void {
  const backend = useBackend();
  const latest = useRef(onChanged);
  latest.current = onChanged;
  const wanted = topics.join();
  useEffect(
    () =>
      backend.onChanged(change => {
        if (wanted.split(',').includes(change.changed)) latest.current(change);
      }),
    [backend, wanted],
  );
}
