/**
 * Document statuses by number (docs: Didox API and web app facts, section 3.4). 1 and 2 are one state seen from two
 * sides: a status read with owner=1 must be swapped for the other party.
 */
export const STATUS = {
  draft: 0,
  waitsForPartner: 1,
  waitsForUs: 2,
  signed: 3,
  refused: 4,
  deleted: 5,
  waitsForAgent: 6,
  signedByAgent: 8,
  invalid: 40,
  annulled: 50,
  draftDeleted: 55,
  agentSeenByBuyer: 60,
  cancelledBySender: 5555,
} as const;

export type DocumentAction = 'sign' | 'accept' | 'reject' | 'cancel' | 'delete-draft';

/** Types whose further steps (giving, returning, agents, accountants) we show but do not do: the site does them. */
const STEPWISE_TYPES = new Set(['041', '004', '023', '062', '010', '075']);

/**
 * What fits a document, seen from our side. Waybill, hybrid, agent and multi-party steps are shown, not offered: an
 * empty list plus `onSite` says "go to the site".
 */
export function fittingActions(document: { status: number; outgoing: boolean; doctype: string }): {
  actions: readonly DocumentAction[];
  onSite: boolean;
} {
  const { status, outgoing, doctype } = document;
  if (STEPWISE_TYPES.has(doctype)) {
    if (outgoing && status === STATUS.draft) return { actions: ['delete-draft'], onSite: true };
    return { actions: [], onSite: status > 100 || status === STATUS.waitsForUs || status === STATUS.draft };
  }
  if (status === STATUS.waitsForAgent || status === STATUS.agentSeenByBuyer)
    return { actions: [], onSite: true };
  if (outgoing && status === STATUS.draft) return { actions: ['sign', 'delete-draft'], onSite: false };
  if (outgoing && status === STATUS.waitsForPartner) return { actions: ['cancel'], onSite: false };
  if (!outgoing && status === STATUS.waitsForUs) return { actions: ['accept', 'reject'], onSite: false };
  return { actions: [], onSite: false };
}

/** Whether a status proves that an action took effect, that it did not, or neither. */
export function outcomeOf(action: DocumentAction, status: number): 'done' | 'not-done' | 'unknown' {
  switch (action) {
    case 'sign':
      if (status === STATUS.draft) return 'not-done';
      return [1, 2, 3, 4, 6, 8, 60].includes(status) || status > 100 ? 'done' : 'unknown';
    case 'accept':
      if (status === STATUS.waitsForUs) return 'not-done';
      return status === STATUS.signed ? 'done' : 'unknown';
    case 'reject':
      if (status === STATUS.waitsForUs) return 'not-done';
      return status === STATUS.refused ? 'done' : 'unknown';
    case 'cancel':
      if (status === STATUS.waitsForPartner) return 'not-done';
      return [STATUS.deleted, STATUS.cancelledBySender].some(done => done === status) ? 'done' : 'unknown';
    case 'delete-draft':
      if (status === STATUS.draft) return 'not-done';
      return status === STATUS.draftDeleted || status === STATUS.deleted ? 'done' : 'unknown';
  }
}
