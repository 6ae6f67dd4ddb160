import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appendPkcs7Attached, attachTimestampToken, inspectPkcs7 } from '../pki/index.ts';
import { type DidoxStandIn, startDidox } from './start.ts';
import { actor } from './testing/client.ts';
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

const signUrl = (id: string) => `/v1/documents/${id}/sign`;

test('an outgoing draft is signed, sent, and seen from both sides', async () => {
  const id = known.DEMO_OUTGOING_DRAFT;
  expect((await receiver.call('GET', `/v1/documents/${id}?owner=0`)).status).toBe(422);
  const answer = await sender.call('POST', signUrl(id), { signature: await sender.signedOutgoing(id) });
  expect([answer.status, answer.json]).toEqual([200, { data: true, warningDetails: null }]);
  const own = await sender.call('GET', `/v1/documents/${id}?owner=1`);
  const theirs = await receiver.call('GET', `/v1/documents/${id.toLowerCase()}?owner=0`);
  expect([own.json.data.document.doc_status, own.json.data.toSign]).toEqual([1, null]);
  expect([theirs.json.data.document.doc_status, theirs.json.data.document.owner]).toEqual([2, 0]);
  const [signer] = JSON.parse(theirs.json.data.document.signature);
  expect(signer).toMatchObject({ taxId: '300000019', serial: sender.identity.serial, operator: 'didox.uz' });
  expect(didox.documents.get(id)).toMatchObject({
    effective: 1,
    submissions: [{ kind: 'sign', effect: true, match: 'bytes', refusal: null }],
  });
});

test('a second submission is refused and counted, and changes nothing', async () => {
  const id = known.DEMO_OUTGOING_DRAFT;
  const signature = await sender.signedOutgoing(id);
  const both = await Promise.all([1, 2].map(() => sender.call('POST', signUrl(id), { signature })));
  expect(both.map(answer => answer.status).sort()).toEqual([200, 422]);
  const refused = both.find(answer => answer.status === 422);
  expect(refused?.json.data).toMatchObject({ status: 'error', message: 'Документ уже подписан' });
  expect(didox.documents.get(id)).toMatchObject({ effective: 1, submissions: [{}, { effect: false }] });
});

test('a service that does not look takes a second one too, and both are counted', async () => {
  didox.set({ secondTry: 'accepted' });
  const id = known.DEMO_OUTGOING_DRAFT;
  const signature = await sender.signedOutgoing(id);
  for (const status of [200, 200])
    expect((await sender.call('POST', signUrl(id), { signature })).status).toBe(status);
  expect(didox.documents.get(id)).toMatchObject({ effective: 2, status: { sender: 1 } });
  const incoming = known.DEMO_INCOMING_FOR_SENDER;
  const joined = await sender.joined(incoming);
  for (const status of [200, 200])
    expect((await sender.call('POST', signUrl(incoming), { signature: joined })).status).toBe(status);
  expect(didox.documents.get(incoming)).toMatchObject({ effective: 2, status: { receiver: 3 } });
  // Another deed on what is signed is refused as ever.
  expect((await sender.call('POST', `/v1/documents/${id}/delete/draft`)).status).toBe(422);
});

test('what is signed must be the document, byte for byte, by the company, with a stamp', async () => {
  const id = known.DEMO_OUTGOING_DRAFT;
  const { json } = await sender.call('GET', `/v1/documents/${id}?owner=1`);
  const data = json.data.json;
  const reversed = Object.fromEntries(Object.entries(data).reverse());
  const tries: [string, string | null][] = [
    [await sender.stamped(JSON.stringify(data, null, 1)), 'order'],
    [await sender.stamped(JSON.stringify(reversed)), 'values'],
    [await sender.stamped(JSON.stringify({ ...data, sellertin: '1' })), 'different'],
    [await receiver.stamped(JSON.stringify(data)), 'bytes'],
    [Buffer.from(sender.bare(JSON.stringify(data)).pkcs7).toString('base64'), null],
    ['bm90IGEgcGtjczc=', null],
  ];
  for (const [signature] of tries) {
    const answer = await sender.call('POST', signUrl(id), { signature });
    expect([answer.status, Object.keys(answer.json)]).toEqual([422, ['signature']]);
  }
  const seen = didox.documents.get(id);
  expect(seen?.submissions.map(submission => submission.match)).toEqual(tries.map(([, match]) => match));
  expect([seen?.effective, seen?.status.sender]).toEqual([0, 0]);
  didox.set({ contentCheck: 'values' });
  const lenient = await sender.call('POST', signUrl(id), { signature: tries[1]?.[0] });
  expect(lenient.json.data).toBe(true);
});

