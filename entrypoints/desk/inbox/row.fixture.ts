import type { InboxRow } from '../../../lib/messages/views/inbox.ts';

/** An invented document in the inbox, for tests and pictures. */
export function rowFixture(more: Partial<InboxRow> = {}): InboxRow {
  return {
    owner: 'tin:300000019',
    documentId: '11F0AAAA000000000000000000000001',
    outgoing: false,
    doctype: '002',
    number: '118',
    date: '2026-11-20',
    partner: '"O‘RGIMCHAK" MCHJ',
    partnerTin: '300000027',
    sum: 1_250_000,
    status: 2,
    actions: ['accept', 'reject'],
    updatedAt: null,
    jobId: null,
    ...more,
  };
}
