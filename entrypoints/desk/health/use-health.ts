import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useLoaded } from '../../../components/hooks/useLoaded.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { HealthView } from '../../../lib/messages/views/health.ts';
import type { Failure } from '../../../lib/signing/failure.ts';
import { withPageProbe } from './page-probe.ts';

/** The chain as the last calls left it, at once; then as it is now: opening the page asks everything anew. */
export function useHealth(): {
  /** Null until everything has been asked once. */
  readonly health: HealthView | null;
  readonly remembered: HealthView | null;
  readonly error: Failure | null;
  readonly checking: boolean;
  readonly check: () => void;
} {
  const backend = useBackend();
  const remembered = useRequest('module/health', { probe: false }, ['keys']);
  const asked = useLoaded(probe, 'module/health', []);
  async function probe() {
    return withPageProbe(await backend.request('module/health', { probe: true }));
  }
  const again = useAction(async () => asked.set(await probe()));
  return {
    health: asked.value && withKeysOf(asked.value, remembered.value),
    remembered: remembered.value,
    error: again.error ?? asked.error,
    checking: asked.loading || again.busy,
    check: () => void again.run(),
  };
}

/** The list of keys may come after all else: it has a link of its own, which follows it. */
function withKeysOf(health: HealthView, newer: HealthView | null): HealthView {
  const keys = newer?.links.find(({ id }) => id === 'keys');
  return keys ? { ...health, links: health.links.map(link => (link.id === 'keys' ? keys : link)) } : health;
}
