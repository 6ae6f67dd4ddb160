import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import { failure } from '../signing/failure.ts';
import type { SignatureSummary } from '../signing/signature-summary.ts';
import { accountOf } from './account.fixture.ts';
import { type PreparePorts, prepareDocument, prepareRefusal, type RowClaims } from './prepare.ts';
import type { DidoxService, LoadedDocument } from './service.ts';
import type { Account } from './session.ts';

const ID = '11EFD0C5A81E4B600000000000000001';
const STORED =
  '{"facturadoc":{"facturano":"1042","facturadate":"2026-11-20"},"sellertin":"300000019","buyertin":"300000027","seller":{"name":"Сотувчи"},"buyer":{"name":"Покупатель"},"productlist":{"products":[{"summa":1000,"count":3,"deliverysumwithvat":3360}]}}';
const BYTES = new TextEncoder().encode(STORED);
const account = (owner: string, more: Partial<Account> = {}): Account =>
  accountOf(owner, 1, { title: '', ...more });
const signature = (outcome: SignatureSummary['outcome'] = 'verified'): SignatureSummary => ({
  outcome,
  holder: 'H',
  organization: 'O',
  tin: '300000019',
  serial: '77',
  signedAt: 1,
  stampedAt: null,
  reasons: outcome === 'not-valid' ? ['signature-mismatch'] : [],
});

function documentOf(more: Partial<LoadedDocument> = {}): LoadedDocument {
  const json = more.json ?? JSON.parse(STORED);
  return {
    server: 'production',
    owner: 'tin:300000019',
    documentId: ID,
    outgoing: true,
    status: 0,
    doctype: '002',
    name: '1042',
    statusComment: null,
    raw: `{"data":{"json":${STORED}}}`,
    toSign: null,
    signature: null,
    ...more,
    json,
  };
}
const incoming = (more: Partial<LoadedDocument> = {}) =>
  documentOf({ owner: 'tin:300000027', outgoing: false, status: 2, toSign: 'AAAA', ...more });

function portsOf(
  service: Partial<DidoxService> = {},
  theirs: Partial<Awaited<ReturnType<PreparePorts['inspectTheirs']>>> = {},
  who: Account = account('tin:300000027'),
): PreparePorts {
  return {
    didox: { documentBase64: async () => toBase64(BYTES), ...service } as DidoxService,
    inspectTheirs: async () => ({
      content: BYTES,
      signature: signature(),
      companyTins: ['300000019'],
      ...theirs,
    }),
    account: async () => who,
  };
}
const seller = (service: Partial<DidoxService> = {}, more: Partial<Account> = {}) =>
  portsOf(service, {}, account('tin:300000019', more));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => error.failure?.code ?? String(error),
  );
const claims = (more: Partial<RowClaims> = {}): RowClaims => ({
  number: '1042',
  doctype: '002',
  partnerIds: ['300000027'],
  date: '2026-11-20',
  sum: 3360,
  ...more,
});

