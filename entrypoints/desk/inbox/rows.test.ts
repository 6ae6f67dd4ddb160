import { describe, expect, it } from 'vitest';
import { rowFixture } from './row.fixture.ts';
import { arrangeRows, indexRows, rowId } from './rows.ts';

const ROWS = [
  rowFixture({ documentId: 'A', date: '2026-11-01', sum: 10 }),
  rowFixture({ documentId: 'B', date: null, sum: null, partner: 'Berëza', owner: 'tin:2' }),
  rowFixture({ documentId: 'C', date: '2026-11-20', sum: 1_250_000, doctype: '005', partner: 'Alfa' }),
];
const all = { query: '', owner: null, doctype: null };
const ids = (filter: Partial<typeof all>, sort = { by: 'date', down: true } as const) =>
  arrangeRows(
    indexRows(ROWS, code => (code === '005' ? 'Act' : 'Invoice')),
    { ...all, ...filter },
    sort,
  )
    .map(entry => entry.row.documentId)
    .join('');

describe('rows of the inbox', () => {
  it('sorts, with empty values last in both directions', () => {
    expect(ids({})).toBe('CAB');
    expect(arrange('date', false)).toBe('ACB');
    expect(arrange('sum', true)).toBe('CAB');
    expect(arrange('partner', false)).toBe('CBA');
  });

  it('finds partner, type, and a sum typed with spaces', () => {
    expect(ids({ query: "o'rgim" })).toBe('A');
    expect(ids({ query: 'act' })).toBe('C');
    expect(ids({ query: '1 250 000' })).toBe('C');
  });

  it('filters by company and type', () => {
    expect(ids({ owner: 'tin:2' } as never)).toBe('B');
    expect(ids({ doctype: '005' } as never)).toBe('C');
  });

  it('tells apart the two sides of one document, and not the case of its id', () => {
    const one = { owner: 'o', documentId: 'ab', outgoing: true };
    expect(rowId(one)).toBe(rowId({ ...one, documentId: 'AB' }));
    expect(rowId(one)).not.toBe(rowId({ ...one, outgoing: false }));
  });

  it('arranges 2,000 rows well inside a frame budget', () => {
    const many = Array.from({ length: 2000 }, (_, n) => rowFixture({ documentId: String(n), sum: n % 77 }));
    const indexed = indexRows(many, code => code);
    const start = performance.now();
    arrangeRows(indexed, { ...all, query: 'rgim 300000027' }, { by: 'sum', down: true });
    expect(performance.now() - start).toBeLessThan(250);
  });
});

function arrange(by: 'date' | 'sum' | 'partner', down: boolean): string {
  return arrangeRows(
    indexRows(ROWS, code => code),
    all,
    { by, down },
  )
    .map(entry => entry.row.documentId)
    .join('');
}
