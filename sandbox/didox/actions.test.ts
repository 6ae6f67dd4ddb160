import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DidoxStandIn, startDidox } from './start.ts';
import { actor } from './testing/client.ts';
import { doctypes } from './types.ts';
import * as known from './world/known-ids.ts';

let didox: DidoxStandIn;
let sender: ReturnType<typeof actor>;
let receiver: ReturnType<typeof actor>;
beforeAll(async () => {
  didox = await startDidox();
});
beforeEach(async () => {
  didox.reset();
  sender = actor(didox, 'sender');
  receiver = actor(didox, 'receiver');
  await Promise.all([sender.login(), receiver.login()]);
});
afterAll(() => didox.stop());

const comment = 'Нотўғри сумма «1 200,00» / ҚҚС хато';
const signedAction = async (who: typeof sender, id: string, body: Record<string, string>) => {
  const answer = await who.call('POST', `/v1/documents/${id}/tosign`, body);
  return who.stamped(JSON.stringify(answer.json.data));
};

test('a rejection carries its Cyrillic comment byte for byte', async () => {
  const id = known.DEMO_INCOMING;
  const url = `/v1/documents/${id}/reject`;
  const signature = await signedAction(receiver, id, { action: 'reject', comment });
  const other = await receiver.call('POST', url, { signature, comment: `${comment} ` });
  expect([other.status, Object.keys(other.json)]).toEqual([422, ['signature']]);
  expect((await receiver.call('POST', url, { pkcs7: signature, comment })).json).toEqual({ data: true });
  const theirs = await sender.call('GET', `/v1/documents/${id}?owner=1`);
  expect(theirs.json.data.document).toMatchObject({ doc_status: 4, status_comment: comment });
  const again = await receiver.call('POST', url, { signature, comment });
  expect(again.json.data.message).toBe('Документ уже отклонён');
  expect(didox.documents.get(id)?.effective).toBe(1);
});

test('a sent document is taken back by its sender only', async () => {
  const id = known.DEMO_SENT;
  expect((await receiver.call('POST', `/v1/documents/${id}/tosign`, { action: 'cancel' })).text).toBe(
    'Not supported operation',
  );
  const signature = await signedAction(sender, id, { action: 'cancel' });
  expect((await sender.call('POST', `/v1/documents/${id}/delete`, { signature })).json).toEqual({
    data: true,
  });
  expect(didox.documents.get(id)?.status).toEqual({ sender: 5, receiver: 5555 });
});

test('drafts are deleted without a signature, anything else is not', async () => {
  const remove = (id: string) => sender.call('POST', `/v1/documents/${id}/delete/draft`);
  expect((await remove(known.DEMO_OUTGOING_DRAFT)).json).toEqual({ data: true });
  expect((await remove(known.DEMO_SENT)).status).toBe(422);
  expect(didox.documents.get(known.DEMO_OUTGOING_DRAFT)?.status.sender).toBe(55);
});

test('tosign: shapes, unknown actions, wrong types', async () => {
  const ask = (id: string, action: string) =>
    receiver.call('POST', `/v1/documents/${id}/tosign`, { action, comment });
  expect((await ask(known.DEMO_INCOMING, 'dance')).text).toBe('Unsupported action');
  expect((await ask(known.DEMO_INCOMING, 'responsibleGive')).text).toBe('Not supported operation');
  expect((await ask(known.DEMO_INCOMING, 'reject')).json.data).toMatchObject({ Factura: {}, Notes: comment });
  expect((await ask(known.DEMO_INCOMING, 'accept')).json.data).toMatch(/^MI/);
  didox.set({ tosignShape: 'base64' });
  expect((await ask(known.DEMO_INCOMING, 'reject')).json.data).toMatch(/^eyJ/);
  didox.set({ tosignShape: 'nothing' });
  expect((await ask(known.DEMO_INCOMING, 'reject')).json).toEqual({ data: null });
});

test('waybills go their own steps', async () => {
  const id = known.DEMO_BY_DOCTYPE['041'].sent;
  const refused = await receiver.call('POST', `/v1/documents/${id}/sign`, { signature: 'AAAA' });
  expect(refused.text).toBe('Not supported operation');
  const signature = await signedAction(receiver, id, { action: 'responsibleGive' });
  expect((await receiver.call('POST', `/v1/documents/${id}/give`, { signature })).json).toEqual({
    data: true,
  });
  expect(didox.documents.get(id)?.status).toEqual({ sender: 140, receiver: 140 });
});

