/**
 * What IndexedDB and the storage areas throw, by name, as codes with words of their own: a full disk, a database written
 * by a newer release and a damaged one each need another way forward.
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

/** The dictionary's code for what a storage threw; undefined for anything else. */
export function storageCode(thrown: unknown): string | undefined {
  return thrown instanceof Error ? CODES[thrown.name] : undefined;
}
