import { type Failure, FlowError, failure } from '../signing/failure.ts';
import type { EugodaCallName } from './requests.ts';
import { looksLikeHtml, saysRefused, stateNames, wordsOf } from './words.ts';

export type EugodaErrorCode =
  /** Our clock is away from the service's, by `data.minutes`. */
  | 'clock-off'
  /** The validation string was refused: most likely the secret. */
  | 'mac-refused'
  | 'unknown-application'
  | 'unknown-template'
  /** Of the application, or one that was removed after delivery. */
  | 'unknown-document'
  /** Our ids are unique, so this may be about our own request, sent twice by the browser. */
  | 'duplicate-external-id'
  | 'too-large'
  | 'link-expired'
  | 'not-signed-yet'
  | 'html-instead-of-json'
  | 'empty-answer'
  /** No connection; nothing was sent. `data.port`: firewalls like to block it. */
  | 'unreachable'
  /** A registration went out and no usable answer came: it may have been created. */
  | 'ambiguous'
  /** No answer in time to something that may simply be asked again. */
  | 'no-answer'
  | 'server-error'
  /** Any other refusal: its words say why. */
  | 'refused'
  | 'cancelled';

/** Plain data: may be stored with the agreement and sent between contexts. Holds no secret. */
export interface EugodaProblem {
  readonly code: EugodaErrorCode;
  readonly call: EugodaCallName;
  /** HTTP status, null when there was no answer. */
  readonly status: number | null;
  /** The service's own words. */
  readonly words: string | null;
  /** Our clock minus the service's, seconds; null when it sent no date. */
  readonly skewSeconds: number | null;
  /** True when the agreement may exist in spite of this: look (share) before registering again. */
  readonly mayHaveHappened: boolean;
  readonly port: number;
}

/** As the i18n layer wants it: `eugoda-<code>`, with status, minutes (how far the clock is off) and port for the sentence. */
export function failureOf(problem: EugodaProblem): Failure {
  const data: Record<string, string | number> = { port: problem.port };
  if (problem.status !== null) data.status = problem.status;
  if (problem.skewSeconds !== null) data.minutes = Math.abs(Math.round(problem.skewSeconds / 60));
  else if (problem.code === 'clock-off') data.minutes = '?';
  return failure(`eugoda-${problem.code}`, problem.words, data);
}

export class EugodaError extends FlowError {
  readonly problem: EugodaProblem;
  /** The service's whole answer, redacted; null when there was none. */
  readonly raw: string | null;

  constructor(problem: EugodaProblem, options?: ErrorOptions & { readonly raw?: string }) {
    super(failureOf(problem), options);
    this.name = 'EugodaError';
    this.problem = problem;
    this.raw = options?.raw ?? null;
  }
}

export const isCreate = (call: EugodaCallName): boolean =>
  call === 'register-file' || call === 'register-template';

/** Guess: services of this kind tolerate 3 to 15 minutes; a smaller difference is not worth mentioning. */
const noticeableSkewSeconds = 120;

export interface AnswerFacts {
  readonly call: EugodaCallName;
  readonly status: number;
  readonly text: string;
  readonly skewSeconds: number | null;
  readonly port: number;
}

/** Our clock minus the service's, from the `Date` header (whole seconds) and the middle of the exchange. */
export function measureSkew(dateHeader: string | null, sentAt: number, receivedAt: number): number | null {
  const served = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  return Number.isNaN(served) ? null : Math.round(((sentAt + receivedAt) / 2 - served) / 1000);
}

/** What a refusing answer means. */
export function readProblem(facts: AnswerFacts): EugodaProblem {
  const { call, status, skewSeconds, port } = facts;
  // In place of an archive may come nothing but a state.
  const words = wordsOf(facts.text) ?? (call === 'document' ? wordsOf(facts.text, stateNames) : null);
  const code = codeOf(facts, words);
  // It may be there after a failure inside the service, a success whose words only look like a refusal, or a refusal
  // of our (unique) id as already used, whatever else its words are about.
  const succeeded = status < 300 && !saysRefused(facts.text);
  const isDuplicate = status === 409 || (words !== null && duplicate.test(words));
  const mayHaveHappened = isCreate(call) && (succeeded || code === 'ambiguous' || isDuplicate);
  return { code, call, status, words, skewSeconds, mayHaveHappened, port };
}

const duplicate = /duplicat|already (?:exist|used|registered)|вже (?:існує|використ|зареєстр)|not unique/i;

/** Guess: neither statuses nor texts of errors are documented. The first pattern that fits decides. */
const patterns: readonly (readonly [EugodaErrorCode, RegExp])[] = [
  ['too-large', /too large|завелик|перевищ.{0,20}розмір|request entity/i],
  ['clock-off', /timestamp|time ?stamp|часов\S* мітк|застаріл|outdated|clock/i],
  ['duplicate-external-id', duplicate],
  ['unknown-template', /template|шаблон/i],
  ['mac-refused', /validation ?string|hmac|\bmac\b|рядок валідації|(?:invalid|wrong|bad) signature/i],
  ['unknown-application', /application|застосун/i],
  ['not-signed-yet', /not (?:yet )?(?:signed|completed|ready|finished)|(?:не|ще не) підписан|очіку|pending/i],
  ['link-expired', /expired|прострочен|термін дії|не ?активн/i],
  [
    'unknown-document',
    /not found|no such|не знайден|unknown document|does not exist|не існує|removed|deleted|видален/i,
  ],
];

function codeOf(facts: AnswerFacts, words: string | null): EugodaErrorCode {
  const { call, status, text, skewSeconds } = facts;
  if (status === 413) return 'too-large';
  if (status >= 500) return isCreate(call) ? 'ambiguous' : 'server-error';
  const html = looksLikeHtml(text);
  const named = html || words === null ? undefined : patterns.find(([, pattern]) => pattern.test(words))?.[0];
  const skewed = skewSeconds !== null && Math.abs(skewSeconds) >= noticeableSkewSeconds;
  const mayBeClock = named === undefined || named === 'mac-refused';
  if (skewed && mayBeClock && [400, 401, 403].includes(status)) return 'clock-off';
  if (named !== undefined) return named;
  if (call === 'document' && [202, 204, 409, 425].includes(status)) return 'not-signed-yet';
  if (isCreate(call) && status === 409) return 'duplicate-external-id';
  if (status === 410) return 'link-expired';
  if (html) return 'html-instead-of-json';
  if (!isCreate(call) && status === 404) return 'unknown-document';
  if (status === 401 || status === 403) return 'mac-refused';
  return words === null && !/\w/.test(text) ? 'empty-answer' : 'refused';
}
