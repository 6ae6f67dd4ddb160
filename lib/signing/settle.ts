import { type Failure, FlowError, failure } from './failure.ts';
import type { Accepted } from './ports.ts';

/** How a submission ended, as far as can be proved. */
export type Settlement =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly sent: 'no' | 'unknown' };

type Outcome = 'done' | 'not-done' | 'unknown';

export interface InquiryPorts {
  readonly ask: (because: Failure) => Promise<Outcome>;
  readonly wait: (ms: number) => Promise<void>;
}
export interface SubmissionPorts extends InquiryPorts {
  /** Writes down that a submission begins; when it throws, nothing was submitted. */
  readonly begin: () => Promise<void>;
  readonly submit: () => Promise<Accepted>;
}

/** After these the service has not looked at the document; one more try follows the wait it asked for. */
const NOT_LOOKED_AT = new Set(['rate-limited', 'session-expired']);
/** A slow service may still be working on our request: it is asked this often before we give an answer. */
const SLOW = new Set(['service-unavailable', 'service-slow', 'network-gone', 'service-malformed']);
const ONCE = [0];
const PATIENCE_MS = [0, 1_500, 4_000, 8_000];
/** A service that wants us to wait longer than this has refused, as far as somebody at a screen is concerned. */
export const LONGEST_WAIT_MS = 120_000;

/**
 * Submits once with effect. Every failure of a submission is ambiguous until the service was asked: Chromium itself
 * repeats a POST when a reused connection dies early (measured), so even "already signed" may be about our own request.
 */
export async function settleSubmission(ports: SubmissionPorts): Promise<Settlement> {
  for (let attempt = 0; ; attempt += 1) {
    await ports.begin();
    try {
      return { kind: 'accepted', accepted: await ports.submit() };
    } catch (error) {
      const reason =
        error instanceof FlowError
          ? error.failure
          : failure('unexpected', error instanceof Error ? error.message : null);
      const slow = SLOW.has(reason.code);
      const outcome = await inquire(ports, reason, slow ? PATIENCE_MS : ONCE);
      if (outcome === 'done') return { kind: 'accepted', accepted: NOTHING_TOLD };
      if (outcome === 'unknown')
        return { kind: 'failed', failure: { ...reason, code: unsure(reason) }, sent: 'unknown' };
      const pause = Number(reason.data.retryAfterMs ?? 0);
      if (attempt > 0 || !NOT_LOOKED_AT.has(reason.code) || pause > LONGEST_WAIT_MS) {
        // A slow service may yet carry our request out: we say what we saw, not that nothing was sent.
        return { kind: 'failed', failure: reason, sent: slow ? 'unknown' : 'no' };
      }
      await ports.wait(pause);
    }
  }
}

/**
 * What became of a submission of an earlier life. `patient`: the answer will be the last word, so a request that may
 * still be on its way is waited for; otherwise a new submission follows, which the service refuses if it is a second.
 */
export function settleEarlier(
  ports: InquiryPorts,
  because: Failure,
  { patient }: { patient: boolean },
): Promise<Outcome> {
  return inquire(ports, because, patient ? PATIENCE_MS : ONCE);
}

/** The service says that it is done; what it answered to whoever submitted it is not known. */
export const NOTHING_TOLD: Accepted = { answer: null, warning: null };

/** These refuse what our own request may have done, sent twice by the browser. */
const PERHAPS_OURS = new Set(['already-signed', 'wrong-status']);

/** A clear refusal stays what it is even when the state cannot be read; anything else is "we do not know". */
function unsure({ code }: Failure): string {
  return SLOW.has(code) || PERHAPS_OURS.has(code) || code === 'unexpected' ? 'ambiguous-submit' : code;
}

async function inquire(ports: InquiryPorts, because: Failure, pauses: readonly number[]): Promise<Outcome> {
  let answer: Outcome = 'unknown';
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
