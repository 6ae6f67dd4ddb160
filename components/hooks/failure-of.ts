import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import { RequestError } from '../backend.ts';

/** Codes of the vault and of the settings, as the dictionary knows them; by class name, so that neither is loaded here. */
const FAMILIES: Readonly<Record<string, string>> = { VaultError: 'vault', SettingsError: 'settings' };

/** What to show for whatever was thrown: its code where it has one, `unexpected` with its text otherwise. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) return failure(error.code, error.message || null, error.data);
  if (error instanceof FlowError) return error.failure;
  if (!(error instanceof Error)) return failure('unexpected', String(error));
  const family = FAMILIES[error.name];
  if (family && 'code' in error) return failure(`${family}-${error.code}`);
  return failure('unexpected', error.message);
}
