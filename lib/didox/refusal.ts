import { type Failure, failure } from '../signing/failure.ts';
import { readErrorEnvelope } from './error-envelope.ts';

/** Which call was refused; the same words mean different things in different places. */
export type Endpoint =
  | 'login'
  | 'company-login'
  | 'stamp'
  | 'join'
  | 'document'
  | 'list'
  | 'submit'
  | 'tosign'
  | 'offer'
  | 'profile'
  | 'view';

interface Rule {
  readonly code: string;
  readonly status?: readonly number[];
  readonly words?: RegExp;
  readonly at?: readonly Endpoint[];
  readonly context?: string;
}

/**
 * Didox's refusals in order; the first that fits names the failure. Words are matched in the languages seen in the docs
 * and by clients (docs: Didox API and web app facts, sections 2.3 and 3.8). The partner token's own refusal is not
 * documented; that a 401 speaking of "partner" means it is a guess [G].
 */
const RULES: readonly Rule[] = [
  {
    code: 'rate-limited',
    status: [429],
    at: ['document', 'list', 'submit', 'stamp', 'join', 'tosign', 'offer', 'profile', 'view'],
  },
  { code: 'too-many-attempts', status: [429] },
  { code: 'account-blocked', status: [423] },
  { code: 'partner-token-wrong', status: [401, 403], words: /partner|jwt/i },
  { code: 'not-registered', words: /user not registered/i },
  { code: 'company-not-registered', words: /company not registered/i },
  { code: 'login-refused', status: [401, 422], at: ['login', 'company-login'] },
  { code: 'session-expired', status: [401] },
  { code: 'offer-not-signed', context: 'offer' },
  { code: 'offer-not-signed', words: /оферт|oferta|public offer|undefined variable \$isdraft/i },
  { code: 'user-disabled', words: /user status disabled/i },
  { code: 'already-signed', words: /already signed|уже подписан|allaqachon imzolangan/i },
  { code: 'not-supported-here', words: /unsupported action|not supported operation|неподдерживаемый тип/i },
  { code: 'no-permission', status: [403] },
  { code: 'document-gone', status: [404, 410] },
  { code: 'too-large', status: [413] },
  { code: 'wrong-status', status: [409] },
  { code: 'validation-failed', status: [400, 422] },
  { code: 'service-unavailable', status: [500, 502, 503, 504] },
];

/** Names a refusal, keeping the service's own words. `retryAfterMs` is what the service asked us to wait. */
export function readRefusal(
  endpoint: Endpoint,
  status: number,
  body: string,
  retryAfterMs: number | null,
): Failure {
  const envelope = readErrorEnvelope(body);
  const rule = RULES.find(
    candidate =>
      (!candidate.status || candidate.status.includes(status)) &&
      (!candidate.at || candidate.at.includes(endpoint)) &&
      (!candidate.words || candidate.words.test(envelope.words ?? '')) &&
      (!candidate.context || candidate.context in envelope.context),
  );
  const wait = retryAfterMs ?? waitInWords(envelope.words);
  return failure(rule?.code ?? 'service-malformed', envelope.words, {
    status,
    ...(wait === null ? {} : { retryAfterMs: wait, seconds: Math.ceil(wait / 1000) }),
  });
}

/** «Попробуйте через 9 минут. 58 секунд» → ms. */
function waitInWords(words: string | null): number | null {
  const minutes = /(\d+)\s*(?:минут|minut|daqiqa)/i.exec(words ?? '')?.[1];
  const seconds = /(\d+)\s*(?:секунд|second|soniya)/i.exec(words ?? '')?.[1];
  if (!minutes && !seconds) return null;
  return (Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
}
