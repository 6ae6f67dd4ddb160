import { FlowError, failure } from '../../../lib/signing/failure.ts';

/**
 * What IndexedDB throws, by name, as codes with words of their own: a full disk, a database written by a newer
 * release and a damaged one each need another way forward.
 */
const CODES: Readonly<Record<string, string>> = {
  QuotaExceededError: 'storage-full',
  VersionError: 'storage-newer',
  UnknownError: 'storage-broken',
  InvalidStateError: 'storage-broken',
  NotReadableError: 'storage-broken',
  DataError: 'storage-broken',
  AbortError: 'storage-broken',
};

/** Runs something on the database; its errors come out as failures the dictionary knows. */
export async function withStorage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error ? CODES[error.name] : undefined;
    if (!code) throw error;
    throw new FlowError(failure(code, error instanceof Error ? error.message : null), { cause: error });
  }
}
