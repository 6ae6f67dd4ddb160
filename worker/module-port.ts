import { ModuleError } from '../lib/eimzo/errors.ts';
import { isFileKey } from '../lib/eimzo/keys/key.ts';
import type { Module } from '../lib/eimzo/module.ts';
import type { KeyIdStore } from '../lib/eimzo/ports.ts';
import { signWith } from '../lib/eimzo/sign-with.ts';
import type { ModulePort } from '../lib/signing/ports.ts';
import type { KeyValuePort } from '../lib/vault/ports.ts';
import { throughModule } from './failures.ts';
import type { KeyRing } from './key-ring.ts';

/** keyIds in session storage: a reborn worker does not ask for the password again; the browser's end forgets them. */
export function createKeyIdStore(session: KeyValuePort): KeyIdStore {
  const name = (key: string) => `module.keyId.${key}`;
  return {
    get: async key => {
      const stored = await session.get(name(key));
      return typeof stored === 'string' ? stored : null;
    },
    set: (key, keyId) => session.set(name(key), keyId),
    forget: key => session.remove(name(key)),
  };
}

/** The engine's view of the module: keys by opaque id, failures as FlowErrors. */
export function createModulePort(module: Module, keys: KeyRing, keyIds: KeyIdStore): ModulePort {
  return {
    unlock: (id, signal) =>
      throughModule(async () => {
        const key = await keys.find(id);
        if (!isFileKey(key) || (await keyIds.get(key.id)) !== null) return;
        try {
          await keyIds.set(key.id, (await module.unlock(key, signal)).keyId);
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
        if (appendTo === undefined) return signWith(module, { key, content64, detached, keyIds, signal });
        const keyId =
          (isFileKey(key) ? await keyIds.get(key.id) : null) ?? (await module.unlock(key, signal)).keyId;
        return module.appendSignature({ pkcs7_64: appendTo, keyId }, signal);
      }),
  };
}
