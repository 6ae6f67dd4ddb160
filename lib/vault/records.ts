import * as z from 'zod/mini';
import { VaultError } from './errors.ts';
import type { KeyValuePort } from './ports.ts';
import { sealedSecretSchema } from './secret-box.ts';

/** Storage keys of the vault; nothing else may be stored under them. */
export const vaultKeys = {
  /** local: the ciphertexts */
  sealed: 'vault.sealed',
  /** session: the derived key of an open vault, and when it was last used */
  open: 'vault.open',
  /** session: secrets of the mode "this session only" */
  session: 'vault.session',
} as const;

/**
 * All ciphertexts in one record: a change of passphrase is then one write, which happens or does not.
 * Single secrets are checked when they are opened, so that one damaged secret does not take the others along.
 */
const sealedVaultSchema = z.object({
  v: z.literal(1),
  check: sealedSecretSchema,
  secrets: z.record(z.string(), z.unknown()),
});
export type SealedVault = z.infer<typeof sealedVaultSchema>;

const openKeySchema = z.object({
  v: z.literal(1),
  key: z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/)),
  /** Milliseconds since 1970. */
  lastUse: z.number(),
});
export type OpenKey = z.infer<typeof openKeySchema>;

const sessionSecretsSchema = z.object({ v: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** The stored ciphertexts, or null where the vault has no passphrase. */
export function readSealedVault(local: KeyValuePort): Promise<SealedVault | null> {
  return read(local, vaultKeys.sealed, sealedVaultSchema);
}

export function readOpenKey(session: KeyValuePort): Promise<OpenKey | null> {
  return read(session, vaultKeys.open, openKeySchema);
}

export async function readSessionSecrets(session: KeyValuePort): Promise<Record<string, string>> {
  return (await read(session, vaultKeys.session, sessionSecretsSchema))?.secrets ?? {};
}

async function read<T extends z.ZodMiniType>(
  port: KeyValuePort,
  key: string,
  schema: T,
): Promise<z.infer<T> | null> {
  const stored = await port.get(key);
  if (stored === undefined || stored === null) return null;
  const version = typeof stored === 'object' && 'v' in stored ? stored.v : null;
  if (typeof version === 'number' && version > 1) throw new VaultError('record-newer', key);
  const result = schema.safeParse(stored);
  if (!result.success) throw new VaultError('record-corrupted', key);
  return result.data;
}
