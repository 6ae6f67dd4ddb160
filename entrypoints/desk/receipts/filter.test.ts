import { describe, expect, it } from 'vitest';
import { receiptsToCsv, receiptsToJson } from './export.ts';
import { companiesOf, filterReceipts, indexReceipts, NO_FILTER } from './filter.ts';
import { receiptFixture } from './receipt.fixture.ts';

const RECEIPTS = [
  receiptFixture({ id: 'a' }),
  receiptFixture({
    id: 'b',
    service: 'file',
    at: Date.UTC(2026, 9, 1),
    title: '=cmd()',
    company: { tin: '300000035', pinfl: null, name: 'Oʻrgimchak' },
    counterparty: null,
    documentId: null,
  }),
];
const ids = (filter: Partial<typeof NO_FILTER>) =>
  filterReceipts(
    indexReceipts(RECEIPTS, receipt => receipt.title),
    { ...NO_FILTER, ...filter },
  ).map(receipt => receipt.id);

describe('the list of receipts', () => {
  it('finds by company, counterparty, number and digest', () => {
    expect(ids({ text: "o'rgimchak" })).toEqual(['b']);
    expect(ids({ text: 'береза 118' })).toEqual(['a']);
    expect(ids({ text: 'abab' })).toEqual(['a', 'b']);
  });

  it('filters by company, service and time, both ends included', () => {
    expect(ids({ company: '300000035' })).toEqual(['b']);
    expect(ids({ service: 'didox' })).toEqual(['a']);
    expect(ids({ from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 1) })).toEqual(['b']);
  });

  it('names each company once', () => {
    expect(companiesOf([...RECEIPTS, ...RECEIPTS]).map(company => company.id)).toEqual([
      '300000019',
      '300000035',
    ]);
  });

  it('exports times in UTC, and no formula', () => {
    const csv = receiptsToCsv(RECEIPTS, 'en');
    expect(csv).toContain('"2026-11-20T09:30:00.000Z","didox","didox-sign","Invoice 118","300000019"');
    expect(csv).toContain("'=cmd()");
  });

  it('exports nothing that only this installation understands', () => {
    const json = receiptsToJson(RECEIPTS);
    expect(JSON.parse(json).receipts).toHaveLength(2);
    expect(json).not.toMatch(/jobId|BlobId/);
  });
});
