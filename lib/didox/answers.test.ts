import { describe, expect, it } from 'vitest';
import { isOutgoing, statusOf } from './direction.ts';
import { FOLDERS, readRow } from './inbox.ts';
import { type RefusalReading, readRefusalObject } from './refusal-object.ts';
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

describe('readRefusalObject', () => {
  const ID = '11F092E3428D10C68F7B1E0008000075';
  const act = samples.rejectAct;
  const shown = { documentId: ID, json: act.Act };
  type Shown = typeof shown | { documentId: string; json: unknown };
  const REJECT = { action: 'reject', reason: 'test' } as const;
  const CANCEL = { action: 'cancel', reason: undefined } as const;
  const disagreement = (object: unknown, of: Shown) => readRefusalObject(object, of, REJECT).differs;
  const added = (object: unknown, of: Shown = shown, step: typeof REJECT | typeof CANCEL = REJECT) => {
    const reading: RefusalReading = readRefusalObject(object, of, step);
    return reading.differs ?? reading.added;
  };

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
  it('does not mind an empty field that the document has', () => {
    const { actdoc, ...rest } = act.Act;
    const emptied = { ...rest, actdoc: { ...actdoc, actno: null } };
    expect(added({ Act: { ...emptied, buyertin: '' }, Notes: 'test', Comment: null })).toEqual([]);
    expect(added({ Act: act.Act, Notes: 'test' }, { documentId: ID, json: emptied })).toEqual([
      ['act.actdoc.actno', '456'],
    ]);
  });
  it('finds nothing added in the official samples', () => {
    expect(act.Notes).toBe('test');
    expect(added(act)).toEqual([]);
    const invoice = { documentId: ID, json: samples.officialSigned.data.json };
    expect(added(samples.cancel, invoice, CANCEL)).toEqual([]);
    expect(added({ ...samples.cancel, Action: 'Cancel', Comment: '' }, invoice, CANCEL)).toEqual([]);
    expect(added({ Action: 'reject', DocumentId: ID, ...act, Comment: 'test' })).toEqual([]);
  });
  it.each<[string, object, [string, string][]]>([
    ['beside the wrapper', { ...act, Statement: 'We owe' }, [['statement', 'We owe']]],
    ['inside the wrapper', { ...act, Act: { ...act.Act, Consent: true } }, [['act.consent', 'true']]],
    ['under a second wrapper', { ...act, More: { Debt: 5 } }, [['more.debt', '5']]],
    [
      'in a list',
      { ...act, Lines: ['a', { b: 'c' }] },
      [
        ['lines.0', 'a'],
        ['lines.1.b', 'c'],
      ],
    ],
    [
      'in a key alone',
      { ...act, 'We owe': null, Act: { ...act.Act, 'A lot': '', Much: {} } },
      [
        ['act.a lot', ''],
        ['act.much', ''],
        ['we owe', ''],
      ],
    ],
    ['as another reason', { ...act, Comment: 'We owe' }, [['comment', 'We owe']]],
    [
      'as a reason of the wrapped',
      { ...act, Act: { ...act.Act, Notes: 'We owe' } },
      [['act.notes', 'We owe']],
    ],
    ['as an action', { ...act, Action: 'accept' }, [['action', 'accept']]],
  ])('names what nobody was shown: %s', (_where, object, leaves) => expect(added(object)).toEqual(leaves));
  it('names what nobody was shown: in a cancellation', () => {
    const cancel = (more: object) => added({ ...samples.cancel, ...more }, shown, CANCEL);
    expect(cancel({ Statement: 'We owe', Act: { Consent: 'yes' } })).toEqual([
      ['statement', 'We owe'],
      ['act.consent', 'yes'],
    ]);
    expect(cancel({ Notes: 'We owe', Comment: 'a lot' })).toEqual([
      ['notes', 'We owe'],
      ['comment', 'a lot'],
    ]);
    expect(cancel({ SellerTin: 'We owe' })).toBe('sellertin');
    expect(added({ DocumentId: ID, SellerTin: 'We owe' }, { documentId: ID, json: {} }, CANCEL)).toEqual([
      ['sellertin', 'We owe'],
    ]);
  });
  it('names what nobody was shown: deeper than anybody looks', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(60)}"We owe"${'}'.repeat(60)}`);
    expect(added({ ...act, deep })).toMatchObject([[expect.stringMatching(/^deep\.a\.a/), '…']]);
  });
  it('lets no field stand in front of its namesake', () => {
    expect(added({ ...act, Act: { ...act.Act, sellertin: '9' }, More: act.Act })).toBe('sellertin');
    expect(added({ More: { sellertin: '9' }, ...act })).toBe('sellertin');
    expect(added({ ...samples.cancel, Act: { DocumentId: `${ID}0` } }, shown, CANCEL)).toBe('documentid');
    expect(added({ DocumentId: 'x' }, { documentId: ID, json: { DocumentId: 'x' } }, CANCEL)).toBe(
      'documentid',
    );
  });
  it('knows a wrapper that is called like a part of the document', () => {
    const json = { document: { documentno: '1' }, sellertin: '1' };
    const own = { documentId: ID, json };
    expect(added({ Document: json, Notes: 'test' }, own)).toEqual([]);
    expect(added({ ...json, Notes: 'test' }, own)).toEqual([]);
    expect(added({ ...json, Document: { document: { documentno: '2' } } }, own)).toBe('document.documentno');
  });
  it('knows the document’s own remark from the step’s', () => {
    const json = { ...act.Act, notes: 'as agreed' };
    const own = { documentId: ID, json };
    expect(added({ Act: json, Notes: 'test' }, own)).toEqual([]);
    expect(added({ ...json, Notes: 'test' }, own)).toEqual([]);
    expect(added({ ...samples.cancel, Notes: 'x' }, own, CANCEL)).toEqual([['notes', 'x']]);
  });
  it('stops what speaks of no document at all', () => {
    for (const nothing of [{}, { Notes: 'x' }, { Foo: 'bar' }, undefined, 'text'])
      expect(disagreement(nothing, shown)).toBe('documentid');
  });
});

describe('readRow', () => {
  it('shows by its code what would turn a text around; what is held against the bytes stays as it is', () => {
    const row = { ...samples.officialRow, name: '7\u202e1', partnerCompany: 'Halol\u202e' };
    const read = readRow(row, 'tin:300000001', true);
    expect(read).toMatchObject({ number: '7[U+202E]1', partner: 'Halol[U+202E]' });
    expect(read?.claims.number).toBe('7\u202e1');
  });

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
