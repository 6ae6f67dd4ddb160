import { toBase64 } from '../bytes/base64.ts';
import { VaultError } from './errors.ts';
import type { ClockPort, PolicyPort, WatchedKeyValuePort } from './ports.ts';
import {
  type OpenKey,
  readOpenKey,
  readSealedVault,
  readSessionSecrets,
  type SealedVault,
  vaultKeys,
} from './records.ts';
import { createRemembered, watchOf } from './remembered.ts';
import { deriveSealingKey, fromBase64, openSecret, type SealingKey, sealSecret } from './secret-box.ts';
import { createSerial, type Exclusive } from './serial.ts';

/**
 * `empty`: no secret and no passphrase. `locked`: ciphertexts only, the passphrase is needed.
 * `open`: secrets can be used; in the mode `passphrase` until `locksAt` (milliseconds since 1970, moved on by
 * each use; null: until the browser ends or somebody locks it).
 */
export type VaultState =
  | { readonly state: 'empty'; readonly mode: 'session-only' }
  | { readonly state: 'open'; readonly mode: 'session-only' }
  | { readonly state: 'open'; readonly mode: 'passphrase'; readonly locksAt: number | null }
  | { readonly state: 'locked'; readonly mode: 'passphrase' };

export type SecretSource = 'policy' | 'vault';

/** `locked` and `absent` are ordinary answers with words of their own on screen, not failures. */
export type SecretReading =
  | { readonly state: 'open'; readonly value: string; readonly source: SecretSource }
  | { readonly state: 'locked' }
  | { readonly state: 'absent' };

export interface VaultParts {
  /** On disk: ciphertext only. */
  readonly local: WatchedKeyValuePort;
  /** In memory, gone with the browser: what is open. */
  readonly session: WatchedKeyValuePort;
  readonly clock: ClockPort;
  /** The administrator's secrets stand there under the key `secrets`, as an object from name to text. */
  readonly policy?: PolicyPort;
  /** Idle time after which an open vault locks itself; null: never. Asked each time, so a setting can change. */
  readonly lockAfterMs?: () => number | null | Promise<number | null>;
  /** Shared by all contexts that share the areas. */
  readonly exclusive?: Exclusive | undefined;
}

export interface Vault {
  state(): Promise<VaultState>;
  /** Names (not values) of all secrets, also of a locked vault's; policy first. */
  names(): Promise<{ readonly name: string; readonly source: SecretSource }[]>;
  get(name: string): Promise<SecretReading>;
  /** @throws VaultError `locked`, `set-by-policy`, `not-a-secret`, `record-corrupted` */
  put(name: string, value: string): Promise<void>;
  /** Works on a locked vault too, and on a secret whose record is damaged. */
  remove(name: string): Promise<void>;
  /** Moves what is "this session only" under a passphrase; the vault stays open. */
  setPassphrase(passphrase: string): Promise<void>;
  /** @throws VaultError `wrong-passphrase`, `no-passphrase` */
  unlock(passphrase: string): Promise<void>;
  lock(): Promise<void>;
  /** Seals everything anew in one write; a secret that cannot be opened stops it before that write. */
  changePassphrase(from: string, to: string): Promise<void>;
  /** The way out when the passphrase is lost: all secrets and the passphrase go (policy ones stay). */
  forgetEverything(): Promise<void>;
  /** For an alarm: locks when the idle time is over; the time of the next look, or null when none is needed. */
  lockIfIdle(): Promise<number | null>;
}

export const minimumPassphraseLength = 8;

/** Record name of an eUgoda application's secret. */
export const eugodaSecretName = (applicationId: string): string => `eugoda-application:${applicationId}`;

/** Record name of the Didox partner token of one server. */
export const partnerTokenName = (server: 'production' | 'test' | 'old-test'): string =>
  `didox-partner-token:${server}`;

const checkName = 'check';
const checkText = 'imzochi';
/** A clock set back further than this locks the vault: idle time could not be measured any more. */
const clockToleranceMs = 60_000;

