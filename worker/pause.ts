import { FlowError, failure } from '../lib/signing/failure.ts';
import { unlessAborted } from '../lib/signing/unless-aborted.ts';
import type { WorkerPlatform } from './platform.ts';

/** Rejects with `aborted` when the signal fires meanwhile. */
export async function pause(timer: WorkerPlatform['timer'], ms: number, signal?: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const handle = timer.setTimeout(over.resolve, ms);
  try {
    await (signal
      ? unlessAborted(over.promise, signal, () => new FlowError(failure('aborted')))
      : over.promise);
  } finally {
    timer.clearTimeout(handle);
  }
}
