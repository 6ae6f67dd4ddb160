import { readFacts } from './facts.ts';
import { numberOf } from './loose.ts';
import { STATUS } from './statuses.ts';

/**
 * Whether a document is our own (outgoing). The service's `owner` field decides; when it is missing,
 * the parties in the content; then what was asked for; and if nobody said, the status: only an incoming document can
 * wait for us [G].
 */
export function isOutgoing(
  document: Readonly<Record<string, unknown>>,
  json: unknown,
  ourIds: readonly string[],
  asked: boolean | null,
): boolean {
  const owner = numberOf(document.owner);
  if (owner === 0 || owner === 1) return owner === 1;
  const { seller, buyers } = readFacts(json, '', ourIds);
  const sells = seller?.tin != null && ourIds.includes(seller.tin);
  const buys = buyers.some(({ tin }) => tin !== null && ourIds.includes(tin));
  if (sells !== buys) return sells;
  return asked ?? statusOf(document) !== STATUS.waitsForUs;
}

/** `doc_status`, or its older name; -1 when there is none. */
export function statusOf(document: Readonly<Record<string, unknown>>): number {
  return numberOf(document.doc_status) ?? numberOf(document.status) ?? -1;
}
