import { eugodaSecretName, type Vault } from '../../lib/vault/vault.ts';

export type ApplicationSecret = 'open' | 'locked' | 'missing';

/** Whether an application's secret is there. By the names only: reading a secret would count as use, and keep the vault from locking itself. */
export async function applicationSecrets(
  vault: Pick<Vault, 'state' | 'names'>,
): Promise<(applicationId: string) => ApplicationSecret> {
  const [{ state }, names] = await Promise.all([vault.state(), vault.names()]);
  return applicationId => {
    const entry = names.find(({ name }) => name === eugodaSecretName(applicationId));
    if (!entry) return 'missing';
    return entry.source === 'policy' || state === 'open' ? 'open' : 'locked';
  };
}
