import { createModule, type Module, type ModuleDeps } from '../module.ts';
import type { KeyIdStore } from '../ports.ts';
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

/** The code with which a promise is refused, or 'answered'. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    error => error.code ?? String(error),
  );
}
