import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Asked when the time is over: what was there instead. */
  readonly seen?: () => unknown;
}

/**
 * Asks again and again until the answer is something (not null, undefined or false).
 * @throws Error that names what was waited for, and what was seen instead
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { timeoutMs = 20_000, everyMs = 60, seen }: WaitOptions = {},
): Promise<T> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (thrown) {
      last = thrown;
    }
    await sleep(everyMs);
  } while (Date.now() < end);
  const instead = seen
    ? `; seen instead: ${JSON.stringify(await Promise.resolve(seen()).catch(String))}`
    : '';
  const reason = last instanceof Error ? `; ${last.message}` : '';
  throw new Error(`waited ${timeoutMs} ms for ${what}${instead}${reason}`);
}
