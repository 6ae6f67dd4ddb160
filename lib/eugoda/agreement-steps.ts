import type { Agreement, AgreementArchive, AgreementSubject } from './agreements.ts';
import type { LinkAnswer } from './client.ts';
import { type EugodaProblem, isCreate } from './errors.ts';
import type { EugodaCallName } from './requests.ts';

/**
 * The steps of an agreement's life: pure, each gives the record to write. A step that does not apply (a late
 * answer for something forgotten) gives the agreement back unchanged, the same object.
 */

/** How many raw answers are kept. */
const keptAnswers = 10;

type Terms = Pick<Agreement, 'removeOnCompleted' | 'expectedSignatures' | 'lifetime'>;

/** To be written before the registration is sent. */
export function beginRegistration(
  from: {
    readonly externalId: string;
    readonly applicationId: string;
    readonly subject: AgreementSubject;
    readonly options: Terms;
  },
  now: number,
): Agreement {
  const { removeOnCompleted, expectedSignatures, lifetime } = from.options;
  return {
    v: 1,
    state: 'registering',
    externalId: from.externalId,
    applicationId: from.applicationId,
    createdAt: now,
    changedAt: now,
    subject: from.subject,
    removeOnCompleted,
    expectedSignatures,
    lifetime,
    eugodaId: null,
    answers: [],
    archives: [],
    problem: null,
  };
}

/**
 * An agreement somebody else registered, read from a page. Its terms stand on no page: the service's defaults are taken,
 * and without an end of the link it is computed from them; whether the service deletes it has no default that is known.
 */
export function trackFromPage(
  from: {
    readonly externalId: string;
    readonly applicationId: string;
    readonly eugodaId: string | null;
    readonly link: string;
    readonly until: number | null;
    readonly host: string;
    readonly options: Omit<Terms, 'removeOnCompleted'>;
  },
  now: number,
): Agreement {
  const options = { ...from.options, removeOnCompleted: null };
  const begun = beginRegistration({ ...from, options, subject: { from: 'page', host: from.host } }, now);
  const until = from.until ?? now + from.options.lifetime * 1000;
  const tracked: Agreement = {
    ...begun,
    eugodaId: from.eugodaId,
    state: 'active',
    link: from.link,
    until,
    untilComputed: from.until === null,
  };
  return expire(tracked, now);
}

/** The answer to a registration or to share came. What was fetched stays fetched, with the new link. */
export function linkArrived(
  agreement: Agreement,
  call: EugodaCallName,
  answer: Pick<LinkAnswer, 'reading' | 'raw'>,
  now: number,
): Agreement {
  if (agreement.state === 'forgotten') return agreement;
  const answers = [...agreement.answers, { at: now, call, raw: answer.raw }].slice(-keptAnswers);
  const { reading } = answer;
  const before = 'link' in agreement ? agreement : null;
  const link = reading.understood
    ? { link: reading.link, until: reading.until, untilComputed: reading.untilComputed }
    : {
        link: before?.link ?? null,
        until: before?.until ?? null,
        untilComputed: before?.untilComputed ?? false,
      };
  const state = agreement.state === 'fetched' ? ('fetched' as const) : ('active' as const);
  const eugodaId = (reading.understood ? reading.eugodaId : null) ?? agreement.eugodaId;
  return expire(
    { ...baseOf(agreement), ...link, state, answers, eugodaId, problem: null, changedAt: now },
    now,
  );
}

/**
 * A call failed. Only a registration, or the share that was to tell about one, can end the agreement: a link that
 * has run out is one of an agreement that exists.
 * @param raw the answer, redacted, when there was one
 */
