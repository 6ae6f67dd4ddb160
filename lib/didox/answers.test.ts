import { describe, expect, it } from 'vitest';
import { isOutgoing, statusOf } from './direction.ts';
import { FOLDERS, readRow } from './inbox.ts';
import { disagreement } from './refusal-object.ts';
import samples from './samples.fixture.json' with { type: 'json' };
import { serverOfSite } from './servers.ts';
import { readStamp } from './stamp.ts';
import { LADDER, STATUS } from './statuses.ts';
import { readSubmitAnswer } from './submission.ts';

describe('readSubmitAnswer', () => {
  it('takes the successes of the docs', () => {
    expect(readSubmitAnswer('{"data":true}').warning).toBeNull();
    expect(readSubmitAnswer('{"data":true,"warningDetails":null}').warning).toBeNull();
    expect(readSubmitAnswer('{"data":{"status":"success"}}').answer).toBe('{"data":{"status":"success"}}');
  });
  it.each([
    [{ id: 'x', title: 'warnings', message: 'Проверьте ИКПУ', description: null }, 'Проверьте ИКПУ'],
    [{ title: 'warnings', message: null, description: 'more' }, 'warnings. more'],
    ['just text', 'just text'],
    [{}, null],
  ])('keeps a success’s warning %j', (warningDetails, warning) => {
    expect(readSubmitAnswer(JSON.stringify({ data: true, warningDetails })).warning).toBe(warning);
  });
  it('sees a refusal inside a 200', () => {
    const refused = (body: unknown) => () => readSubmitAnswer(JSON.stringify(body));
    expect(refused({ data: { status: 'error', message: 'Оферта не подписана' } })).toThrow(
      /offer-not-signed/,
    );
    expect(refused({ success: false, error: 'нет' })).toThrow(/validation-failed: нет/);
    expect(refused({ error: { message: 'Документ уже подписан' } })).toThrow(/already-signed/);
  });
  it.each(['', '<html>', '{"data":tru', '{}', '{"data":false}', '{"data":{}}', 'true', '[]'])(
    'takes %j for no proof',
    text => expect(() => readSubmitAnswer(text)).toThrow(/service-malformed/),
  );
});

describe('readStamp', () => {
  it('wants a value and success', () => {
    expect(() => readStamp({ success: false, reason: 'нет', timeStampTokenB64: 'AA==' })).toThrow(
      /stamp-missing: нет/,
    );
    expect(() => readStamp({ success: true })).toThrow(/stamp-missing/);
    expect(() => readStamp({ timeStampTokenB64: '***' })).toThrow(/stamp-invalid/);
  });
  // A TimeStampResp: its status first, then the token.
  it.each([' MAUwAwIBAA== ', 'AAAA'])('takes what is no signature for a token: %s', timeStampTokenB64 => {
    expect(readStamp({ timeStampTokenB64 }).kind).toBe('token');
  });
});

describe('isOutgoing', () => {
  const json = { sellertin: '1', buyertin: '2' };
  it('believes the service’s own field, number or text', () => {
    expect(isOutgoing({ owner: 0 }, json, ['1'], true)).toBe(false);
    expect(isOutgoing({ owner: '1' }, json, ['2'], false)).toBe(true);
  });
  it('finds out by the parties when it is missing', () => {
    expect(isOutgoing({}, json, ['1'], false)).toBe(true);
    expect(isOutgoing({ owner: null }, json, ['2'], true)).toBe(false);
  });
  it('falls back on what was asked, then on the status', () => {
    expect(isOutgoing({}, {}, ['1'], false)).toBe(false);
    expect(isOutgoing({ doc_status: 2 }, {}, [], null)).toBe(false);
    expect(isOutgoing({ status: '0' }, {}, [], null)).toBe(true);
  });
  it('reads the status from either field', () => {
    expect([statusOf({ doc_status: 3, status: 1 }), statusOf({ status: '2' }), statusOf({})]).toEqual([
      3, 2, -1,
    ]);
  });
});

