import { withHiddenShown } from '../signing/hidden-characters.ts';
import { normalizeId } from './address.ts';
import { numberOf, recordOf, textOf } from './loose.ts';
import type { RowClaims } from './prepare.ts';
import { type DocumentAction, fittingActions, LADDER, STATUS } from './statuses.ts';

export type Folder = 'waiting' | 'drafts' | 'sent' | 'done' | 'all';
interface FolderPart {
  readonly outgoing: boolean;
  readonly statuses: readonly number[];
}

const ENDED = [
  STATUS.signed,
  STATUS.refused,
  STATUS.deleted,
  STATUS.signedByAgent,
  STATUS.invalid,
  STATUS.annulled,
  STATUS.cancelledBySender,
  ...LADDER.ended,
];
const WAITING = [STATUS.waitsForUs, STATUS.agentSeenByBuyer, ...LADDER.sent];
const SENT = [
  STATUS.waitsForPartner,
  STATUS.waitsForAgent,
  STATUS.agentSeenByBuyer,
  ...LADDER.sent,
  ...LADDER.underWay,
];
const SENT_EVER = [...new Set([...WAITING, ...SENT, ...ENDED])];

/**
 * Which statuses of which direction a folder holds. Lists always ask for them by number: one without statuses leaves out
 * drafts, agents' documents and every ladder. What waits for us on the site only (a waybill, a
 * hybrid invoice, an agent's document) stands beside what can be signed here.
 */
export const FOLDERS: Record<Folder, readonly FolderPart[]> = {
  waiting: [{ outgoing: false, statuses: WAITING }],
  drafts: [{ outgoing: true, statuses: [STATUS.draft] }],
  sent: [{ outgoing: true, statuses: SENT }],
  done: [
    { outgoing: false, statuses: ENDED },
    { outgoing: true, statuses: ENDED },
  ],
  all: [
    { outgoing: false, statuses: SENT_EVER },
    { outgoing: true, statuses: [STATUS.draft, ...SENT_EVER] },
  ],
};

export interface DocumentRow {
  readonly owner: string;
  readonly documentId: string;
  readonly outgoing: boolean;
  readonly doctype: string;
  readonly number: string;
  readonly date: string | null;
  readonly partner: string;
  readonly partnerTin: string | null;
  readonly sum: number | null;
  readonly status: number;
  readonly actions: readonly DocumentAction[];
  readonly onSite: boolean;
  readonly updatedAt: number | null;
  /** To be held against the bytes before they are signed. */
  readonly claims: RowClaims;
}

/** A row of a list; null when it does not even name a document. */
export function readRow(source: unknown, owner: string, outgoing: boolean): DocumentRow | null {
  const row = recordOf(source);
  const id = textOf(row?.doc_id);
  if (!row || !id) return null;
  const doctype = (textOf(row.doctype) ?? 'unknown').padStart(3, '0');
  const status = numberOf(row.doc_status) ?? -1;
  const said = numberOf(row.owner);
  const own = said === null ? outgoing : said === 1;
  const { actions, onSite } = fittingActions({ status, outgoing: own, doctype });
  const number = textOf(row.name);
  const date = textOf(row.doc_date);
  const [tin, pinfl] = [textOf(row.partnerTin), textOf(row.partnerPinfl)];
  const withVat = numberOf(row.total_delivery_sum_with_vat);
  const updated = numberOf(row.updated_unix);
  return {
    owner,
    documentId: normalizeId(id),
    outgoing: own,
    doctype,
    number: withHiddenShown(number ?? ''),
    date,
    partner: withHiddenShown(textOf(row.partnerCompany) ?? ''),
    partnerTin: tin ?? pinfl,
    sum: withVat ?? numberOf(row.total_sum),
    status,
    actions,
    onSite,
    updatedAt: updated ? updated * 1000 : null,
    claims: {
      number,
      doctype,
      partnerIds: [tin, pinfl].filter(known => known !== null),
      date,
      // 0 stands for "has none" in rows of documents without sums (seen in real lists).
      sum: withVat || null,
    },
  };
}