test('an incoming document is accepted with both signatures, theirs first', async () => {
  const id = known.DEMO_INCOMING;
  const swapped = await receiver.call('POST', signUrl(id), { signature: await receiver.joined(id, true) });
  expect(swapped.json).toEqual({ signature: ['Первой должна быть подпись отправителя'] });
  const alone = await receiver.call('POST', `/v1/documents/${id}/tosign`, { action: 'accept' });
  expect((await receiver.call('POST', signUrl(id), { signature: alone.json.data })).status).toBe(422);
  const good = await receiver.call('POST', signUrl(id), { signature: await receiver.joined(id) });
  expect(good.json.data).toBe(true);
  const seen = didox.documents.get(id);
  expect(seen?.status).toEqual({ sender: 3, receiver: 3 });
  expect(seen?.signatures.map(({ taxId, ok }) => [taxId, ok])).toEqual([
    ['300000019', true],
    ['300000027', true],
  ]);

  const zip = unzipSync((await receiver.call('GET', `/v1/documents/${id}/archive`)).bytes);
  expect(Object.keys(zip)).toEqual([`${id}.json`, `${id}.pdf`, 'readme.txt', `${id}.p7`]);
  const inspected = inspectPkcs7(zip[`${id}.p7`] as Uint8Array, {});
  expect(inspected.signers.every(signer => signer.signatureOk && signer.chainOk && signer.stampOk)).toBe(
    true,
  );
});

test('older modules append: the same order, accepted too', async () => {
  const id = known.DEMO_INCOMING;
  const { json } = await receiver.call('GET', `/v1/documents/${id}?owner=0`);
  const appended = appendPkcs7Attached(Buffer.from(json.data.toSign, 'base64'), receiver.identity);
  didox.set({ timestampAttached: false });
  const token = await receiver.call('POST', '/v1/dsvs/timestamp', {
    pkcs7: Buffer.from(appended.pkcs7).toString('base64'),
    signatureHex: appended.signatureHex,
  });
  expect(token.json).toMatchObject({ success: true, isAttachedPkcs7: false });
  const whole = attachTimestampToken(
    appended.pkcs7,
    appended.signatureHex,
    Buffer.from(token.json.timeStampTokenB64, 'base64'),
  );
  const answer = await receiver.call('POST', signUrl(id), {
    signature: Buffer.from(whole).toString('base64'),
  });
  expect(answer.json.data).toBe(true);
});

test('a sender’s PHP-style bytes must be signed as they are', async () => {
  const id = known.DEMO_PHP_STYLE;
  const { json } = await sender.call('GET', `/v1/documents/${id}?owner=0`);
  const content = await sender.call('GET', `/v1/documents/${id}/documentBase64`);
  const text = Buffer.from(content.text, 'base64').toString('utf8');
  expect(text).not.toBe(JSON.stringify(json.data.json));
  expect(JSON.parse(text)).toEqual(json.data.json);
  expect((await sender.call('POST', signUrl(id), { signature: await sender.joined(id) })).json.data).toBe(
    true,
  );
});