describe('disagreement', () => {
  const ID = '11F092E3428D10C68F7B1E0008000075';
  const act = samples.rejectAct;
  const shown = { documentId: ID, json: act.Act };

  it('accepts the official samples', () => {
    expect(disagreement(act, shown)).toBeNull();
    expect(
      disagreement(samples.cancel, { documentId: ID, json: samples.officialSigned.data.json }),
    ).toBeNull();
  });
  it('accepts another case, another order, numbers as texts, dashes in the id', () => {
    const json = { sellertin: '1', list: { products: [{ sum: '1.10' }] } };
    expect(
      disagreement(
        { Notes: 'x', Factura: { List: { Products: [{ Sum: 1.1 }] }, SellerTin: '1' } },
        { documentId: ID, json },
      ),
    ).toBeNull();
    expect(disagreement({ documentid: '11f092e3-428d-10c6-8f7b-1e0008000075' }, shown)).toBeNull();
  });
  it('names the field that says something else', () => {
    expect(disagreement({ ...samples.cancel, DocumentId: `${ID}0` }, shown)).toBe('documentid');
    expect(disagreement({ ...act, Act: { ...act.Act, buyertin: '9' } }, shown)).toBe('buyertin');
    const json = { productlist: { products: [{ summa: 5200, count: 1 }] } };
    expect(
      disagreement(
        { F: { productlist: { products: [{ summa: 52000, count: 1 }] } } },
        { documentId: ID, json },
      ),
    ).toBe('productlist.products.0.summa');
  });
  it('stops what speaks of no document at all', () => {
    for (const nothing of [{}, { Notes: 'x' }, { Foo: 'bar' }, undefined, 'text'])
      expect(disagreement(nothing, shown)).toBe('documentid');
  });
});

describe('readRow', () => {
  it('reads every real row', () => {
    for (const row of samples.rows) {
      const read = readRow(row, 'tin:300000001', true);
      expect(read).toMatchObject({ outgoing: true, documentId: row.doc_id, status: row.doc_status });
      expect(read?.number).toBe(row.name);
      expect(read?.updatedAt).toBe(row.updated_unix * 1000);
    }
  });
  it('takes the sum with VAT, and holds no other against the bytes', () => {
    const read = readRow(samples.officialRow, 'tin:300000001', true);
    expect(read?.sum).toBe(4424);
    expect(read?.claims.sum).toBe(4424);
    const { total_delivery_sum_with_vat: _, ...without } = samples.officialRow;
    expect(readRow(without, 'tin:1', true)).toMatchObject({ sum: 250, claims: { sum: null } });
  });
  it('knows an entrepreneur by TIN and PINFL', () => {
    const row = readRow(
      { doc_id: 'a'.repeat(32), partnerTin: 5, partnerPinfl: '30101900000001' },
      'tin:1',
      true,
    );
    if (!row) throw new Error('no row');
    expect(row.claims.partnerIds).toEqual(['5', '30101900000001']);
    expect(
      readRow({ doc_id: 'a'.repeat(32), partnerTin: null, partnerPinfl: '3' }, 'tin:1', true)?.partnerTin,
    ).toBe('3');
  });
  it('reads numbers as texts and the direction as the row says it', () => {
    const row = readRow({ doc_id: 'abc', doctype: 2, doc_status: '2', owner: '0', name: 7 }, 'tin:1', true);
    expect(row).toMatchObject({
      documentId: 'ABC',
      doctype: '002',
      status: 2,
      outgoing: false,
      number: '7',
      actions: ['accept', 'reject'],
    });
  });
  it('shows a row with nothing in it, and says no to one without a document', () => {
    expect(readRow({ doc_id: 'A' }, 'tin:1', false)).toMatchObject({
      status: -1,
      actions: [],
      date: null,
      sum: null,
    });
    for (const strange of [null, 5, [], {}, { doc_id: '' }])
      expect(readRow(strange, 'tin:1', false)).toBeNull();
  });
  it('sends the steps that we do not do to the site', () => {
    const waybill = readRow({ doc_id: 'A', doctype: '041', doc_status: 110 }, 'tin:1', false);
    expect(waybill).toMatchObject({ actions: [], onSite: true });
  });
});

describe('folders', () => {
  it('keep documents cancelled by their sender among the done, and drafts in all', () => {
    expect(FOLDERS.done.every(part => part.statuses.includes(5555))).toBe(true);
    const [incoming, outgoing] = FOLDERS.all;
    const { draft, draftDeleted, ...sent } = STATUS;
    for (const status of [...Object.values(sent), ...Object.values(LADDER).flat()]) {
      expect(incoming?.statuses.filter(one => one === status)).toEqual([status]);
      expect(outgoing?.statuses).toContain(status);
    }
    expect(outgoing?.statuses).toContain(draft);
    expect(outgoing?.statuses).not.toContain(draftDeleted);
  });
  it('show what waits on the site: agents’ documents, and the first steps of waybills and their like', () => {
    expect(FOLDERS.waiting).toEqual([{ outgoing: false, statuses: [2, 60, 110, 210, 310] }]);
  });
});

describe('serverOfSite', () => {
  it('never lets the test site speak to production', () => {
    expect(serverOfSite('test3.didox.uz', 'production')).toBe('test');
    expect(serverOfSite('test3.didox.uz', 'old-test')).toBe('old-test');
    expect(serverOfSite('didox.uz', 'production')).toBe('production');
  });
});
