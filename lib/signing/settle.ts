import { type Failure, FlowError, failure } from './failure.ts';
import type { Accepted, Repeat } from './ports.ts';

/** How a submission ended, as far as can be proved. */
export type Settlement =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly sent: 'no' | 'unknown' };

/**
 * On whose word something is submitted again. `nobody`: what happened is found out, and nothing new is done. `proof`: only
 * where it is proved that the service did not look at the first one. `person`: somebody pressed "try again" and knows that
 * the first one's end was unclear.
 */
export type Mandate = 'nobody' | 'proof' | 'person';

type Outcome = 'done' | 'not-done' | 'unknown';

export interface InquiryPorts {
  readonly ask: (because: Failure) => Promise<Outcome>;
  readonly wait: (ms: number) => Promise<void>;
  /** As the destination says. */
  readonly repeat: Repeat;
  /** What an end is called of which nothing is known. */
  readonly unclear: string;
}
export interface SubmissionPorts extends InquiryPorts {
  /** Writes down that a submission begins; when it throws, nothing was submitted. */
  readonly begin: () => Promise<void>;
  /**
   * Reads the subject once more before a second submission: the wait for that may have been long, or a password window. What
   * it throws is passed on; the first submission is proved not to have been looked at.
   */
  readonly again: () => Promise<'unchanged' | 'done'>;
  readonly submit: () => Promise<Accepted>;
}

/** After these the service has not looked at the document; one more try follows the wait it asked for. */
export const NOT_LOOKED_AT = new Set(['rate-limited', 'session-expired']);
/** The worker died before there was an answer. */
export const INTERRUPTED = failure('interrupted');
/** After these our request may still be on its way or at work: the service is asked often before we give an answer. */
const UNANSWERED = new Set([
  'service-unavailable',
  'service-slow',
  'network-gone',
  'service-malformed',
  'unexpected',
  INTERRUPTED.code,
]);
/** These refuse what our own request may have done, sent twice by the browser. */
export const PERHAPS_OURS = new Set(['already-signed', 'wrong-status']);
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
    if (attempt > 0 && (await ports.again()) === 'done') return DONE;
    await ports.begin();
    try {
      return { kind: 'accepted', accepted: await ports.submit() };
    } catch (error) {
      const reason =
        error instanceof FlowError
          ? error.failure
          : failure('unexpected', error instanceof Error ? error.message : null);
      const settled = await settleEarlier(ports, reason, attempt === 0 ? 'proof' : 'nobody');
      if (settled) return settled;
    }
  }
}

/**
 * What became of a submission that ended with `reason`, in this life or in an earlier one. Null when it may be submitted
 * again: "not done" alone does not allow that, however often it was heard, because what is on its way may arrive after
 * the last look.
 */
export async function settleEarlier(
  ports: InquiryPorts,
  reason: Failure,
  mandate: Mandate,
): Promise<Settlement | null> {
  const unanswered = UNANSWERED.has(reason.code) || reason.code === ports.unclear;
  // Somebody who asks to look again has waited already; and where nobody but us is asked, waiting changes nothing.
  const patient = unanswered && ports.repeat === 'when-proved' && mandate !== 'person';
  const outcome = await inquire(ports, reason, patient ? PATIENCE_MS : ONCE);
  if (outcome === 'done') return DONE;
  if (outcome === 'not-done' && mayRepeat(ports.repeat, reason, mandate)) {
    const pause = mandate === 'proof' ? pauseOf(reason) : 0;
    if (pause > 0) await ports.wait(pause);
    return null;
  }
  // A clear refusal stays what it is even when the state cannot be read.
  const untold = outcome === 'unknown' && (unanswered || PERHAPS_OURS.has(reason.code));
  const nameless = untold || reason.code === INTERRUPTED.code;
  return {
    kind: 'failed',
    failure: nameless ? { ...reason, code: ports.unclear } : reason,
    sent: outcome === 'not-done' && !unanswered ? 'no' : 'unknown',
  };
}

/** The service says that it is done; what it answered to whoever submitted it is not known. */
export const NOTHING_TOLD: Accepted = { answer: null, warning: null };
const DONE: Settlement = { kind: 'accepted', accepted: NOTHING_TOLD };

function mayRepeat(repeat: Repeat, reason: Failure, mandate: Mandate): boolean {
  if (repeat === 'harmless' || mandate === 'person') return true;
  return (
    repeat === 'when-proved' &&
    mandate === 'proof' &&
    NOT_LOOKED_AT.has(reason.code) &&
    pauseOf(reason) <= LONGEST_WAIT_MS
  );
}

function pauseOf(reason: Failure): number {
  return Number(reason.data.retryAfterMs ?? 0);
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
