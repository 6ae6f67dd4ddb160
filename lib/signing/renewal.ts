import { FlowError } from './failure.ts';

/** Runs a call without an effect; a session that is over is renewed for it, where that is allowed. */
export type InSession = <T>(call: () => Promise<T>, renew: () => Promise<void>) => Promise<T>;

/**
 * Signing in again may open a password window, and what is refused there counts towards a lockout. So it is done on a
 * person's word only, and a word that was in vain is used up: whoever asks later hears the same answer.
 */
export function createRenewal(): InSession {
  let renewed: Promise<void> | null = null;
  return async (call, renew) => {
    try {
      return await call();
    } catch (error) {
      if (!isOver(error)) throw error;
      renewed ??= renew();
      await renewed;
      const result = await call();
      renewed = null;
      return result;
    }
  };
}

/** Nobody is there who could be asked for a password. */
export const withoutRenewal: InSession = call => call();

function isOver(error: unknown): boolean {
  return error instanceof FlowError && error.failure.code === 'session-expired';
}
