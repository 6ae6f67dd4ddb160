import { ModuleError } from '../lib/eimzo/errors.ts';
import { isFileKey, type Key } from '../lib/eimzo/keys/key.ts';
import type { Module } from '../lib/eimzo/module.ts';
import type { KeyIdStore, TimerPort } from '../lib/eimzo/ports.ts';
import { signWith } from '../lib/eimzo/sign-with.ts';
import type { ModulePort } from '../lib/signing/ports.ts';
import type { KeyValuePort } from '../lib/vault/ports.ts';
import { throughModule } from './failures.ts';
import type { KeyRing } from './key-ring.ts';
import { createSigningLine } from './signing-line.ts';

/**
 * keyIds in session storage: a reborn worker does not ask for the password again; the browser's end forgets them. What
 * this life knows it need not read again: between two signatures of a batch nothing is waited for.
 */
export function createKeyIdStore(session: KeyValuePort): KeyIdStore {
  const name = (key: string) => `module.keyId.${key}`;
  const known = new Map<string, string | null>();
  return {
    get: async key => {
      if (known.has(key)) return known.get(key) ?? null;
      const stored = await session.get(name(key));
      if (!known.has(key)) known.set(key, typeof stored === 'string' ? stored : null);
      return known.get(key) ?? null;
    },
    set: (key, keyId) => {
      known.set(key, keyId);
      return session.set(name(key), keyId);
    },
    forget: key => {
      known.set(key, null);
      return session.remove(name(key));
    },
  };
}

type SigningModule = Pick<Module, 'unlock' | 'sign' | 'appendSignature' | 'listKeys' | 'state' | 'version'>;

/** The engine's view of the module: keys by opaque id, failures as FlowErrors. */
export function createModulePort(
  module: SigningModule,
  keys: Pick<KeyRing, 'find'>,
  keyIds: KeyIdStore,
  timer: Pick<TimerPort, 'setTimeout'>,
): ModulePort {
  /** Loading and signing change nothing outside: a socket that died under one of them is tried once more. */
  const again = async <T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code !== 'dropped' || signal?.aborted) throw error;
      return call();
    }
  };
  const patient: Pick<Module, 'listKeys' | 'unlock' | 'sign'> = {
    listKeys: signal => module.listKeys(signal),
    unlock: (key, signal) => again(signal, () => module.unlock(key, signal)),
    sign: (request, signal) => again(signal, () => module.sign(request, signal)),
  };

  const line = createSigningLine(timer);
  /** Loads under way, by key: jobs that begin together share one, and so one password window. */
  const loading = new Map<string, Promise<string>>();
  const load = async (key: Key, signal: AbortSignal): Promise<string> => {
    const known = isFileKey(key) ? await keyIds.get(key.id) : null;
    if (known !== null) return known;
    const { keyId } = await patient.unlock(key, signal);
    if (isFileKey(key)) await keyIds.set(key.id, keyId);
    return keyId;
  };
  const loaded = async (key: Key, signal: AbortSignal): Promise<string> => {
    if (!isFileKey(key)) return load(key, signal);
    const underWay = loading.get(key.id);
    if (underWay) {
      // What the person or the module answered counts for all; a job that was given up speaks for itself only.
      const shared = await underWay.catch((error: unknown) => {
        if (error instanceof ModuleError && error.code === 'aborted') return null;
        throw error;
      });
      return shared ?? loaded(key, signal);
    }
    const own = load(key, signal);
    loading.set(key.id, own);
    try {
      return await own;
    } finally {
      if (loading.get(key.id) === own) loading.delete(key.id);
    }
  };
  /** A keyId that the module forgot is loaded anew, once, as `signWith` does for a first signature. */
  const append = async (key: Key, pkcs7_64: string, signal: AbortSignal) => {
    const once = async () => {
      const keyId = await loaded(key, signal);
      return again(signal, () => module.appendSignature({ pkcs7_64, keyId }, signal));
    };
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code !== 'key-gone' || !isFileKey(key)) throw error;
      await keyIds.forget(key.id);
      return once();
    }
  };

  return {
    unlock: (id, signal) =>
      throughModule(async () => {
        const key = await keys.find(id);
        // How a second signature is made depends on the version; a reborn worker does not know it yet.
        if (module.state().version === null) await module.version(signal);
        if (!isFileKey(key)) return;
        try {
          await loaded(key, signal);
        } catch (error) {
          // The disk was plugged in elsewhere: signWith lists again and finds it by name and alias.
          if (
            !(error instanceof ModuleError) ||
            (error.code !== 'disk-gone' && error.code !== 'key-file-gone')
          )
            throw error;
        }
      }),
    sign: ({ keyId: id, content64, detached, appendTo }, signal) =>
      throughModule(async () => {
        const key = await keys.find(id);
        return line.turn(key.id, signal, () =>
          appendTo === undefined
            ? signWith(patient, { key, content64, detached, keyIds, signal })
            : append(key, appendTo, signal),
        );
      }),
  };
}
