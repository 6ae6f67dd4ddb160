import { asModuleError, ModuleError } from './errors.ts';
import type { SiteTransport, TimerPort } from './ports.ts';
import type { VerbName } from './verb-table.ts';

/** How long a tab may take to close the socket of a call that was given up: a frozen one never does. */
const CLOSING_MS = 3000;

/**
 * One request over the user's own tab. The deadline and the abort are kept here, for the tab may be closed or frozen;
 * a call that is given up is over when its socket is closed, so that the next one does not overlap with the window it
 * may have opened. No API key ever goes this way; the site speaks to the module in its own name.
 */
export async function callOverSite(
  site: SiteTransport,
  timer: TimerPort,
  verb: VerbName,
  text: string,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (signal?.aborted) throw new ModuleError('aborted', { verb });
  const givenUp = new AbortController();
  const neverClosed = Promise.withResolvers<never>();
  let why: 'aborted' | 'no-reply' | null = null;
  const giveUp = (reason: 'aborted' | 'no-reply') => {
    if (why) return;
    why = reason;
    timer.clearTimeout(alarm);
    alarm = timer.setTimeout(() => neverClosed.reject(why), CLOSING_MS);
    givenUp.abort();
  };
  const onAbort = () => giveUp('aborted');
  signal?.addEventListener('abort', onAbort);
  let alarm = timer.setTimeout(() => giveUp('no-reply'), deadlineMs);
  try {
    const reply = await Promise.race([site.call(text, givenUp.signal), neverClosed.promise]);
    if (why) throw why;
    return reply;
  } catch (thrown) {
    throw why ? new ModuleError(why, { verb }) : asModuleError(thrown, 'dropped', verb);
  } finally {
    timer.clearTimeout(alarm);
    signal?.removeEventListener('abort', onAbort);
  }
}
