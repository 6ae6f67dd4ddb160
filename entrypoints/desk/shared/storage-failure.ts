import { FlowError, failure } from '../../../lib/signing/failure.ts';
import { storageCode } from '../../../lib/store/storage-codes.ts';

/** Runs something on the database; its errors come out as failures the dictionary knows. */
export async function withStorage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = storageCode(error);
    if (!code) throw error;
    throw new FlowError(failure(code, error instanceof Error ? error.message : null), { cause: error });
  }
}
