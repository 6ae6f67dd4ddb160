import type { Topic } from '../../lib/messages/events.ts';
import type { MessageName, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import { useBackend } from './backend.tsx';
import { type Loaded, useLoaded } from './useLoaded.ts';

/** Asks the worker, and again whenever the request changes or one of the topics is announced. */
export function useRequest<K extends MessageName>(
  name: K,
  request: RequestOf<K>,
  topics: readonly Topic[] = [],
): Loaded<ResponseOf<K>> {
  const backend = useBackend();
  return useLoaded(
    () => backend.request(name, request),
    `${name} ${JSON.stringify(request)}`,
    topics,
    () => backend.answered(name, request),
  );
}
