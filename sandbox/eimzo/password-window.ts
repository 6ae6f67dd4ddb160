import { type Call, wait } from './call.ts';
import type { LoadedKey, ModuleState } from './module-state.ts';
import type { WindowOutcome } from './settings.ts';
import { Refusal } from './status.ts';

const WRONG_TRIES = 3;
const PIN_TRIES = 3;

/** Opens the one window there is, and waits for the person. Windows of different calls come one after another. */
async function openWindow(call: Call, module: ModuleState): Promise<WindowOutcome> {
  const previous = module.window;
  const { promise, resolve } = Promise.withResolvers<void>();
  module.window = promise;
  try {
    await previous;
    const [outcome = 'ok', ...later] = module.settings.passwordOutcomes;
    module.settings = { ...module.settings, passwordOutcomes: later };
    call.record.window = outcome;
    await wait(
      outcome === 'timeout' ? module.settings.passwordTimeoutMs : module.settings.passwordDelayMs,
      call.signal,
    );
    return outcome;
  } finally {
    resolve();
  }
}

/**
 * Asks for a key's password, unless it was typed a moment ago.
 * @param always ask even then (verify_password, change_password)
 * @throws Refusal: cancelled, timed out, wrong; the third wrong one in a row counts as cancelled
 */
export async function askPassword(
  call: Call,
  module: ModuleState,
  key: LoadedKey,
  always: boolean = false,
): Promise<void> {
  if (!always && Date.now() < key.openUntil) return;
  const outcome = await openWindow(call, module);
  if (outcome === 'cancel' || outcome === 'timeout') {
    module.wrongInARow = 0;
    throw new Refusal(-5000);
  }
  if (outcome === 'wrong') {
    module.wrongInARow += 1;
    if (module.wrongInARow < WRONG_TRIES) throw new Refusal('wrong-password');
    module.wrongInARow = 0;
    throw new Refusal(-5000);
  }
  module.wrongInARow = 0;
  if (!always) key.openUntil = Date.now() + module.settings.rememberMs;
}

/** Asks for a device's PIN. @throws Refusal: cancelled, wrong with the tries left, blocked */
export async function askPin(call: Call, module: ModuleState): Promise<void> {
  if (module.settings.pinTriesLeft === 0) throw new Refusal('blocked-pin');
  if (Date.now() < module.pinUntil) return;
  const outcome = await openWindow(call, module);
  if (outcome === 'cancel' || outcome === 'timeout') throw new Refusal(-5000);
  const left = outcome === 'wrong' ? Math.max(0, module.settings.pinTriesLeft - 1) : PIN_TRIES;
  module.settings = { ...module.settings, pinTriesLeft: left };
  if (left === 0) throw new Refusal('blocked-pin');
  if (outcome === 'wrong') throw new Refusal('wrong-pin', String(left));
  module.pinUntil = Date.now() + module.settings.rememberMs;
}
