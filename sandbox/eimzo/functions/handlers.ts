import type { Call, Payload } from '../call.ts';
import type { ModuleState } from '../module-state.ts';
import { Refusal } from '../status.ts';

/** Carries out one function. Refuses by throwing a Refusal. */
export type Handler = (call: Call, module: ModuleState) => Payload | Promise<Payload>;
export type Handlers = Readonly<Record<string, Handler>>;

/** Bytes of a base64 argument. @throws Refusal when it is none */
export function fromBase64(text: string): Uint8Array {
  const plain = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4 !== 0) throw new Refusal('bad-input');
  return Uint8Array.from(Buffer.from(plain, 'base64'));
}

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What `make` gives; what it throws becomes a refusal of the input. */
export function readable<T>(make: () => T): T {
  try {
    return make();
  } catch {
    throw new Refusal('bad-input');
  }
}
