import type { JobView } from '../../lib/messages/views/job.ts';
import { FINAL_STEPS } from '../../lib/signing/job.ts';

/** Whatever is known of how it ended. */
export function isEnded(job: JobView): boolean {
  return FINAL_STEPS.has(job.step);
}

/** Ended, and it is known how: it may be cleared away without a question. */
export function isSettled(job: JobView): boolean {
  return isEnded(job) && job.sent !== 'unknown';
}

/** Ended, and nobody knows whether it arrived: in sight until somebody clears that up. */
export function isUnclear(job: JobView): boolean {
  return isEnded(job) && job.sent === 'unknown';
}