test('the list pages, filters and insists on its page number', async () => {
  const list = (query: string) => sender.call('GET', `/v2/documents?${query}`);
  expect((await list('limit=10')).json.page).toHaveLength(1);
  expect((await list('page=1&limit=101')).status).toBe(422);
  const first = (await list('page=1&limit=10&owner=1')).json;
  expect(first.data).toHaveLength(10);
  expect([first.source, first.next_page_url]).toEqual([
    'search',
    expect.stringMatching(/^\/v2\/documents\?page=2/),
  ]);
  expect(first.data.some((row: { doc_status: number }) => row.doc_status === 0)).toBe(false);
  const drafts = (await list('page=1&limit=100&owner=1&status=0&doctype=002')).json;
  expect(drafts.data.map((row: { doc_id: string }) => row.doc_id)).toContain(known.DEMO_OUTGOING_DRAFT);
  expect(new Set(drafts.data.map((row: { doctype: string }) => row.doctype))).toEqual(new Set(['002']));
  const incoming = (await list('page=1&limit=100&owner=0&status=2&partner=300000027')).json;
  expect(incoming.data.length).toBeGreaterThan(2);
  expect(new Set(incoming.data.map((row: { partnerTin: string }) => row.partnerTin))).toEqual(
    new Set(['300000027']),
  );
  const byName = (await list('page=1&limit=5&owner=0&status=2&name=%D0%A1-77')).json;
  expect(byName.data[0].doc_id).toBe(known.DEMO_INCOMING_FOR_SENDER);

  const counts = (await sender.call('GET', '/v2/documents/statistics/all')).json;
  expect(counts['2']).toBe(didox.documents.ids({ receiver: '300000019', receiverStatus: 2 }).length);
});

test('the seed is the same every time and has every doctype', () => {
  const before = didox.documents.ids();
  didox.reset();
  expect(didox.documents.ids()).toEqual(before);
  expect(before.length).toBeGreaterThan(350);
  for (const doctype of doctypes) {
    expect(didox.documents.get(known.DEMO_BY_DOCTYPE[doctype].sent)?.doctype).toBe(doctype);
  }
  const batches = (['outgoing-100', 'incoming-100', 'mixed-100'] as const).flatMap(kind => didox.seed(kind));
  expect(new Set([...batches, ...before]).size).toBe(300 + before.length);
  expect(didox.seed('empty')).toEqual([]);
  expect(didox.documents.ids()).toEqual([]);
});

test('views: HTML with the known class names, a PDF, the PDF as JSON, and errors as bare strings', async () => {
  const id = known.DEMO_SIGNED;
  const html = await sender.call('GET', `/v1/documents/view/${id}/html/ru`);
  expect(html.text).toContain(`<span class="be__doc-id__text">${id}</span>`);
  const pdf = await sender.call('GET', `/v1/documents/${id}/pdf`);
  expect([pdf.headers['content-type'], pdf.text.slice(0, 8)]).toEqual(['application/pdf', '%PDF-1.4']);
  const file = await sender.call('GET', `/v1/documents/${id}/file/true/uz`);
  expect(Buffer.from(file.json.file.data, 'base64')).toEqual(Buffer.from(pdf.bytes));
  const nothing = await sender.call('GET', `/v1/documents/${'0'.repeat(32)}/archive`);
  expect([nothing.status, nothing.json.error.message]).toEqual([500, 'Не удалось создать архив']);
});

test('answers are PHP-style JSON, on demand with decimals that parsing drops', async () => {
  didox.set({ trailingZeros: true });
  const id = known.DEMO_OUTGOING_DRAFT;
  const answer = await sender.call('GET', `/v1/documents/${id}?owner=1`);
  expect(answer.text).toMatch(/"summa":\d+\.00[,}]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
  expect(answer.text).toMatch(/^[\x00-\x7e]*$/);
  const signature = await sender.stamped(JSON.stringify(answer.json.data.json));
  expect((await sender.call('POST', `/v1/documents/${id}/sign`, { signature })).json.data).toBe(true);
});
