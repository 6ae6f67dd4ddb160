import { useBackend } from '../../components/hooks/backend.tsx';
import { useRequest } from '../../components/hooks/useRequest.ts';
import type { KeysView } from '../../lib/messages/views/keys.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import { KEYS } from './first-questions.ts';

export interface PopupKeysState {
  readonly view: KeysView | null;
  readonly error: Failure | null;
  readonly refresh: () => void;
  readonly choose: (owner: string, keyId: string) => void;
}

/**
 * The cached list at once; the worker fetches an old one anew, behind what is shown, and says so. A choice shows before
 * the worker has written it down.
 */
export function useKeys(): PopupKeysState {
  const backend = useBackend();
  const { value, error, set, reload } = useRequest(...KEYS, ['keys', 'module']);

  const refresh = () => {
    if (value) set({ ...value, listing: true });
    backend.request('keys/list', { refresh: true }).then(set, () => void reload());
  };

  const choose = (owner: string, keyId: string) => {
    if (!value) return;
    const groups = value.groups.map(group => (group.owner === owner ? { ...group, chosen: keyId } : group));
    set({ ...value, groups });
    backend.request('keys/choose', { owner, keyId }).catch(() => void reload());
  };
  return { view: value, error, refresh, choose };
}
