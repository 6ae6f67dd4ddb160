import { json, type Reply } from '../http/exchange.ts';
import type { JsonObject, Owner, StoredDocument } from '../types.ts';
import { partyOf } from '../world/parties.ts';
import { listedByDefault, statusFor } from '../world/statuses.ts';
import { ownerOf } from '../world/store.ts';
import type { UserCall } from './context.ts';
import { fieldErrors } from './errors.ts';
import { localDay, rowOf } from './rows.ts';

const commaList = (text: string | null): string[] | null =>
  text ? text.split(',').map(item => item.trim()) : null;

const within = (day: string | null, from: string | null, to: string | null): boolean =>
  (!from || (day !== null && day >= from)) && (!to || (day !== null && day <= to));

const has = (value: string | null, wanted: string | null): boolean =>
  !wanted || (value ?? '').toLowerCase().includes(wanted.toLowerCase());

function fits(document: StoredDocument, owner: Owner, query: URLSearchParams): boolean {
  const partner = partyOf(owner === 1 ? document.receiver : document.sender);
  const wantedSum = query.get('sum');
  const { totals } = document;
  return (
    (has(partner.name, query.get('partner')) || partner.taxId === query.get('partner')) &&
    has(document.number, query.get('name')) &&
    has(document.contractNumber, query.get('contractName')) &&
    (!wantedSum || (!!totals && [totals.sum, totals.withVat].includes(Number(wantedSum)))) &&
    (!query.get('contractDate') || document.contractDate === query.get('contractDate')) &&
    within(localDay(document.createdAt), query.get('dateFromCreated'), query.get('dateToCreated')) &&
    within(localDay(document.updatedAt), query.get('dateFromUpdated'), query.get('dateToUpdated')) &&
    within(
      document.sentAt && localDay(document.sentAt),
      query.get('signDateFrom'),
      query.get('signDateTo'),
    ) &&
    within(document.date, query.get('docDateFromCreated'), query.get('docDateToCreated'))
  );
}

function mine(call: UserCall, owner: Owner): StoredDocument[] {
  return call.world.store.all().filter(document => ownerOf(document, call.session.taxId) === owner);
}

/** Changes in a list row what a client might believe without looking at the document. */
function withLie(row: JsonObject): JsonObject {
  return { ...row, total_delivery_sum_with_vat: 1, name: `${String(row.name)}-1`, partnerTin: '300000999' };
}

/** GET /v2/documents */
export function list(call: UserCall): Reply {
  const { query } = call.exchange;
  const page = Number(query.get('page') ?? Number.NaN);
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(page) || page < 1) return fieldErrors({ page: 'Поле page обязательно' });
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return fieldErrors({ limit: 'Значение limit должно быть от 1 до 100' });
  }
  const owner: Owner = query.get('owner') === '0' ? 0 : 1;
  const statuses = commaList(query.get('status'))?.map(Number) ?? listedByDefault;
  const doctypes = commaList(query.get('doctype'));
  const found = mine(call, owner)
    .filter(document => statuses.includes(statusFor(document, owner) ?? Number.NaN))
    .filter(document => !doctypes || doctypes.includes(document.doctype))
    .filter(document => fits(document, owner, query))
    .sort((a, b) => +b.updatedAt - +a.updatedAt || (a.id < b.id ? -1 : 1));
  const { mischief, settings } = call.world;
  const rows = found.slice((page - 1) * limit, page * limit).map(document => {
    const row = rowOf(document, owner);
    return mischief.attack(settings.attacks, 'list-row-differs', document.id) ? withLie(row) : row;
  });
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  const base = settings.nextPageUrl === 'absolute' ? 'https://api2.didox.uz' : '';
  return json(200, {
    data: rows,
    total: found.length,
    next_page_url: page * limit < found.length ? `${base}/v2/documents?${next}` : null,
    source: 'search',
  });
}

/** GET /v2/documents/statistics/all; without `owner` it counts the incoming (the list does the opposite). */
export function statistics(call: UserCall): Reply {
  const owner: Owner = call.exchange.query.get('owner') === '1' ? 1 : 0;
  const counts: Record<string, number> = {};
  for (const document of mine(call, owner)) {
    const status = String(statusFor(document, owner));
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return json(200, counts);
}
