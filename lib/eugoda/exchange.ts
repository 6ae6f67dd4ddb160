import { join } from './chunks.ts';
import { EugodaError, type EugodaErrorCode, type EugodaProblem, isCreate, measureSkew } from './errors.ts';
import type { ByteReader, ClockPort, FetchAnswer, FetchPort } from './ports.ts';
import { type EugodaCallName, type EugodaRequest, endpointOf } from './requests.ts';

/** Longest answer that is read as text; documents go to a sink instead. */
const longestText = 1_000_000;

export interface Timeouts {
  /** Milliseconds to wait for an answer's head; a registration carries a whole file up. */
  readonly create: number;
  readonly ask: number;
  /** Milliseconds without a single byte, after which a download counts as interrupted; a text is whole by then. */
  readonly stall: number;
}

export const defaultTimeouts: Timeouts = { create: 180_000, ask: 45_000, stall: 60_000 };

export interface Exchange {
  readonly answer: FetchAnswer;
  readonly skewSeconds: number | null;
}

const guarded = { cache: 'no-store', credentials: 'omit', redirect: 'error' } as const;

/** A problem without an answer. */
export function silentProblem(call: EugodaCallName, code: EugodaErrorCode, port: number): EugodaProblem {
  const mayHaveHappened = isCreate(call) && code === 'ambiguous';
  return { code, call, status: null, words: null, skewSeconds: null, mayHaveHappened, port };
}

/**
 * Asks whether there is a connection at all, before a registration is sent: a failed fetch does not tell a
 * blocked port from a connection that died after the request, and the second may have created an agreement.
 * Any answer will do; OPTIONS changes nothing, and browsers send it to this service anyway.
 */
export async function assertReachable(
  fetch: FetchPort,
  call: EugodaCallName,
  port: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const init = { method: 'OPTIONS', headers: {}, ...guarded } as const;
    const answer = await fetch(endpointOf(call, port), { ...init, signal: either(deadline, signal) });
    await answer.body?.getReader().cancel();
  } catch (cause) {
    const code = signal?.aborted ? 'cancelled' : 'unreachable';
    throw new EugodaError(silentProblem(call, code, port), { cause });
  }
}

/** Sends one request, once. Whatever goes wrong without an answer is thrown as what it may have done. */
export async function exchange(
  parts: { readonly fetch: FetchPort; readonly clock: ClockPort; readonly timeoutMs: number },
  call: EugodaCallName,
  request: EugodaRequest,
  port: number,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  if (signal?.aborted) throw new EugodaError(silentProblem(call, 'cancelled', port));
  const { url, method, headers, body } = request;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), parts.timeoutMs);
  const sentAt = parts.clock.now();
  try {
    const answer = await parts.fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...guarded,
      signal: either(deadline.signal, signal),
    });
    return { answer, skewSeconds: measureSkew(answer.headers.get('date'), sentAt, parts.clock.now()) };
  } catch (cause) {
    const code = signal?.aborted ? 'cancelled' : deadline.signal.aborted ? 'no-answer' : 'unreachable';
    // No `cause` here: some runtimes put the address, and with it the validation string, into it.
    void cause;
    throw new EugodaError(silentProblem(call, isCreate(call) ? 'ambiguous' : code, port));
  } finally {
    // The signal stays with the body: still armed, it would end a download that takes longer than an answer may.
    clearTimeout(timer);
  }
}

/** The whole answer as text, which is short: all of it comes in time. One that breaks off is as good as none. */
export async function readText(
  call: EugodaCallName,
  answer: FetchAnswer,
  port: number,
  withinMs: number,
): Promise<string> {
  const end = performance.now() + withinMs;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  if (reader === undefined) return '';
  try {
    for (;;) {
      const { done, value } = await readWithin(reader, Math.max(0, end - performance.now()));
      if (done) break;
      if (value !== undefined) chunks.push(value);
      size += value?.length ?? 0;
      if (size > longestText) {
        await reader.cancel();
        break;
      }
    }
  } catch {
    throw new EugodaError(silentProblem(call, isCreate(call) ? 'ambiguous' : 'no-answer', port));
  }
  return new TextDecoder().decode(join(chunks));
}

/** One read with a limit on silence; on silence the reader is cancelled and the promise rejects. */
export async function readWithin(
  reader: ByteReader,
  stallMs: number,
): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no bytes in time')), stallMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function either(deadline: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
}
