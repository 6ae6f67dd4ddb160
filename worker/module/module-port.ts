import { ModuleError } from '../../lib/eimzo/errors.ts';
import { isFileKey, type Key } from '../../lib/eimzo/keys/key.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import type { KeyIdStore, TimerPort } from '../../lib/eimzo/ports.ts';
import { withKey } from '../../lib/eimzo/with-key.ts';
import type { ModulePort } from '../../lib/signing/ports.ts';
import { unlessAborted } from '../../lib/signing/unless-aborted.ts';
import type { KeyValuePort } from '../../lib/vault/ports.ts';
import { throughModule } from '../failures.ts';
import type { KeyRing } from '../keys/key-ring.ts';
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

type SigningModule = Pick<Module, 'unlock' | 'sign' | 'appendSignature' | 'state' | 'version'>;

/** The engine's view of the module: keys by opaque id, failures as FlowErrors. */
export function createModulePort(
  module: SigningModule,
  keys: Pick<KeyRing, 'find' | 'searchAgain'>,
  keyIds: KeyIdStore,
  timer: Pick<TimerPort, 'setTimeout'>,
): ModulePort {
  /** Loading and signing change nothing outside: a socket that died under one of them is tried once more. */
  const again = async <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code !== 'dropped' || signal.aborted) throw error;
      return call();
    }
  };

  const line = createSigningLine(timer);
  /** Loads under way, by key: jobs that begin together share one, and so one password window. */
  const loading = new Map<string, Promise<string>>();
  const load = async (key: Key, signal: AbortSignal): Promise<string> => {
    const known = isFileKey(key) ? await keyIds.get(key.id) : null;
    if (known !== null) return known;
    const { keyId } = await again(signal, () => module.unlock(key, signal));
    if (isFileKey(key)) await keyIds.set(key.id, keyId);
    return keyId;
  };
  const loaded = async (key: Key, signal: AbortSignal): Promise<string> => {
    if (!isFileKey(key)) return load(key, signal);
    const underWay = loading.get(key.id);
    if (underWay) {
      // What the person or the module answered counts for all; a job that was given up speaks for itself only.
      const shared = underWay.catch((error: unknown) => {
        if (error instanceof ModuleError && error.code === 'aborted') return null;
        throw error;
      });
      return (await unlessAborted(shared, signal, givenUp)) ?? loaded(key, signal);
    }
    const own = load(key, signal);
    loading.set(key.id, own);
    try {
      return await own;
    } finally {
      if (loading.get(key.id) === own) loading.delete(key.id);
    }
  };

  /** Every use of a key goes the same way: loaded once, anew when forgotten, looked for when its disk has moved. */
  const using = async <T>(
    id: string,
    signal: AbortSignal,
    use: (keyId: string) => Promise<T>,
  ): Promise<T> => {
    const loader = {
      load: (key: Key) => loaded(key, signal),
      forget: (key: Key) => keyIds.forget(key.id),
      search: (key: Key) => unlessAborted(keys.searchAgain(key), signal, givenUp),
    };
    return withKey(loader, await keys.find(id), use);
  };

  return {
    async unlock(id, signal) {
      // How a second signature is made depends on the version; a reborn worker does not know it yet.
      if (module.state().version === null) await throughModule(() => module.version(signal));
      await throughModule(() => using(id, signal, async () => undefined));
    },
    sign: ({ keyId: id, content64, detached, appendTo }, signal) =>
      throughModule(() =>
        line.turn(id, signal, () =>
          using(id, signal, keyId =>
            again(signal, () =>
              appendTo === undefined
                ? module.sign({ content64, keyId, detached }, signal)
                : module.appendSignature({ pkcs7_64: appendTo, keyId }, signal),
            ),
          ),
        ),
      ),
  };
}

const givenUp = () => new ModuleError('aborted');
