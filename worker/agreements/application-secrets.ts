import { eugodaSecretName, type Vault } from '../../lib/vault/vault.ts';

/** What stands for a vault that cannot be read: only opening it tells what is wrong with it. */
export const CLOSED: Awaited<ReturnType<Vault['state']>> = { state: 'locked', mode: 'passphrase' };

export type ApplicationSecret = 'open' | 'locked' | 'missing';

/**
 * Whether an application's secret is there. By the names only: reading a secret would count as use, and keep the vault from
 * locking itself. Null: nobody can tell which are there.
 */
export function applicationSecrets(
  { state }: Awaited<ReturnType<Vault['state']>>,
  names: Awaited<ReturnType<Vault['names']>> | null,
): (applicationId: string) => ApplicationSecret {
  return applicationId => {
    if (names === null) return 'locked';
    const entry = names.find(({ name }) => name === eugodaSecretName(applicationId));
    if (!entry) return 'missing';
    return entry.source === 'policy' || state === 'open' ? 'open' : 'locked';
  };
}
