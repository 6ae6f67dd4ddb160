import type { JobRecord } from './job.ts';

/**
 * What of an ended job may be used when it goes on. A signature that failed the gate stays in the database for the
 * report, but is never used again; of a chain created → stamped → joined only the last link failed, because each is
 * checked before the next is made.
 */
export function reusableBlobs({ state, blobs }: JobRecord): JobRecord['blobs'] {
  if (state.step !== 'failed' || !/^(?:signature|stamp|counterparty)-/.test(state.failure.code)) return blobs;
  const { created, stamped, final, ...given } = blobs;
  if (created && stamped && final) return { ...given, created, stamped };
  if (created && stamped) return { ...given, created };
  // Without a stamped one, a stamp's failure is the service's answer: ours is good.
  return created && state.failure.code.startsWith('stamp-') ? { ...given, created } : given;
}

/** Refusals that speak of the document or of the right to sign it: the same signature would be refused once more. */
const ABOUT_THE_DOCUMENT: ReadonlySet<string> = new Set([
  'validation-failed',
  'no-permission',
  'user-disabled',
  'not-supported-here',
  'facts-disagree',
  'too-large',
]);
/** The document is not what it was when it was shown: looking at it tells more than trying once more. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'document-changed',
  'already-signed',
  'wrong-status',
  'document-gone',
]);

/** Whether a job ended because the document has moved on. */
export function isOvertaken({ state }: JobRecord): boolean {
  return state.step === 'failed' && state.sent === 'no' && OVERTAKEN.has(state.failure.code);
}

/** Whether trying once more may end otherwise, as far as the failure tells. */
export function isWorthRetrying({ state }: JobRecord): boolean {
  if (state.step !== 'failed') return state.step === 'cancelled' || state.step === 'interrupted';
  if (state.sent === 'unknown') return true;
  return !ABOUT_THE_DOCUMENT.has(state.failure.code) && !OVERTAKEN.has(state.failure.code);
}

/** The signature that a job failed over: it is kept, so that a person can see and report what was returned. */
export function refusedBlob(job: JobRecord): string | null {
  const usable = reusableBlobs(job);
  const role = (['final', 'stamped', 'created'] as const).find(name => job.blobs[name] && !usable[name]);
  return role ? job.blobs[role]! : null;
}

/** Whether going on with an ended job needs no new signature: a good one is kept, or the end is unclear. */
export function goesOnWithoutSigning(job: JobRecord): boolean {
  if (job.state.step !== 'failed') return false;
  if (job.state.sent === 'unknown') return true;
  return isWorthRetrying(job) && reusableBlobs(job).created !== undefined;
}