describe('an own draft', () => {
  it('is signed as its compact JSON, and shown from those bytes', async () => {
    const prepared = await prepareDocument(seller(), documentOf(), 'sign', claims());
    expect(new TextDecoder().decode(prepared.content?.bytes)).toBe(STORED);
    expect(prepared.facts.map(({ label, value }) => `${label}=${value}`)).toEqual([
      'doctype=002',
      'number=1042',
      'date=2026-11-20',
      'counterparty=Покупатель (300000027)',
      'sum=3360',
      'items=1',
      `documentId=${ID}`,
    ]);
    // All of them have names a person understands.
    expect(prepared.facts.filter(({ kind }) => kind === 'raw')).toEqual([]);
    expect(prepared).toMatchObject({ theirs: null, theirSignature: null, obstacle: null });
  });

  it.each<[string, Partial<RowClaims>]>([
    ['another partner', { partnerIds: ['300000999'] }],
    ['another date', { date: '2026-11-19' }],
    ['another sum', { sum: 33600 }],
    ['another number', { number: '1042-1' }],
  ])('stops when the list row said %s', async (_what, wrong) => {
    expect(await codeOf(prepareDocument(seller(), documentOf(), 'sign', claims(wrong)))).toBe(
      'facts-disagree',
    );
  });

  it('is not stopped by what the row does not say, by a time beside the date, or by a PINFL beside the TIN', async () => {
    const vague = claims({ number: null, partnerIds: [], date: null, sum: null });
    expect(await codeOf(prepareDocument(seller(), documentOf(), 'sign', vague))).toBe('ok');
    const more = claims({ date: '2026-11-20T10:00:00', partnerIds: ['1', '300000027'], sum: 3360.001 });
    expect(await codeOf(prepareDocument(seller(), documentOf(), 'sign', more))).toBe('ok');
  });

  it.each([
    ['1042', 'ok'],
    ['1042 СФ', 'ok'],
    ['№ 1042', 'ok'],
    ['', 'ok'],
    ['1042-999', 'facts-disagree'],
    ['77', 'facts-disagree'],
  ])('called %j by the service: %s', async (name, code) => {
    expect(await codeOf(prepareDocument(seller(), documentOf({ name }), 'sign'))).toBe(code);
  });

  it('names a test server beside what the bytes say; production goes without saying', async () => {
    const factsOn = async (server: LoadedDocument['server']) =>
      (await prepareDocument(portsOf({}, {}, account('tin:300000019')), documentOf({ server }), 'sign'))
        .facts;
    const production = await factsOn('production');
    expect(production.map(({ label }) => label)).not.toContain('server');
    const named = { label: 'server', value: 'test', kind: 'server', strong: true };
    expect(await factsOn('test')).toEqual([...production, named]);
  });

  it('may be called anything where names are titles', async () => {
    expect(
      await codeOf(prepareDocument(seller(), documentOf({ name: 'Аренда', doctype: '000' }), 'sign')),
    ).toBe('ok');
  });

  it('is known beforehand to lack a permission, and shown all the same', async () => {
    const prepared = await prepareDocument(seller({}, { roles: [12, 41] }), documentOf(), 'sign');
    expect(prepared.obstacle).toMatchObject({ code: 'no-permission' });
    expect(prepared.facts.length).toBeGreaterThan(5);
  });

  it('that can only be deleted is never put into bytes', async () => {
    const strange = documentOf({ raw: '{"data":{"json":{"n":12345678901234567890}}}' });
    expect((await prepareDocument(seller(), strange, 'delete-draft')).content).toBeNull();
    expect(await codeOf(prepareDocument(seller(), strange, 'sign'))).toBe('facts-disagree');
  });
});

