import { ModuleError } from './errors.ts';
import { isFileKey, type Key } from './keys/key.ts';
import type { Module } from './module.ts';
import type { KeyIdStore } from './ports.ts';
import type { Pkcs7Made } from './verbs/pkcs7.ts';

export interface SignWithRequest {
  readonly key: Key;
  /** Base64 of the bytes to sign, passed on untouched. */
  readonly content64: string;
  readonly detached: boolean;
  readonly keyIds: KeyIdStore;
  readonly signal?: AbortSignal | undefined;
}

/** The signature, and the key as it was found: another place than asked for when a disk was plugged in elsewhere. */
export interface SignedWith extends Pkcs7Made {
  readonly key: Key;
}

/**
 * Signs with a key, asking for as little as possible: a remembered keyId first. A keyId that the module forgot is
 * loaded anew, once; a key file that is no longer where it was is looked for in a fresh list by name and alias, once
 * (docs: E-IMZO wire protocol, section 4.1). Throws ModuleError.
 */
export async function signWith(
  module: Pick<Module, 'listKeys' | 'unlock' | 'sign'>,
  request: SignWithRequest,
): Promise<SignedWith> {
  const { content64, detached, keyIds, signal } = request;
  let key = request.key;
  let reloaded = false;
  let searched = false;

  const keyId = async (): Promise<string> => {
    const known = isFileKey(key) ? await keyIds.get(key.id) : null;
    if (known !== null) return known;
    const loaded = await module.unlock(key, signal);
    if (isFileKey(key)) await keyIds.set(key.id, loaded.keyId);
    return loaded.keyId;
  };

  for (;;) {
    try {
      return { ...(await module.sign({ content64, keyId: await keyId(), detached }, signal)), key };
    } catch (error) {
      if (!(error instanceof ModuleError) || !isFileKey(key)) throw error;
      const { code } = error;
      const moved = code === 'disk-gone' || code === 'key-file-gone';
      if (code !== 'key-gone' && !moved) throw error;
      await keyIds.forget(key.id);
      if (moved ? searched : reloaded) throw error;
      if (!moved) {
        reloaded = true;
        continue;
      }
      searched = true;
      const { identity } = key;
      const listing = await module.listKeys(signal).catch(() => null);
      const found = listing?.keys.find(other => other.identity === identity);
      if (!found) throw error;
      key = found;
    }
  }
}
