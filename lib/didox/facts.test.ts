import { describe, expect, it } from 'vitest';
import { counterpartyOf, readFacts } from './facts.ts';
import samples from './samples.fixture.json' with { type: 'json' };

const said = (facts: ReturnType<typeof readFacts>, label: string) =>
  facts.facts.find(fact => fact.label === label)?.value;

describe('readFacts', () => {
  it('reads a real invoice, seen by its buyer', () => {
    const read = readFacts(samples.archive, '002', ['300000008']);
    expect(read).toMatchObject({ number: '1428', date: '2025-06-30', sum: '1000', sumWithVat: true });
    expect(said(read, 'counterparty')).toBe('"TEST COMPANY 8" MCHJ (300000007)');
    expect(said(read, 'vat')).toBe('107.14');
    expect(said(read, 'contract')).toBe('C-6');
    expect(read.facts.filter(fact => fact.kind === 'raw')).toEqual([]);
  });

  it('reads the official sample, whose sums are texts', () => {
    const read = readFacts(samples.officialSigned.data.json, '002', ['300000001']);
    expect(read).toMatchObject({ number: 'Тест', date: '2025-09-08', sum: '1.12' });
    expect(said(read, 'counterparty')).toBe('"TEST COMPANY 2" MCHJ (300000002)');
  });

  it('shows a contract that says almost nothing by its own fields', () => {
    const read = readFacts(samples.officialContract, '007', ['300000001']);
    expect(read).toMatchObject({ number: 'SPIKE-0001', date: '2026-08-19', sum: null });
    expect(said(read, 'contractid')).toBe('6a8579457a20272c0c01f12a');
  });

  it('reads keys in any case, as other operators write them', () => {
    const read = readFacts(
      { FacturaDoc: { FacturaNo: 'A-1', FacturaDate: '08.09.2025' }, SellerTin: '1', BuyerTin: '2' },
      '002',
      ['2'],
    );
    expect(read).toMatchObject({ number: 'A-1', date: '2025-09-08', seller: { tin: '1' } });
    expect(said(read, 'counterparty')).toBe('1');
  });

  it('shows by its code what would turn a text around, or be seen as nothing', () => {
    const json = {
      facturadoc: { facturano: '7\u200b1', facturadate: '2026-01-02' },
      sellertin: '300000019',
      seller: { name: 'Halol\u202e' },
      buyertin: '300000007',
      'no\u2066te': 'a\u00adb',
    };
    const read = readFacts(json, '002', ['300000007']);
    // As it stands, the number behind the name would be read from right to left: 910000003.
    expect(said(read, 'counterparty')).toBe('Halol[U+202E] (300000019)');
    expect(read.seller?.name).toBe('Halol[U+202E]');
    expect(said(read, 'number')).toBe('7[U+200B]1');
    expect(said(read, 'no[U+2066]te')).toBe('a[U+00AD]b');
    // What is compared stays as it is.
    expect(read.number).toBe('7\u200b1');
  });

  it('never adds up unit prices', () => {
    const json = { facturadoc: { facturano: '1' }, productlist: { products: [{ summa: 100, count: 5 }] } };
    expect(readFacts(json, '002', []).sum).toBeNull();
  });

  it('adds VAT to lines that carry it apart, and does not call a net sum one with VAT', () => {
    const lines = (line: object) => ({ productlist: { products: [line, line] } });
    expect(readFacts(lines({ deliverysum: 100, vatsum: 12 }), '002', [])).toMatchObject({
      sum: '224',
      sumWithVat: true,
    });
    const net = readFacts(lines({ deliverysum: 100, vatsum: null }), '002', []);
    expect(net).toMatchObject({ sum: '200', sumWithVat: false });
    expect(said(net, 'sum')).toBeUndefined();
    expect(said(net, 'deliverysum')).toBe('200');
  });

  it('calls a sum one of this country’s money, unless the document names another', () => {
    const sums = (more: object) =>
      readFacts(
        { number: '1', sellertin: '1', ...more, productlist: { products: [{ deliverysumwithvat: 5 }] } },
        '007',
        [],
      ).facts.filter(({ label }) => label === 'sum' || label.endsWith('currency'));
    expect(sums({})).toMatchObject([{ kind: 'money' }]);
    expect(sums({ contractdoc: { Currency: 'UZS' } })).toMatchObject([{ kind: 'money' }]);
    expect(sums({ contractdoc: { Currency: 'USD' } })).toMatchObject([
      { kind: 'amount', value: '5' },
      { label: 'contractdoc.currency', value: 'USD', strong: true },
    ]);
  });

  it('adds up the products of a waybill’s groups', () => {
    const group = { productinfo: { products: [{ deliverysumwithvat: 1.1 }, { deliverysumwithvat: 2.2 }] } };
    expect(readFacts({ productgroups: [group, group] }, '041', []).sum).toBe('6.60');
  });

  it('names every other side of a contract with several', () => {
    const json = {
      contractdoc: { contractno: '7' },
      owner: { tin: '1', name: 'One' },
      clients: [
        { tin: '2', name: 'Two' },
        { tin: '3', name: 'Three' },
      ],
    };
    const forThird = readFacts(json, '007', ['3']);
    expect(said(forThird, 'counterparty')).toBe('One (1)');
    expect(said(forThird, 'buyer')).toBe('Two (2)');
    const forFirst = readFacts(json, '007', ['1']);
    expect(said(forFirst, 'counterparty')).toBe('Two (2)');
    expect(said(forFirst, 'buyer')).toBe('Three (3)');
  });

  it('finds the other side for a person by any of the person’s numbers', () => {
    const json = { sellertin: '300000019', buyertin: '30000000000068', seller: { name: 'S' } };
    expect(said(readFacts(json, '005', ['300000068', '30000000000068']), 'counterparty')).toBe(
      'S (300000019)',
    );
    const pinfl = { sellertin: '300000019', buyertin: null, buyerpinfl: '30000000000068' };
    expect(counterpartyOf(readFacts(pinfl, '005', []), ['30000000000068'])?.tin).toBe('300000019');
  });

  it('shows both sides when it does not know which is ours', () => {
    const read = readFacts(samples.archive, '002', []);
    expect(said(read, 'seller')).toContain('300000007');
    expect(said(read, 'buyer')).toContain('300000008');
  });

  it('is never empty for a type nobody knows', () => {
    const read = readFacts({ Foo: { Bar: 'baz', n: 0, ok: false }, empty: '', none: null }, '999', []);
    expect(read.facts.map(({ label, value }) => [label, value])).toEqual([
      ['doctype', '999'],
      ['foo.bar', 'baz'],
      ['foo.n', '0'],
      ['foo.ok', 'false'],
    ]);
  });

  it('shows the only thing there is, even where it is usually left out', () => {
    expect(said(readFacts({ seller: { account: '123' } }, '999', []), 'seller.account')).toBe('123');
  });

  it('survives strange input', () => {
    for (const strange of [undefined, null, 5, 'text', [], [[]], { productlist: 5, clients: {} }])
      expect(() => readFacts(strange, '002', [])).not.toThrow();
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    expect(() => readFacts(deep, '002', [])).not.toThrow();
    expect(readFacts(JSON.parse('{"__proto__":{"number":"9"}}'), '002', []).number).toBeNull();
  });

  it('shows long texts cut and many fields only so many', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, 'x'.repeat(300)]));
    const raw = readFacts(many, '999', []).facts.filter(fact => fact.kind === 'raw');
    expect(raw).toHaveLength(40);
    expect(raw[0]?.value).toHaveLength(201);
  });
});
