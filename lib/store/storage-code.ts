/**
 * What IndexedDB throws, by name, as codes with words of their own: a full disk, a database written by a newer release
 * and a damaged one (a part missing, unreadable, closed) each need another way forward.
 */
const CODES: Readonly<Record<string, string>> = {
  QuotaExceededError: 'storage-full',
  VersionError: 'storage-newer',
  UnknownError: 'storage-broken',
  InvalidStateError: 'storage-broken',
  NotFoundError: 'storage-broken',
  NotReadableError: 'storage-broken',
  DataError: 'storage-broken',
  AbortError: 'storage-broken',
};

/** The code of a failure of the database; null for any other error. */
export function storageCode(error: unknown): string | null {
  return (error instanceof Error && CODES[error.name]) || null;
}
