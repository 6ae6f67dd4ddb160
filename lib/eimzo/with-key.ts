import { ModuleError } from './errors.ts';
import { type FileKey, isFileKey, type Key } from './keys/key.ts';

/** How a key is made ready. */
export interface KeyLoader {
  /** Its keyId: remembered, or from load_key. Hardware has a fixed word. */
  load(key: Key): Promise<string>;
  /** The module does not know that keyId any more. */
  forget(key: FileKey): Promise<void>;
  /** The same key where it lies now, after a new look; null when it is nowhere. */
  search(key: FileKey): Promise<Key | null>;
}

/**
 * Uses a key, asking for as little as possible. A keyId that the module forgot is loaded anew, once; a key file that is
 * no longer where it was is looked for by name and alias, once. Throws
 * ModuleError.
 */
export async function withKey<T>(
  loader: KeyLoader,
  wanted: Key,
  use: (keyId: string, key: Key) => Promise<T>,
): Promise<T> {
  let key = wanted;
  let reloaded = false;
  let searched = false;
  for (;;) {
    try {
      return await use(await loader.load(key), key);
    } catch (error) {
      if (!(error instanceof ModuleError) || !isFileKey(key)) throw error;
      const { code } = error;
      const moved = code === 'disk-gone' || code === 'key-file-gone';
      if (code !== 'key-gone' && !moved) throw error;
      await loader.forget(key);
      if (moved ? searched : reloaded) throw error;
      if (!moved) {
        reloaded = true;
        continue;
      }
      searched = true;
      const found = await loader.search(key);
      if (!found) throw error;
      key = found;
    }
  }
}
