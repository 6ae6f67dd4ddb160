import { ModuleError, type ModuleErrorCode } from '../lib/eimzo/errors.ts';
import { type Failure, FlowError, failure } from '../lib/signing/failure.ts';
import { storageCode } from '../lib/store/storage-code.ts';
import { VaultError } from '../lib/vault/errors.ts';
import { SettingsError } from '../lib/vault/settings.ts';

/** The module's codes as the dictionary knows them. */
const MODULE_CODES: Record<ModuleErrorCode, string> = {
  'not-running': 'module-not-running',
  'certificate-not-trusted': 'certificate-not-trusted',
  'origin-refused': 'origin-refused',
  'invalid-api-key': 'invalid-api-key',
  'site-blocked': 'site-route-blocked',
  'function-missing': 'function-missing',
  'too-old': 'too-old',
  'key-gone': 'key-gone',
  'key-file-gone': 'key-file-gone',
  'disk-gone': 'disk-gone',
  cancelled: 'module-cancelled',
  'wrong-password': 'wrong-password',
  'pin-wrong': 'pin-wrong',
  'pin-blocked': 'pin-blocked',
  'pin-format': 'pin-format',
  'token-missing': 'token-missing',
  'usb-missing': 'usb-missing',
  busy: 'module-busy',
  dropped: 'module-dropped',
  'no-reply': 'module-hung',
  aborted: 'aborted',
  'malformed-answer': 'module-malformed',
  'too-large': 'too-large',
  'bad-argument': 'module-bad-argument',
  'refused-other': 'module-refused',
};

/** The dictionary's code for a module error. */
export function moduleCode(code: ModuleErrorCode): string {
  return MODULE_CODES[code];
}

/** Whatever was thrown, as a failure that can be worded: ours and the storage's by code, a defect as `unexpected`. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FlowError) return thrown.failure;
  if (thrown instanceof ModuleError) {
    return failure(MODULE_CODES[thrown.code], thrown.moduleReason, {
      ...(thrown.domain ? { domain: thrown.domain } : {}),
      ...(thrown.triesLeft === null ? {} : { triesLeft: thrown.triesLeft }),
    });
  }
  // An abort may be anybody's; the others only come from the database here.
  const storage = thrown instanceof Error && thrown.name !== 'AbortError' ? storageCode(thrown) : null;
  if (storage) return failure(storage, (thrown as Error).message);
  if (thrown instanceof VaultError) return failure(`vault-${thrown.code}`);
  if (thrown instanceof SettingsError) return failure(`settings-${thrown.code}`);
  return failure('unexpected', thrown instanceof Error ? thrown.message : String(thrown));
}

/** Runs a call to the module; its errors come out as FlowErrors. */
export async function throughModule<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof ModuleError ? new FlowError(failureOf(error), { cause: error }) : error;
  }
}