export function callFailed(
  agreement: Agreement,
  problem: EugodaProblem,
  now: number,
  raw: string | null = null,
): Agreement {
  if (agreement.state === 'forgotten') return agreement;
  const answers =
    raw === null
      ? agreement.answers
      : [...agreement.answers, { at: now, call: problem.call, raw }].slice(-keptAnswers);
  const changed = { ...agreement, answers, problem, changedAt: now };
  const { state } = agreement;
  if (state === 'registering' && isCreate(problem.call))
    return { ...baseOf(changed), state: problem.mayHaveHappened ? 'ambiguous' : 'failed' };
  if (state === 'ambiguous' && problem.code === 'unknown-document')
    return { ...baseOf(changed), state: 'failed' };
  if (problem.code !== 'link-expired') return changed;
  if (state === 'ambiguous' || state === 'failed')
    return { ...baseOf(changed), link: null, until: null, untilComputed: false, state: 'expired' };
  return changed.state === 'active' ? { ...changed, state: 'expired' } : changed;
}

/** Whose agreement a page showed, found out by asking. */
export function belongsTo(agreement: Agreement, applicationId: string): Agreement {
  const { owned } = agreement;
  return owned && agreement.applicationId === applicationId
    ? agreement
    : { ...agreement, applicationId, owned: true };
}

/** Whether it is known to exist. One that may not is looked for, without making anything new. */
export function isRegistered(agreement: Agreement): boolean {
  return 'link' in agreement;
}

/** The worker was reborn while a registration was under way: nobody knows how it ended. */
export function interrupted(agreement: Agreement, now: number): Agreement {
  if (agreement.state !== 'registering') return agreement;
  return { ...agreement, state: 'ambiguous', changedAt: now };
}

/** Active links whose time is over become expired. */
export function expire(agreement: Agreement, now: number): Agreement {
  if (agreement.state !== 'active' || agreement.until === null || agreement.until > now) return agreement;
  return { ...agreement, state: 'expired', changedAt: now };
}

/** To be written before the first byte is asked for: a delivery without a note would have no owner. */
export function fetchBegan(
  agreement: Agreement,
  archiveId: string,
  fileName: string,
  now: number,
): Agreement {
  if (agreement.state === 'forgotten') return agreement;
  const archive: AgreementArchive = { archiveId, startedAt: now, fileName, size: 0, complete: false };
  return { ...agreement, archives: [...agreement.archives, archive], changedAt: now };
}

/** A delivery ended, whole or broken; with no byte at all its note goes again. */
export function fetchEnded(
  agreement: Agreement,
  archiveId: string,
  end: { readonly size: number; readonly complete: boolean; readonly fileName: string },
  now: number,
): Agreement {
  if (agreement.state === 'forgotten') return agreement;
  const noted = agreement.archives.map(one => (one.archiveId === archiveId ? { ...one, ...end } : one));
  const archives = noted.filter(one => one.archiveId !== archiveId || end.size > 0);
  if (end.size === 0) return { ...agreement, archives, changedAt: now };
  const link =
    'link' in agreement
      ? { link: agreement.link, until: agreement.until, untilComputed: agreement.untilComputed }
      : { link: null, until: null, untilComputed: false };
  return { ...baseOf(agreement), ...link, state: 'fetched', archives, problem: null, changedAt: now };
}

/** Everything that says something goes; archives are the caller's to delete. */
export function forget(agreement: Agreement, now: number): Agreement {
  return {
    ...baseOf(agreement),
    state: 'forgotten',
    subject: { from: 'page', host: '' },
    eugodaId: null,
    answers: [],
    archives: [],
    problem: null,
    changedAt: now,
  };
}

type Base = Omit<Extract<Agreement, { state: 'registering' }>, 'state'>;

/** Without the fields of a state, so that a link does not survive in a state that has none. */
function baseOf(agreement: Agreement): Base {
  const { v, externalId, applicationId, createdAt, changedAt, subject, removeOnCompleted } = agreement;
  const { expectedSignatures, lifetime, eugodaId, answers, archives, problem } = agreement;
  const identity = { v, externalId, applicationId, createdAt, changedAt, subject, removeOnCompleted };
  return { ...identity, expectedSignatures, lifetime, eugodaId, answers, archives, problem };
}
