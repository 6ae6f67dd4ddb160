import { join } from './chunks.ts';
import { readWithin } from './exchange.ts';
import type { ArchiveSink, FetchAnswer } from './ports.ts';

/** How a delivery ended. Whatever came is in the sink, or (`unstored`) in hand. */
export type Delivery =
  | { readonly outcome: 'whole'; readonly size: number }
  /** The connection ended early; `size` bytes are stored. */
  | { readonly outcome: 'broken'; readonly size: number; readonly expected: number | null }
  /** The sink failed after `size` bytes: the rest, which may never come again, is handed over. */
  | {
      readonly outcome: 'unstored';
      readonly size: number;
      readonly rest: Uint8Array;
      readonly complete: boolean;
      readonly cause: unknown;
    };

export interface Delivered {
  readonly delivery: Delivery;
  readonly contentType: string | null;
  readonly contentDisposition: string | null;
  /** The beginning, as far as `headLimit`, to look at without asking the storage. */
  readonly head: Uint8Array;
}

/** A refusal in a 2xx answer is a short text; anything longer is a document. */
export const headLimit = 16_384;

/**
 * Passes the body on chunk by chunk, each stored before the next one is, and parses nothing: with
 * removeOnCompleted this delivery may be the only one (guess, medium).
 */
export async function deliver(answer: FetchAnswer, sink: ArchiveSink, stallMs: number): Promise<Delivered> {
  const contentType = answer.headers.get('content-type');
  const contentDisposition = answer.headers.get('content-disposition');
  const expected = expectedSize(answer);
  const head: Uint8Array[] = [];
  const rest: Uint8Array[] = [];
  let stored = 0;
  let received = 0;
  let complete = true;
  let storageError: unknown;
  let failed = false;

  const attempt = async (task: () => Promise<void>): Promise<boolean> => {
    if (failed) return false;
    try {
      await task();
      return true;
    } catch (error) {
      failed = true;
      storageError = error;
      return false;
    }
  };

  // Read as fast as it comes, whatever the storage is busy with: when a connection dies, browsers throw away what was
  // received but not read yet (measured).
  const waiting: Uint8Array[] = [];
  let ended = false;
  let notify = (): void => undefined;
  const read = async (): Promise<void> => {
    const reader = answer.body?.getReader();
    while (reader !== undefined) {
      const { done, value } = await readWithin(reader, stallMs);
      if (done) break;
      if (value === undefined || value.length === 0) continue;
      if (received < headLimit) head.push(value.slice(0, headLimit - received));
      received += value.length;
      waiting.push(value);
      notify();
    }
  };
  const reading = read()
    .catch(() => {
      complete = false;
    })
    .finally(() => {
      ended = true;
      notify();
    });
  await attempt(() => sink.open({ contentType, contentDisposition, expected }));
  for (;;) {
    const chunk = waiting.shift();
    if (chunk !== undefined) {
      if (await attempt(() => sink.write(chunk))) stored += chunk.length;
      else rest.push(chunk.slice());
    } else if (ended) break;
    else
      await new Promise<void>(resolve => {
        notify = resolve;
      });
  }
  await reading;
  if (expected !== null && received < expected) complete = false;
  await attempt(() => sink.close({ complete }));
  return { delivery: outcome(), contentType, contentDisposition, head: join(head) };

  function outcome(): Delivery {
    if (failed) return { outcome: 'unstored', size: stored, rest: join(rest), complete, cause: storageError };
    return complete ? { outcome: 'whole', size: stored } : { outcome: 'broken', size: stored, expected };
  }
}

function expectedSize(answer: FetchAnswer): number | null {
  // The length is of what travels; after decompression it says nothing.
  const encoding = answer.headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') return null;
  const length = answer.headers.get('content-length');
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
}
