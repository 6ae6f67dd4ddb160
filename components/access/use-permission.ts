import { useEffect, useState } from 'preact/hooks';
import type { Backend } from '../backend.ts';
import { useBackend } from '../hooks/backend.tsx';
import { useLoaded } from '../hooks/useLoaded.ts';

export interface Permission {
  /** Known to be missing: false while nobody has answered yet. */
  readonly missing: boolean;
  /** It was asked for here, and not given. */
  readonly refused: boolean;
  /** Asks the browser's question, and tells whether it is given now. Must be called straight from a click. */
  readonly ask: () => Promise<boolean>;
}

/** What the browser gives only when a person says yes to it, the same `wanted` for as long as the part stands. */
export function usePermission(wanted: Parameters<Backend['permissions']['has']>[0]): Permission {
  const { permissions } = useBackend();
  const [refused, setRefused] = useState(false);
  const given = useLoaded(() => permissions.has(wanted), 'permission');
  useEffect(() => {
    // It may have been allowed in the browser's own list of extensions meanwhile.
    const look = () => void given.reload();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [given.reload]);
  const ask = async () => {
    // Asked before anything else is awaited: the browser wants to see the click.
    const granted = await permissions.request(wanted).catch(() => false);
    setRefused(!granted);
    given.set(granted);
    return granted;
  };
  return { missing: given.value === false, refused, ask };
}
