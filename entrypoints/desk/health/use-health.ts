import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { HealthView } from '../../../lib/messages/views.ts';
import type { Failure } from '../../../lib/signing/failure.ts';

/** The chain as last seen at once, then as it is now: opening the page asks everything anew. */
export function useHealth(): {
  readonly health: HealthView | null;
  readonly error: Failure | null;
  readonly checking: boolean;
  readonly check: () => void;
} {
  const backend = useBackend();
  const first = useRequest('module/health', { probe: true }, []);
  const again = useAction(async () => first.set(await backend.request('module/health', { probe: true })));
  return {
    health: first.value,
    error: again.error ?? first.error,
    checking: first.loading || again.busy,
    check: () => void again.run(),
  };
}