describe('an incoming document', () => {
  it('is signed as the bytes the sender signed', async () => {
    const prepared = await prepareDocument(portsOf(), incoming(), 'accept');
    expect(prepared.content?.bytes).toEqual(BYTES);
    expect(prepared.theirSignature?.outcome).toBe('verified');
    expect(prepared.counterparty).toEqual({ tin: '300000019', name: 'Сотувчи' });
  });

  it.each<[string, string, PreparePorts, Partial<LoadedDocument>]>([
    [
      'counterparty-differs',
      'they signed other bytes',
      portsOf({}, { content: new TextEncoder().encode('{}') }),
      {},
    ],
    ['counterparty-differs', 'they signed without content', portsOf({}, { content: null }), {}],
    ['counterparty-differs', 'one byte more', portsOf({}, { content: Uint8Array.of(...BYTES, 32) }), {}],
    [
      'counterparty-not-valid',
      'their signature is wrong',
      portsOf({}, { signature: signature('not-valid') }),
      {},
    ],
    ['counterparty-not-valid', 'another company signed', portsOf({}, { companyTins: ['300000035'] }), {}],
    ['counterparty-not-valid', 'theirs is no base64', portsOf(), { toSign: '*' }],
    ['not-supported-here', 'there is no signature of theirs', portsOf(), { toSign: null }],
    ['service-malformed', 'documentBase64 is empty', portsOf({ documentBase64: async () => '' }), {}],
    [
      'facts-disagree',
      'the service’s own copy has another sum',
      portsOf(),
      { json: { ...JSON.parse(STORED), productlist: { products: [{ deliverysumwithvat: 33600 }] } } },
    ],
    [
      'facts-disagree',
      'the service’s own copy has another price',
      portsOf(),
      { json: JSON.parse(STORED.replace('"summa":1000', '"summa":10000')) },
    ],
    [
      'facts-disagree',
      'the service’s own copy has another seller',
      portsOf(),
      { json: { ...JSON.parse(STORED), sellertin: '5' } },
    ],
    ['facts-disagree', 'it is called by another number', portsOf(), { name: '7' }],
  ])('%s when %s', async (code, _why, ports, more) => {
    expect(await codeOf(prepareDocument(ports, incoming(more), 'accept'))).toBe(code);
  });

  it('that differs leaves both contents behind, for a person to look at', async () => {
    const kept: unknown[] = [];
    const stop = async (theirs: Parameters<typeof portsOf>[1], keep: PreparePorts['keepDifference']) =>
      prepareDocument({ ...portsOf({}, theirs), keepDifference: keep! }, incoming(), 'accept').then(
        () => null,
        error => error.failure,
      );
    const keep: PreparePorts['keepDifference'] = async difference => {
      kept.push(difference);
      return 'difference/x';
    };
    const other = { content: new TextEncoder().encode('{}') };
    expect(await stop(other, keep)).toMatchObject({
      code: 'counterparty-differs',
      data: { evidence: 'difference/x' },
    });
    expect(kept).toEqual([{ documentId: ID, title: '1042', ours: BYTES, theirs: Uint8Array.of(0, 0, 0) }]);
    expect(await stop({ signature: signature('not-valid') }, keep)).toMatchObject({
      code: 'counterparty-not-valid',
      data: { reasons: 'signature-mismatch', evidence: 'difference/x' },
    });
    // A full disk does not make it pass.
    expect(await stop(other, async () => Promise.reject(new Error('full')))).toEqual(
      failure('counterparty-differs'),
    );
  });

  it('may be signed by a person for the company, or by an authority we do not know', async () => {
    expect(await codeOf(prepareDocument(portsOf({}, { companyTins: [] }), incoming(), 'accept'))).toBe('ok');
    const unknown = await prepareDocument(
      portsOf({}, { signature: signature('unknown-root') }),
      incoming(),
      'accept',
    );
    expect(unknown.theirSignature?.outcome).toBe('unknown-root');
  });

  it('that is no JSON is described by kind and size', async () => {
    const pdf = new TextEncoder().encode('%PDF-1.7 …');
    const ports = portsOf({ documentBase64: async () => toBase64(pdf) }, { content: pdf });
    const { facts } = await prepareDocument(ports, incoming({ doctype: '000' }), 'accept');
    expect(facts.map(({ label, value }) => [label, value])).toContainEqual(['mimeType', 'application/pdf']);
    expect(facts.map(({ label, value }) => [label, value])).toContainEqual(['size', String(pdf.length)]);
  });

  it('with nothing to do is shown without a word about signatures', async () => {
    const done = incoming({ status: 3, toSign: null, raw: '{}', name: 'anything' });
    const prepared = await prepareDocument(portsOf(), done, null);
    expect(prepared).toMatchObject({ content: null, theirs: null });
    expect(prepared.read.number).toBe('1042');
    expect(await codeOf(prepareDocument(portsOf(), incoming({ status: 3, json: null }), null))).toBe('ok');
  });
});

