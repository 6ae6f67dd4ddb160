import { useEffect, useRef } from 'preact/hooks';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useRequest } from '../../components/hooks/useRequest.ts';
import type { KeysView } from '../../lib/messages/views.ts';
import type { Failure } from '../../lib/signing/failure.ts';

/** A list older than this is fetched anew when the popup opens, behind the one that is shown. */
const FRESH_MS = 60_000;

export interface PopupKeysState {
  readonly view: KeysView | null;
  readonly error: Failure | null;
  readonly refresh: () => void;
  readonly choose: (owner: string, keyId: string) => void;
}

/** The cached list at once, then the module's own; a choice shows before the worker has written it down. */
export function useKeys(): PopupKeysState {
  const backend = useBackend();
  const { value, error, set, reload } = useRequest('keys/list', { refresh: false }, ['keys', 'module']);
  const started = useRef(false);

  const refresh = () => {
    if (value) set({ ...value, listing: true });
    backend.request('keys/list', { refresh: true }).then(set, () => void reload());
  };
  useEffect(() => {
    if (!value || started.current) return;
    started.current = true;
    if (value.listedAt === null || Date.now() - value.listedAt > FRESH_MS) refresh();
  });

  const choose = (owner: string, keyId: string) => {
    if (!value) return;
    const groups = value.groups.map(group => (group.owner === owner ? { ...group, chosen: keyId } : group));
    set({ ...value, groups });
    backend.request('keys/choose', { owner, keyId }).catch(() => void reload());
  };
  return { view: value, error, refresh, choose };
}
