import { eugodaSecretName, type Vault } from '../../lib/vault/vault.ts';

export type ApplicationSecret = 'open' | 'locked' | 'missing';

/** Whether an application's secret is there. By the names only: reading a secret would count as use, and keep the vault from locking itself. */
export function applicationSecrets(
  { state }: Awaited<ReturnType<Vault['state']>>,
  names: Awaited<ReturnType<Vault['names']>>,
): (applicationId: string) => ApplicationSecret {
  return applicationId => {
    const entry = names.find(({ name }) => name === eugodaSecretName(applicationId));
    if (!entry) return 'missing';
    return entry.source === 'policy' || state === 'open' ? 'open' : 'locked';
  };
}