describe('a refusal', () => {
  const tosign = (data: unknown) => ({ toSign: async () => ({ data, raw: JSON.stringify({ data }) }) });
  const stored = JSON.parse(STORED);
  const COMMENT = 'Сумма неверна: «№ 5», ўзгартиринг\n😀';
  const reject = async (data: unknown, comment = COMMENT) => {
    const shown = await prepareDocument(portsOf(), incoming(), 'accept');
    return prepareRefusal(portsOf(tosign(data)), shown, 'reject', comment);
  };
  const cancel = async (data: unknown) => {
    const shown = await prepareDocument(seller(), documentOf({ status: 1 }), 'cancel');
    return prepareRefusal(seller(tosign(data)), shown, 'cancel', undefined);
  };

  it('signs the service’s object, with the reason byte for byte', async () => {
    const prepared = await reject({ Factura: stored, Notes: COMMENT });
    expect(new TextDecoder().decode(prepared.content?.bytes)).toBe(
      JSON.stringify({ Factura: stored, Notes: COMMENT }),
    );
    expect(prepared.facts).toContainEqual({ label: 'reason', value: COMMENT, kind: 'text', strong: true });
    expect(prepared).toMatchObject({ action: 'reject', theirs: null, saysMore: false });
  });

  it('shows what the service’s object says beyond the document, and says that it does', async () => {
    const Consent = `yes, ${'ў'.repeat(500)}`;
    const rejected = await reject({
      Factura: { ...stored, Consent },
      Notes: COMMENT,
      Statement: 'We acknowledge a debt',
    });
    expect(rejected.saysMore).toBe(true);
    expect(rejected.facts.slice(-3)).toEqual([
      { label: 'reason', value: COMMENT, kind: 'text', strong: true },
      { label: 'factura.consent', value: Consent, kind: 'raw', strong: true },
      { label: 'statement', value: 'We acknowledge a debt', kind: 'raw', strong: true },
    ]);
    const cancelled = await cancel({ DocumentId: ID, SellerTin: '300000019', Notes: 'We owe' });
    expect(cancelled.saysMore).toBe(true);
    expect(cancelled.facts.at(-1)).toEqual({ label: 'notes', value: 'We owe', kind: 'raw', strong: true });
  });

  it('hides nothing of what it says beyond the document', async () => {
    const { facts } = await reject({
      Factura: stored,
      Notes: COMMENT,
      'Agre\u2066ed': 'no\u200b, \u202eyes',
    });
    expect(facts.at(-1)).toMatchObject({ label: 'agre[U+2066]ed', value: 'no[U+200B], [U+202E]yes' });
  });

  it('takes a ready base64 too', async () => {
    const base64 = Buffer.from(JSON.stringify({ Factura: stored, Notes: COMMENT })).toString('base64');
    expect((await reject(base64)).content?.base64).toBe(base64);
  });

  it.each([
    ['another reason', { Factura: stored, Notes: `${COMMENT} ` }],
    ['the reason in another form of Unicode', { Factura: stored, Notes: COMMENT.normalize('NFD') }],
    ['no reason', { Factura: stored }],
    [
      'another price',
      {
        Factura: {
          ...stored,
          productlist: { products: [{ ...stored.productlist.products[0], summa: 10000 }] },
        },
        Notes: COMMENT,
      },
    ],
    ['nothing about the document', { Notes: COMMENT }],
    ['two values for one field', { Factura: { ...stored, SellerTin: '300000043' }, Notes: COMMENT }],
  ])('stops at %s', async (_what, data) => expect(await codeOf(reject(data))).toBe('facts-disagree'));

  it('cancels the document that was shown and no other', async () => {
    const good = { DocumentId: ID.toLowerCase(), SellerTin: '300000019' };
    const cancelled = await cancel(good);
    expect(cancelled.content?.json).toEqual(good);
    expect(cancelled.saysMore).toBe(false);
    expect(await codeOf(cancel({ ...good, DocumentId: ID.replace(/1$/, '2') }))).toBe('facts-disagree');
    expect(await codeOf(cancel({ foo: 'bar' }))).toBe('facts-disagree');
    expect(await codeOf(cancel(null))).toBe('service-malformed');
  });
});
