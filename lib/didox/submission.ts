import { FlowError, failure } from '../signing/failure.ts';
import { parseJson, recordOf, textOf } from './loose.ts';
import { readRefusal } from './refusal.ts';

/** What the service did with a signature. */
export interface SubmitAnswer {
  /** The answer, shortened, for the receipt. */
  readonly answer: string;
  /** A success with something to say. */
  readonly warning: string | null;
}

const LONGEST_KEPT = 500;

/**
 * Reads a 2xx answer of sign, reject, delete or the offer. Success is `{"data": true}` or `{"data": {"status":
 * "success"}}`; a refusal inside a 200 is a refusal all the same; whatever else (a proxy's page, an empty body) proves
 * nothing and goes the way of every ambiguous answer, as `service-malformed`.
 */
export function readSubmitAnswer(text: string): SubmitAnswer {
  const answer = recordOf(parseJson(text));
  const data = recordOf(answer?.data);
  if (answer?.success === false || data?.status === 'error' || (answer?.error && !answer.data))
    throw new FlowError(readRefusal('submit', 422, text, null));
  if (!answer || (answer.data !== true && data?.status !== 'success'))
    throw new FlowError(failure('service-malformed'));
  return { answer: text.slice(0, LONGEST_KEPT), warning: warningOf(answer.warningDetails) };
}

function warningOf(details: unknown): string | null {
  const record = recordOf(details);
  if (!record) return textOf(details);
  const parts = [record.message ?? record.title, record.description]
    .map(textOf)
    .filter(part => part !== null);
  return parts.length ? [...new Set(parts)].join('. ') : null;
}
