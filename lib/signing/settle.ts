import { type Failure, FlowError, failure } from './failure.ts';
import type { Accepted } from './ports.ts';

/** How a submission ended, as far as can be proved. */
export type Settlement =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly sent: 'no' | 'unknown' };

export interface SubmissionPorts {
  /** Set when an earlier life already submitted, or may have: ask before doing anything. */
  readonly askFirst: Failure | null;
  readonly submit: () => Promise<Accepted>;
  readonly ask: (because: Failure) => Promise<'done' | 'not-done' | 'unknown'>;
  readonly wait: (ms: number) => Promise<void>;
}

/** After these the service has not looked at the document; one more try follows the wait it asked for. */
const NOT_LOOKED_AT = new Set(['rate-limited', 'session-expired']);
/** A slow service may still be working on our request: it is asked this often before we give an answer. */
const SLOW = new Set(['service-unavailable', 'service-slow', 'network-gone', 'service-malformed']);
const PATIENCE_MS = [0, 1_500, 4_000, 8_000];
const LONGEST_WAIT_MS = 120_000;

/**
 * Submits once with effect. Every failure of a submission is ambiguous until the service was asked: Chromium itself
 * repeats a POST when a reused connection dies early (measured), so even "already signed" may be about our own request.
 */
export async function settleSubmission(ports: SubmissionPorts): Promise<Settlement> {
  if (ports.askFirst) {
    const before = await inquire(ports, ports.askFirst, [0]);
    if (before === 'done') return accepted;
    if (before === 'unknown')
      return { kind: 'failed', failure: failure('ambiguous-submit'), sent: 'unknown' };
  }
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { kind: 'accepted', accepted: await ports.submit() };
    } catch (error) {
      const reason =
        error instanceof FlowError
          ? error.failure
          : failure('unexpected', error instanceof Error ? error.message : null);
      const outcome = await inquire(ports, reason, SLOW.has(reason.code) ? PATIENCE_MS : [0]);
      if (outcome === 'done') return accepted;
      if (outcome === 'unknown')
        return { kind: 'failed', failure: { ...reason, code: unsure(reason) }, sent: 'unknown' };
      const pause = Number(reason.data.retryAfterMs ?? 0);
      if (attempt > 0 || !NOT_LOOKED_AT.has(reason.code) || pause > LONGEST_WAIT_MS) {
        // A slow service may yet carry our request out: we say what we saw, not that nothing was sent.
        return { kind: 'failed', failure: reason, sent: SLOW.has(reason.code) ? 'unknown' : 'no' };
      }
      await ports.wait(pause);
    }
  }
}

const accepted: Settlement = { kind: 'accepted', accepted: { answer: null, warning: null } };

/** A clear refusal stays what it is even when the state cannot be read; anything else is "we do not know". */
function unsure(reason: Failure): string {
  return SLOW.has(reason.code) || reason.code === 'unexpected' ? 'ambiguous-submit' : reason.code;
}

async function inquire(ports: SubmissionPorts, because: Failure, pauses: readonly number[]) {
  let answer: 'done' | 'not-done' | 'unknown' = 'unknown';
  for (const pause of pauses) {
    if (pause > 0) await ports.wait(pause);
    try {
      answer = await ports.ask(because);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      answer = 'unknown';
    }
    if (answer === 'done') return answer;
  }
  return answer;
}