test('toSign comes only to the receiver who says owner=0', async () => {
  const url = `/v1/documents/${known.DEMO_INCOMING}`;
  const toSign = async (who: typeof sender, query: string) =>
    (await who.call('GET', url + query)).json.data.toSign;
  expect(await toSign(receiver, '?owner=0')).toMatch(/^MI/);
  expect([
    await toSign(receiver, ''),
    await toSign(receiver, '?owner=1'),
    await toSign(sender, '?owner=1'),
  ]).toEqual([null, null, null]);
  const bare = await receiver.call('GET', `${url}?owner=true`);
  expect([bare.status, bare.text]).toEqual([500, '']);
});

test('documentBase64 comes in four shapes with one content', async () => {
  const url = `/v1/documents/${known.DEMO_INCOMING}/documentBase64`;
  const bare = (await receiver.call('GET', url)).text;
  didox.set({ documentBase64Shape: 'string' });
  expect((await receiver.call('GET', url)).json).toBe(bare);
  didox.set({ documentBase64Shape: 'data' });
  expect((await receiver.call('GET', url)).json).toEqual({ data: bare });
  didox.set({ documentBase64Shape: 'documentBase64' });
  expect((await receiver.call('GET', url)).json).toEqual({ documentBase64: bare });
});

test('strangers see nothing, and a missing role is a 403 in the language asked for', async () => {
  const stranger = actor(didox, 'stranger');
  await stranger.login();
  const id = known.DEMO_OUTGOING_DRAFT;
  expect((await stranger.call('GET', `/v1/documents/${id}?owner=1`)).status).toBe(422);
  expect((await stranger.call('GET', `/v1/documents/view/${id}/html/ru`)).text).toBe(
    'Для вас такого документа не существует',
  );
  didox.set({ roles: { '300000019': [12, 18] } });
  const answer = await sender.call('POST', signUrl(id), { signature: 'AAAA' }, { 'Accept-Language': 'uz' });
  expect([answer.status, answer.json.errorDetails.message]).toEqual([
    403,
    'Amalni bajarish uchun huquqlar yetarli emas',
  ]);
});

test('the offer gate in its three voices, and the way through it', async () => {
  didox.set({ offerRequired: ['300000019'] });
  const id = known.DEMO_OUTGOING_DRAFT;
  const signature = await sender.signedOutgoing(id);
  const gate = await sender.call('POST', signUrl(id), { signature });
  expect(gate.json.data).toMatchObject({ message: 'Оферта не подписана', context: { offer: 'required' } });
  didox.set({ offerError: 'undefined-variable' });
  const undef = await sender.call('POST', signUrl(id), { signature });
  expect([undef.status, undef.text]).toEqual([500, 'Undefined variable $isDraft']);
  didox.set({ offerError: 'prose' });
  expect((await sender.call('POST', signUrl(id), { signature })).json.message).toContain('публичной оферты');
  expect((await sender.call('GET', '/v1/profile')).json.offerSigned).toBe(0);

  const pdf = await sender.call('GET', '/v1/newoffer/base64');
  expect(Buffer.from(pdf.text, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  const bearer = { 'Partner-Authorization': 'Bearer sandbox-partner-token' };
  const create = '/v1/documents/offer/create';
  expect((await sender.call('POST', create, { document: pdf.text }, bearer)).text).toBe(
    'JsonWebTokenError: invalid token',
  );
  const offer = await sender.call('POST', create, { document: pdf.text });
  const content = JSON.stringify(offer.json.pending_document.document_json);
  const done = await sender.call('POST', '/v1/documents/offer/sign', {
    signature: await sender.stamped(content),
  });
  expect(done.json).toEqual({ data: { status: 'success' } });
  expect((await sender.call('POST', signUrl(id), { signature })).json.data).toBe(true);
});

test('a warning is still a success', async () => {
  didox.set({ warningOnSign: 'Проверьте ИКПУ' });
  const id = known.DEMO_OUTGOING_DRAFT;
  const answer = await sender.call('POST', signUrl(id), { signature: await sender.signedOutgoing(id) });
  expect(answer.json).toMatchObject({ data: true, warningDetails: { message: 'Проверьте ИКПУ' } });
});