/** Named secrets in one of two modes; the mode is `passphrase` exactly when a sealed record exists. */
export function createVault(parts: VaultParts): Vault {
  const { local, session, clock, policy } = parts;
  const serial = parts.exclusive ?? createSerial();

  async function idleLimit(): Promise<number | null> {
    return (await parts.lockAfterMs?.()) ?? null;
  }

  /** The key of an open vault, or null when it is locked; locks it when its time is over. */
  async function currentKey(): Promise<OpenKey | null> {
    const open = await readOpenKey(session);
    if (open === null) return null;
    const idle = clock.now() - open.lastUse;
    const limit = await idleLimit();
    if (limit === null || (idle < limit && idle > -clockToleranceMs)) return open;
    await session.remove(vaultKeys.open);
    return null;
  }

  async function keep(key: Uint8Array): Promise<void> {
    await session.set(vaultKeys.open, { v: 1, key: toBase64(key), lastUse: clock.now() } satisfies OpenKey);
  }

  const sealingKey = (open: OpenKey, vault: SealedVault): SealingKey => ({
    raw: fromBase64(open.key),
    salt: vault.check.salt,
    iterations: vault.check.iterations,
  });

  async function keyFor(passphrase: string, vault: SealedVault): Promise<SealingKey> {
    const key = await deriveSealingKey(passphrase, vault.check);
    if ((await openSecret(key, checkName, vault.check)) !== checkText)
      throw new VaultError('wrong-passphrase');
    return key;
  }

  async function seal(key: SealingKey, secrets: Readonly<Record<string, string>>): Promise<void> {
    const sealed: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(secrets)) sealed[name] = await sealSecret(key, name, value);
    const check = await sealSecret(key, checkName, checkText);
    await local.set(vaultKeys.sealed, { v: 1, check, secrets: sealed } satisfies SealedVault);
  }

  async function requireVault(): Promise<SealedVault> {
    const vault = await readSealedVault(local);
    if (vault === null) throw new VaultError('no-passphrase');
    return vault;
  }

  async function policySecret(name: string): Promise<string | null> {
    return own(await policySecrets(policy), name) ?? null;
  }

  async function state(): Promise<VaultState> {
    if ((await readSealedVault(local)) === null) {
      const some = Object.keys(await readSessionSecrets(session)).length > 0;
      return { state: some ? 'open' : 'empty', mode: 'session-only' };
    }
    const open = await currentKey();
    if (open === null) return { state: 'locked', mode: 'passphrase' };
    const limit = await idleLimit();
    return { state: 'open', mode: 'passphrase', locksAt: limit === null ? null : open.lastUse + limit };
  }

  /**
   * Secrets of "this session only": there is nothing to lock, and nothing is written when they are read. Null: there is a
   * passphrase, and each reading must find out whether the vault is still open.
   */
  const unsealed = createRemembered(
    async () => ((await readSealedVault(local)) === null ? readSessionSecrets(session) : null),
    [watchOf(local, vaultKeys.sealed), watchOf(session, vaultKeys.session)],
  );

  async function get(name: string): Promise<SecretReading> {
    const secrets = await unsealed.get();
    if (secrets === null) return serial(() => getSealed(name));
    const administrators = await policySecret(name);
    return administrators === null
      ? found(own(secrets, name))
      : { state: 'open', value: administrators, source: 'policy' };
  }

  async function getSealed(name: string): Promise<SecretReading> {
    const administrators = await policySecret(name);
    if (administrators !== null) return { state: 'open', value: administrators, source: 'policy' };
    const vault = await readSealedVault(local);
    if (vault === null) return found(own(await readSessionSecrets(session), name));
    const record = own(vault.secrets, name);
    if (record === undefined) return { state: 'absent' };
    const open = await currentKey();
    if (open === null) return { state: 'locked' };
    const value = await openSecret(sealingKey(open, vault), name, record);
    if (value === null) throw new VaultError('record-corrupted', name);
    await keep(fromBase64(open.key));
    return found(value);
  }

  async function put(name: string, value: string): Promise<void> {
    if (name === '' || value === '' || !name.isWellFormed() || !value.isWellFormed())
      throw new VaultError('not-a-secret', name === '' ? null : name);
    if ((await policySecret(name)) !== null) throw new VaultError('set-by-policy', name);
    const vault = await readSealedVault(local);
    if (vault === null) {
      const secrets = { ...(await readSessionSecrets(session)), [name]: value };
      await session.set(vaultKeys.session, { v: 1, secrets });
      return;
    }
    const open = await currentKey();
    if (open === null) throw new VaultError('locked', name);
    const sealed = await sealSecret(sealingKey(open, vault), name, value);
    await local.set(vaultKeys.sealed, { ...vault, secrets: { ...vault.secrets, [name]: sealed } });
    await keep(fromBase64(open.key));
  }

  async function remove(name: string): Promise<void> {
    if ((await policySecret(name)) !== null) throw new VaultError('set-by-policy', name);
    const vault = await readSealedVault(local);
    if (vault !== null) {
      await local.set(vaultKeys.sealed, { ...vault, secrets: without(vault.secrets, name) });
    } else {
      const secrets = without(await readSessionSecrets(session), name);
      await session.set(vaultKeys.session, { v: 1, secrets });
    }
  }

  async function setPassphrase(passphrase: string): Promise<void> {
    checkPassphrase(passphrase);
    if ((await readSealedVault(local)) !== null) throw new VaultError('passphrase-already-set');
    const key = await deriveSealingKey(passphrase);
    await seal(key, await readSessionSecrets(session));
    await keep(key.raw);
    await session.remove(vaultKeys.session);
  }

  async function unlock(passphrase: string): Promise<void> {
    const key = await keyFor(passphrase, await requireVault());
    await keep(key.raw);
    await session.remove(vaultKeys.session);
  }

  async function changePassphrase(from: string, to: string): Promise<void> {
    const vault = await requireVault();
    const old = await keyFor(from, vault);
    checkPassphrase(to);
    const opened: Record<string, string> = {};
    for (const [name, record] of Object.entries(vault.secrets)) {
      const value = await openSecret(old, name, record);
      if (value === null) throw new VaultError('record-corrupted', name);
      opened[name] = value;
    }
    const key = await deriveSealingKey(to);
    // A stop in between leaves a locked vault, never one that is open under a key that nobody can enter again.
    await session.remove(vaultKeys.open);
    await seal(key, opened);
    await keep(key.raw);
  }

  async function names(): Promise<{ name: string; source: SecretSource }[]> {
    const administrators = Object.keys(await policySecrets(policy));
    const vault = await readSealedVault(local);
    const ours = Object.keys(vault?.secrets ?? (await readSessionSecrets(session)));
    return [
      ...administrators.map(name => ({ name, source: 'policy' as const })),
      ...ours
        .filter(name => !administrators.includes(name))
        .map(name => ({ name, source: 'vault' as const })),
    ];
  }

  return {
    state: () => serial(state),
    names: () => serial(names),
    get,
    put: (name, value) => serial(() => put(name, value)),
    remove: name => serial(() => remove(name)),
    setPassphrase: passphrase => serial(() => setPassphrase(passphrase)),
    unlock: passphrase => serial(() => unlock(passphrase)),
    changePassphrase: (from, to) => serial(() => changePassphrase(from, to)),
    lock: () =>
      serial(async () => {
        // First of all, so that not even a damaged vault keeps it open.
        await session.remove(vaultKeys.open);
        await requireVault();
        await session.remove(vaultKeys.session);
      }),
    forgetEverything: () =>
      serial(async () => {
        // The key first: a stop in between must not leave an open key for a vault that is written anew.
        await session.remove(vaultKeys.open);
        await session.remove(vaultKeys.session);
        await local.remove(vaultKeys.sealed);
      }),
    lockIfIdle: () =>
      serial(async () => {
        const now = await state();
        return now.state === 'open' && now.mode === 'passphrase' ? now.locksAt : null;
      }),
  };
}

function found(value: string | undefined): SecretReading {
  return value === undefined ? { state: 'absent' } : { state: 'open', value, source: 'vault' };
}

/** A policy is typed by hand: what is no text in it is passed over, the rest counts, as it does when it is pasted here. */
async function policySecrets(policy: PolicyPort | undefined): Promise<Record<string, string>> {
  const stored = await policy?.get('secrets');
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : ''] as const)
      .filter(([, value]) => value !== ''),
  );
}

function checkPassphrase(passphrase: string): void {
  if ([...passphrase].length < minimumPassphraseLength) throw new VaultError('passphrase-too-short');
}

function own<T>(from: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(from, name) ? from[name] : undefined;
}

function without<T>(from: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([other]) => other !== name));
}
