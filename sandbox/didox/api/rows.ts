import type { JsonObject, Owner, StoredDocument } from '../types.ts';
import { partyOf } from '../world/parties.ts';
import { statusFor } from '../world/statuses.ts';

/** Tashkent is UTC+5 all the year. */
const local = (date: Date): string => new Date(+date + 5 * 3_600_000).toISOString();
export const localDay = (date: Date): string => local(date).slice(0, 10);
export const localTime = (date: Date): string => local(date).slice(0, 19).replace('T', ' ');
const unix = (date: Date): number => Math.floor(+date / 1000);

/** A row of GET /v2/documents, keys and their order as in a real answer. */
export function rowOf(document: StoredDocument, owner: Owner): JsonObject {
  const mine = partyOf(owner === 1 ? document.sender : document.receiver);
  const partner = partyOf(owner === 1 ? document.receiver : document.sender);
  const { totals } = document;
  return {
    owner,
    has_committent: 0,
    has_lgota: 0,
    has_marks: 0,
    pid: 100_000_000 + (Number.parseInt(document.id.slice(-6), 16) % 1_000_000),
    doc_id: document.id,
    usersTaxId: mine.taxId,
    name: document.number,
    doc_date: document.date,
    doc_status: statusFor(document, owner),
    doctype: document.doctype,
    contract_number: document.contractNumber,
    contract_date: document.contractDate,
    partnerTin: partner.person ? null : partner.taxId,
    ...(partner.person ? { partnerPinfl: partner.taxId } : {}),
    partnerCompany: partner.name,
    partnerPhone: '998900000000',
    total_sum: totals?.sum ?? null,
    total_delivery_sum: totals?.sum ?? null,
    total_vat_sum: totals?.vat ?? null,
    total_delivery_sum_with_vat: totals?.withVat ?? null,
    oneside: 0,
    has_vat: (totals?.vat ?? 0) > 0,
    signed: document.sentAt ? localDay(document.sentAt) : null,
    updated: localDay(document.updatedAt),
    updated_date: localTime(document.updatedAt).replace(' ', 'T'),
    updated_unix: unix(document.updatedAt),
    created: localDay(document.createdAt),
    created_unix: unix(document.createdAt),
    partiesID: document.id.split('').reverse().join(''),
    roaming_id: document.roamingId,
    lgota_codes: null,
    factura_type: ['002', '008', '023'].includes(document.doctype) ? 0 : null,
    scoring: null,
    sellerAccount: partyOf(document.sender).account,
    status_comment: document.comment || null,
    internal_status: null,
    internal_comment: null,
    internal_status_alarm: null,
    agent: 0,
    mark_codes: null,
    branch_num: null,
  };
}
