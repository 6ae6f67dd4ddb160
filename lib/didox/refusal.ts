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

/** Calls that carry only the partner token: nothing else of ours can be refused there. */
const PARTNER_ONLY: readonly Endpoint[] = ['stamp', 'join'];
const ABOUT_DOCUMENTS: readonly Endpoint[] = ['document', 'submit', 'tosign', 'view'];
const LOGINS: readonly Endpoint[] = ['login', 'company-login'];
const ABOUT_USER_KEY = /user.?key|token expired/i;

/**
 * Didox's refusals in order; the first that fits names the failure. Words are matched in the languages seen in the docs
 * and by clients. Guesses [G], all in this table: the wording
 * of the partner token's own refusal (a 401 speaking of "partner"), of a document that is not there or not ours, of a
 * second signature and of a wrong status, and every Uzbek wording.
 */
const RULES: readonly Rule[] = [
  { code: 'too-many-attempts', status: [429], at: LOGINS },
  { code: 'rate-limited', status: [429] },
  { code: 'account-blocked', status: [423] },
  { code: 'partner-token-wrong', status: [401], words: /partner|jwt|jsonwebtoken/i },
  { code: 'partner-token-wrong', status: [403, 500], words: /partner.?(authorization|token)|jsonwebtoken/i },
  { code: 'not-registered', words: /user not registered/i },
  // A sign-in carries no user-key: whatever its 401 says, it is refused, and not tried again by itself.
  { code: 'login-refused', status: [401, 422], at: ['login'] },
  { code: 'session-expired', status: [401], words: ABOUT_USER_KEY },
  { code: 'partner-token-wrong', status: [401, 403], at: PARTNER_ONLY },
  { code: 'company-not-registered', words: /company not registered/i },
  { code: 'login-refused', status: [401, 422], at: LOGINS },
  { code: 'session-expired', status: [401] },
  { code: 'offer-not-signed', context: 'offer' },
  { code: 'offer-not-signed', words: /оферт|oferta|public offer|undefined variable \$isdraft/i },
  { code: 'user-disabled', words: /user status disabled/i },
  { code: 'already-signed', words: /already signed|уже подписан|allaqachon imzolangan/i },
  {
    code: 'wrong-status',
    words: /уже (отклон|удал|отмен|аннулир)|неверный статус|валидации: статус|allaqachon|noto.g.ri holat/i,
  },
  { code: 'not-supported-here', words: /unsupported action|not supported operation|неподдерживаемый тип/i },
  {
    code: 'document-gone',
    status: [400, 404, 422],
    words: /документ[а-яё ]* не (найден|существует)|document not found|hujjat (topilmadi|mavjud emas)/i,
    at: ABOUT_DOCUMENTS,
  },
  { code: 'no-permission', status: [403] },
  { code: 'document-gone', status: [404, 410], at: ABOUT_DOCUMENTS },
  { code: 'too-large', status: [413] },
  { code: 'wrong-status', status: [409] },
  { code: 'validation-failed', status: [400, 422] },
  { code: 'service-unavailable', status: [408, 425, 500, 502, 503, 504] },
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
  // Only where waiting helps: a validation text may speak of minutes too.
  const wait = retryAfterMs ?? (status === 429 || status === 503 ? waitInWords(envelope.words) : null);
  return failure(rule?.code ?? 'service-malformed', envelope.words, {
    status,
    ...(wait === null ? {} : { retryAfterMs: wait, seconds: Math.ceil(wait / 1000) }),
  });
}

/** «Попробуйте через 9 минут. 58 секунд» → ms. */
function waitInWords(words: string | null): number | null {
  const hours = /(\d+)\s*(?:час|soat)/i.exec(words ?? '')?.[1];
  const minutes = /(\d+)\s*(?:минут|minut|daqiqa)/i.exec(words ?? '')?.[1];
  const seconds = /(\d+)\s*(?:секунд|second|soniya)/i.exec(words ?? '')?.[1];
  if (!hours && !minutes && !seconds) return null;
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
}
