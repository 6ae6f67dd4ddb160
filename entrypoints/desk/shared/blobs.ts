import type { Backend } from '../../../components/backend.ts';
import { FlowError, failure } from '../../../lib/signing/failure.ts';
import type { StoredBlob } from '../../../lib/store/database.ts';
import { withStorage } from './storage-failure.ts';

/** Puts a file's bytes where the worker can read them: messages between contexts drop binary data. */
export async function storeFile(backend: Backend, file: File, owner: string): Promise<StoredBlob> {
  const blob: StoredBlob = {
    id: crypto.randomUUID(),
    owner,
    bytes: await bytesIn(file),
    name: file.name,
    type: file.type || 'application/octet-stream',
    createdAt: Date.now(),
    complete: true,
  };
  await withStorage(async () => (await backend.database()).put('blobs', blob));
  return blob;
}

/** A folder that was dropped looks like a file until it is read, and one that was changed after it was chosen is none any more. */
async function bytesIn(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new FlowError(failure('file-unreadable', null, { name: file.name }), { cause });
  }
}

/** The stored bytes, or null when they are not there (any more). */
export async function loadBlob(backend: Backend, id: string): Promise<StoredBlob | null> {
  return (await withStorage(async () => (await backend.database()).get('blobs', id))) ?? null;
}

/** Whether they are there, without reading them: a page of many signatures must not hold them all. */
export async function hasBlob(backend: Backend, id: string): Promise<boolean> {
  return (await withStorage(async () => (await backend.database()).getKey('blobs', id))) !== undefined;
}

export async function dropBlobs(backend: Backend, ids: readonly string[]): Promise<void> {
  const database = await backend.database();
  await Promise.all(ids.map(id => database.delete('blobs', id)));
}
