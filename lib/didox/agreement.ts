import { FlowError, failure } from '../signing/failure.ts';
import { sameSum, toMicro } from './decimal.ts';
import { PRICED_LINES } from './fact-paths.ts';
import { counterpartyOf, type DocumentFacts } from './facts.ts';
import { at, leavesOf, lowerKeys } from './json-paths.ts';

/** What a list row said about the same document, to be held against the bytes. */
export interface RowClaims {
  readonly number: string | null;
  readonly doctype: string;
  /** TIN and PINFL: an entrepreneur has both, and the document names one of them. */
  readonly partnerIds: readonly string[];
  readonly date: string | null;
  /** With VAT. */
  readonly sum: number | null;
}

/** A list row against the bytes that would be signed. Throws `facts-disagree`; what either does not say is not judged. */
export function requireAgreement(read: DocumentFacts, claims: RowClaims, ourIds: readonly string[]): void {
  const partner = counterpartyOf(read, ourIds);
  if (claims.partnerIds.length > 0 && partner?.tin && !claims.partnerIds.includes(partner.tin))
    disagree(claims.partnerIds.join(', '));
  if (claims.date && read.date && claims.date.slice(0, 10) !== read.date) disagree(claims.date);
  if (claims.sum !== null && read.sumWithVat && read.sum !== null && !sameSum(read.sum, claims.sum))
    disagree(String(claims.sum));
  if (claims.number !== null) requireNameAgrees(read, claims.number, claims.doctype);
}

/**
 * The service's own copy (`data.json`) against the bytes of an incoming document: number, date, parties, and every figure
 * of the product lines. Texts are not compared: other operators write names and addresses their own way [G].
 */
export function requireFieldsAgree(
  bytes: { readonly read: DocumentFacts; readonly json: unknown },
  stored: { readonly read: DocumentFacts; readonly json: unknown },
): void {
  for (const field of ['number', 'date', 'sum'] as const) {
    const [signed, said] = [bytes.read[field], stored.read[field]];
    if (signed !== null && said !== null && signed !== said) disagree(said);
  }
  const tins = ({ seller, buyers }: DocumentFacts) => [seller?.tin, ...buyers.map(({ tin }) => tin)];
  tins(bytes.read).forEach((tin, position) => {
    const other = tins(stored.read)[position];
    if (tin && other && tin !== other) disagree(other);
  });
  const copy = lowerKeys(stored.json);
  for (const [path, leaf] of leavesOf(lowerKeys(bytes.json))) {
    if (!PRICED_LINES.some(lines => path.startsWith(`${lines}.`))) continue;
    const [signed, said] = [toMicro(leaf), toMicro(at(copy, path))];
    if (signed !== null && said !== null && signed !== said) disagree(`${path}: ${at(copy, path)}`);
  }
}

/** Types whose name is a title somebody typed, not the number [G]. */
const FREELY_NAMED = new Set(['000', '010', '031', '075']);

/**
 * The service's name of a document against the number in the bytes. Seen: equal, or the number, a blank and the type
 * («Тест СФ» for number «Тест»); that nothing else occurs is a guess [G].
 */
export function requireNameAgrees(read: DocumentFacts, name: string, doctype: string): void {
  if (read.number === null || name.trim() === '' || FREELY_NAMED.has(doctype)) return;
  const plain = (text: string) => text.trim().replace(/^№\s*/, '').toLowerCase();
  const [number, called] = [plain(read.number), plain(name)];
  if (called !== number && !called.startsWith(`${number} `)) disagree(name);
}

function disagree(claimed: string): never {
  throw new FlowError(failure('facts-disagree', claimed));
}
