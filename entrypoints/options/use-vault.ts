import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { useBackend } from '../../components/hooks/backend.tsx';
import { type Action, useAction } from '../../components/hooks/useAction.ts';
import { useLoaded } from '../../components/hooks/useLoaded.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import type { SecretSource, Vault, VaultState } from '../../lib/vault/vault.ts';

export type SecretState = 'open' | 'locked' | 'absent' | 'policy';

export interface VaultView {
  readonly state: VaultState;
  readonly secret: (name: string) => SecretState;
  /** Does something with the vault, tells the other contexts, and looks again. */
  readonly act: Action<[(vault: Vault) => Promise<void>]>;
}

/** One that cannot be read (damaged, of a newer release): the rest of the page is of use all the same, and it can be forgotten. */
const UNREADABLE = { state: { state: 'locked', mode: 'passphrase' } as const, names: [] };
/** An open vault locks itself by the clock; the page looks once in a while. */
const LOOK_MS = 30_000;

export function useVaultSource(): { readonly view: VaultView | null; readonly error: Failure | null } {
  const backend = useBackend();
  const loaded = useLoaded(
    async () => {
      const vault = await backend.vault();
      return { state: await vault.state(), names: await vault.names() };
    },
    'vault',
    ['vault'],
  );
  useEffect(() => {
    const timer = setInterval(() => void loaded.reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [loaded.reload]);
  const act = useAction(async (change: (vault: Vault) => Promise<void>) => {
    await change(await backend.vault());
    backend.announce({ changed: 'vault', id: null });
    await loaded.reload();
  });
  const found = loaded.value ?? (loaded.error && UNREADABLE);
  return {
    view: found && { state: found.state, secret: name => secretState(found, name), act },
    error: act.error ?? loaded.error,
  };
}

function secretState(
  found: { state: VaultState; names: readonly { name: string; source: SecretSource }[] },
  name: string,
): SecretState {
  const entry = found.names.find(one => one.name === name);
  if (!entry) return 'absent';
  if (entry.source === 'policy') return 'policy';
  return found.state.state === 'locked' ? 'locked' : 'open';
}

export const VaultContext = createContext<VaultView | null>(null);

export function useVault(): VaultView {
  const view = useContext(VaultContext);
  if (!view) throw new Error('useVault outside of the options page');
  return view;
}
