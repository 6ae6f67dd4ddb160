import { asModuleError, ModuleError } from './errors.ts';
import type { SiteTransport, TimerPort } from './ports.ts';
import { VERBS, type VerbName } from './verb-table.ts';

/**
 * One request over the user's own tab. The deadline and the abort are kept here too: a tab that was closed or frozen
 * may never answer. No API key ever goes this way; the site speaks to the module in its own name.
 */
export function callOverSite(
  site: SiteTransport,
  timer: TimerPort,
  verb: VerbName,
  text: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { deadlineMs } = VERBS[verb];
  const gaveUp = new AbortController();
  return new Promise<string>((resolve, reject) => {
    const fail = (code: 'aborted' | 'no-reply') => {
      reject(new ModuleError(code, { verb }));
      gaveUp.abort();
    };
    const onAbort = () => fail('aborted');
    const deadline = timer.setTimeout(() => fail('no-reply'), deadlineMs);
    const over = () => {
      timer.clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    };
    gaveUp.signal.addEventListener('abort', over);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort);
    site
      .call(text, deadlineMs, gaveUp.signal)
      .then(resolve, thrown => reject(asModuleError(thrown, 'dropped', verb)))
      .finally(over);
  });
}
