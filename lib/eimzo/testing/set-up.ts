import { isFileKey, type Key } from '../keys/key.ts';
import { createModule, type Module, type ModuleDeps } from '../module.ts';
import type { KeyIdStore } from '../ports.ts';
import type { Pkcs7Made } from '../verbs/pkcs7.ts';
import { type KeyLoader, withKey } from '../with-key.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeModule } from './fake-module.ts';

/** A module client against a scripted module, with everything a test may look at. */
export function setUp(
  answers: Record<string, unknown> = {},
  { version = '6.4.7', ...deps }: Partial<ModuleDeps> & { version?: string } = {},
): { clock: FakeClock; fake: FakeModule; module: Module; held: () => number } {
  const clock = new FakeClock();
  const fake = new FakeModule(answers, version);
  let held = 0;
  const wake = {
    hold: () => {
      held++;
      return () => {
        held--;
      };
    },
  };
  const module = createModule({ sockets: fake, timer: clock, wake, apiKeys: async () => [], ...deps });
  return { clock, fake, module, held: () => held };
}

/** A KeyIdStore in memory. */
export function keyIdStore(): KeyIdStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: async key => map.get(key) ?? null,
    set: async (key, keyId) => {
      map.set(key, keyId);
    },
    forget: async key => {
      map.delete(key);
    },
  };
}

/** Signs with a key as the product does, but with a store and a search of the test's own. */
export function signWith(
  module: Pick<Module, 'unlock' | 'sign' | 'listKeys'>,
  wanted: Key,
  content64: string,
  keyIds: KeyIdStore,
): Promise<Pkcs7Made & { readonly key: Key }> {
  const loader: KeyLoader = {
    async load(key) {
      const known = await keyIds.get(key.id);
      if (known !== null || !isFileKey(key)) return known ?? key.kind;
      const { keyId } = await module.unlock(key);
      await keyIds.set(key.id, keyId);
      return keyId;
    },
    forget: key => keyIds.forget(key.id),
    search: async ({ identity }) =>
      (await module.listKeys()).keys.find(key => key.identity === identity) ?? null,
  };
  return withKey(loader, wanted, async (keyId, key) => ({
    ...(await module.sign({ content64, keyId, detached: false })),
    key,
  }));
}

/** The code with which a promise is refused, or 'answered'. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    error => error.code ?? String(error),
  );
}
