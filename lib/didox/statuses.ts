/**
 * Document statuses by number. 1 and 2 are one state seen from two
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
  /** Undocumented, seen on incoming documents by one client [1L]. */
  cancelledBySender: 5555,
} as const;

export type DocumentAction = 'sign' | 'accept' | 'reject' | 'cancel' | 'delete-draft';

/** Types whose further steps (giving, returning, agents, accountants) we show but do not do: the site does them. */
const STEPWISE_TYPES = new Set(['041', '004', '023', '062', '010', '075']);

/** Nothing more happens to these. */
const FINAL: ReadonlySet<number> = new Set([
  STATUS.signed,
  STATUS.refused,
  STATUS.deleted,
  STATUS.signedByAgent,
  STATUS.invalid,
  STATUS.annulled,
  STATUS.draftDeleted,
  STATUS.cancelledBySender,
]);

/** The ladders of waybills (110…), hybrid invoices (210…) and new powers of attorney (310…): all of them were sent. */
const isLadder = (status: number) => status >= 110 && status < 400;

/**
 * Steps of the ladders as the docs name them, 120 and 130 as one client does [1]. Which of them ask for something, and
 * which are the end, is a guess [G]: the first step of each waits for whoever received it, the last ones for nobody.
 */
export const LADDER = {
  sent: [110, 210, 310],
  underWay: [120, 130, 140, 150, 240, 250, 340],
  ended: [160, 170, 190, 200, 260, 360],
} as const;

/**
 * What fits a document, seen from our side. Waybill, hybrid, agent and multi-party steps are shown, not offered: an
 * empty list plus `onSite` says "go to the site".
 */
export function fittingActions(document: { status: number; outgoing: boolean; doctype: string }): {
  actions: readonly DocumentAction[];
  onSite: boolean;
} {
  const { status, outgoing, doctype } = document;
  if (FINAL.has(status)) return { actions: [], onSite: false };
  if (STEPWISE_TYPES.has(doctype) || isLadder(status)) {
    return { actions: outgoing && status === STATUS.draft ? ['delete-draft'] : [], onSite: true };
  }
  if (status === STATUS.waitsForAgent || status === STATUS.agentSeenByBuyer)
    return { actions: [], onSite: true };
  if (outgoing && status === STATUS.draft) return { actions: ['sign', 'delete-draft'], onSite: false };
  if (outgoing && status === STATUS.waitsForPartner) return { actions: ['cancel'], onSite: false };
  if (!outgoing && status === STATUS.waitsForUs) return { actions: ['accept', 'reject'], onSite: false };
  return { actions: [], onSite: false };
}

/**
 * Which statuses prove that an action took effect, and which prove that it did not (also because another action came
 * first: what was refused was not accepted). Everything else proves nothing.
 */
const PROOFS: Record<DocumentAction, { readonly done: readonly number[]; readonly not: readonly number[] }> =
  {
    sign: {
      done: [
        STATUS.waitsForPartner,
        STATUS.waitsForUs,
        STATUS.signed,
        STATUS.refused,
        STATUS.waitsForAgent,
        STATUS.signedByAgent,
        STATUS.invalid,
        STATUS.annulled,
        STATUS.agentSeenByBuyer,
      ],
      not: [STATUS.draft, STATUS.draftDeleted],
    },
    accept: {
      done: [STATUS.signed],
      not: [STATUS.waitsForUs, STATUS.refused, STATUS.deleted, STATUS.cancelledBySender],
    },
    reject: {
      done: [STATUS.refused],
      not: [STATUS.waitsForUs, STATUS.signed, STATUS.deleted, STATUS.cancelledBySender],
    },
    cancel: {
      done: [STATUS.deleted, STATUS.cancelledBySender],
      not: [STATUS.waitsForPartner, STATUS.signed, STATUS.refused, STATUS.signedByAgent],
    },
    'delete-draft': {
      done: [STATUS.draftDeleted, STATUS.deleted],
      not: [STATUS.draft, STATUS.waitsForPartner, STATUS.signed, STATUS.refused, STATUS.waitsForAgent],
    },
  };

/** Whether a status proves that an action took effect, that it did not, or neither. */
export function outcomeOf(action: DocumentAction, status: number): 'done' | 'not-done' | 'unknown' {
  const { done, not } = PROOFS[action];
  if (done.includes(status) || (action === 'sign' && isLadder(status))) return 'done';
  return not.includes(status) ? 'not-done' : 'unknown';
}
