import { normalizeId } from './address.ts';
import type { RowClaims } from './prepare.ts';
import { fittingActions, STATUS } from './statuses.ts';
import type { ListRow } from './wire.ts';

export type Folder = 'waiting' | 'drafts' | 'sent' | 'done' | 'all';

/** Which statuses of which direction a folder holds; lists ask for them by number. */
export const FOLDERS: Record<Folder, readonly { outgoing: boolean; statuses: readonly number[] | null }[]> = {
  waiting: [{ outgoing: false, statuses: [STATUS.waitsForUs] }],
  drafts: [{ outgoing: true, statuses: [STATUS.draft] }],
  sent: [
    { outgoing: true, statuses: [STATUS.waitsForPartner, STATUS.waitsForAgent, STATUS.agentSeenByBuyer] },
  ],
  done: [
    {
      outgoing: false,
      statuses: [
        STATUS.signed,
        STATUS.refused,
        STATUS.deleted,
        STATUS.signedByAgent,
        STATUS.invalid,
        STATUS.annulled,
      ],
    },
    {
      outgoing: true,
      statuses: [
        STATUS.signed,
        STATUS.refused,
        STATUS.deleted,
        STATUS.signedByAgent,
        STATUS.invalid,
        STATUS.annulled,
      ],
    },
  ],
  all: [
    { outgoing: false, statuses: null },
    { outgoing: true, statuses: null },
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
  readonly actions: readonly ReturnType<typeof fittingActions>['actions'][number][];
  readonly onSite: boolean;
  readonly updatedAt: number | null;
}

export function readRow(row: ListRow, owner: string, outgoing: boolean): DocumentRow {
  const doctype = String(row.doctype ?? 'unknown').padStart(3, '0');
  const status = row.doc_status ?? -1;
  const own = row.owner === null || row.owner === undefined ? outgoing : row.owner === 1;
  const { actions, onSite } = fittingActions({ status, outgoing: own, doctype });
  return {
    owner,
    documentId: normalizeId(row.doc_id),
    outgoing: own,
    doctype,
    number: String(row.name ?? ''),
    date: row.doc_date ?? null,
    partner: row.partnerCompany ?? '',
    partnerTin: row.partnerTin === null || row.partnerTin === undefined ? null : String(row.partnerTin),
    sum: row.total_delivery_sum_with_vat ?? row.total_sum ?? null,
    status,
    actions,
    onSite,
    updatedAt: row.updated_unix ? row.updated_unix * 1000 : null,
  };
}

/** What the row claims, to be held against the bytes before they are signed. */
export function claimsOf(row: DocumentRow): RowClaims {
  return { partnerTin: row.partnerTin, date: row.date, sum: row.sum || null };
}
