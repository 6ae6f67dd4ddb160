import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inspectPkcs7 } from '../pki/index.ts';
import type { Fault, FaultAnswer } from './faults.ts';
import { type DidoxStandIn, startDidox } from './start.ts';
import { actor } from './testing/client.ts';
import * as known from './world/known-ids.ts';

let didox: DidoxStandIn;
let sender: ReturnType<typeof actor>;
beforeAll(async () => {
  didox = await startDidox();
});
beforeEach(async () => {
  didox.reset();
  sender = actor(didox, 'sender');
  await sender.login();
});
afterAll(() => didox.stop());

const id = known.DEMO_OUTGOING_DRAFT;
const onSign = (fault: Omit<Fault, 'endpoints'>) =>
  didox.set({ faults: [{ ...fault, endpoints: ['sign'] }] });
const submit = async () =>
  sender.call('POST', `/v1/documents/${id}/sign`, { signature: await sender.signedOutgoing(id) });

describe('before or after the effect', () => {
  test.each(['drop', 'partial', 'html', 'bad-gateway', 'server-error'] as const)(
    '%s after: the document is signed, the answer is lost',
    async answer => {
      onSign({ answer, when: 'after' });
      const lost = await submit().catch(() => null);
      expect(lost?.json?.data).toBeUndefined();
      expect(didox.documents.get(id)).toMatchObject({ effective: 1, status: { sender: 1 } });
      const again = await submit();
      expect(again.json.data.message).toBe('Документ уже подписан');
    },
  );

  test.each(['drop', 'html', 'bad-gateway'] as const)('%s before: nothing happened', async answer => {
    onSign({ answer });
    await submit().catch(() => null);
    expect(didox.documents.get(id)?.submissions).toEqual([]);
    expect((await submit()).json.data).toBe(true);
  });

  test.each(['drop', 'server-error', 'slow'] as const)(
    '%s late: the service does it when nobody waits any more, unless that day is over',
    async answer => {
      onSign({ answer, when: 'late', effectAfterMs: 30, delayMs: 0 });
      const lost = await submit().catch(() => null);
      expect(lost?.json?.data).toBeUndefined();
      expect(didox.documents.get(id)).toMatchObject({ effective: 0, status: { sender: 0 } });
      await expect.poll(() => didox.documents.get(id)?.effective).toBe(1);
      didox.reset();
      await sender.login();
      onSign({ answer, when: 'late', effectAfterMs: 30, delayMs: 0 });
      await submit().catch(() => null);
      didox.reset();
      await new Promise(resolve => setTimeout(resolve, 60));
      expect(didox.documents.get(id)?.submissions).toEqual([]);
    },
  );
});

test.each<[FaultAnswer, number, string | RegExp]>([
  ['html', 200, /^<!DOCTYPE html>/],
  ['garbage', 200, /^\{"data":tru$/],
  ['empty', 200, /^$/],
  ['server-error', 500, /"message":"Server Error"/],
  ['undefined-variable', 500, 'Undefined variable $isDraft'],
  ['token-expired', 401, /^\{"message":"Token expired"\}$/],
  ['invalid-user-key', 401, 'Unauthorized. Invalid user key'],
  ['rate-limited', 429, /^\{"message":/],
  ['unavailable', 503, /"errorDetails":\{"id":/],
  ['offer-required', 422, /"context":\{"offer":"required"\}/],
  ['offer-prose', 422, /didox\.uz/],
  ['user-disabled', 422, /^\{"data":\{"status":"error","message":"User status disabled"/],
  ['validation', 422, /^\{"data":\{"status":"error"/],
  ['database', 422, /^\{"data":\{"status":"error"/],
  ['forbidden', 403, /"errorDetails"/],
  ['signature-field', 422, /^\{"signature":\["/],
  ['field-errors', 422, /^\{"buyertin":\["/],
  ['success-false', 422, /^\{"success":false,"error":"/],
  ['error-reason', 500, /"error":\{"message":.*"reason":"timeout"/],
  ['bare-string', 422, 'Not supported operation'],
  ['message', 422, /^\{"message":"/],
  ['redirect', 302, /^$/],
])('the %s answer has status %i and its own shape', async (answer, status, shape) => {
  onSign({ answer });
  const got = await submit();
  expect(got.status).toBe(status);
  expect(got.text).toMatch(shape instanceof RegExp ? shape : new RegExp(`^${RegExp.escape(shape)}$`));
  expect((await submit()).json.data).toBe(true);
});

test('filters, skips, counts, Retry-After and custom answers', async () => {
  didox.set({
    faults: [
      { answer: 'rate-limited', endpoints: ['profile'], skip: 1, count: 2, retryAfter: 7 },
      { answer: 'message', endpoints: ['profile'], documentId: id, count: null },
      { answer: 'custom', endpoints: ['statistics'], status: 418, body: 'tea', headers: { 'X-Pot': '1' } },
      { answer: 'drop', environment: 'test', count: null },
    ],
  });
  const statuses = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await sender.call('GET', '/v1/profile')).status);
  expect(statuses).toEqual([200, 429, 429, 200]);
  const tea = await sender.call('GET', '/v2/documents/statistics/all');
  expect([tea.status, tea.text, tea.headers['x-pot']]).toEqual([418, 'tea', '1']);
  await expect(actor(didox, 'sender', 'testapi3.didox.uz').call('GET', '/v1/profile')).rejects.toThrow();
  expect(didox.requests.filter(entry => entry.fault === 'rate-limited')).toHaveLength(2);
});

test('latency by endpoint, a slow answer, and a hang that ends in a dropped connection', async () => {
  didox.set({ latencyMs: { default: 0, profile: 60 } });
  const took = async (run: () => Promise<unknown>) => {
    const from = performance.now();
    await run().catch(() => null);
    return performance.now() - from;
  };
  const slow = took(() => sender.call('GET', '/v1/profile'));
  await expect.poll(() => didox.underWay).toEqual(['profile']);
  expect(await slow).toBeGreaterThan(55);
  await expect.poll(() => didox.underWay).toEqual([]);
  didox.set({
    latencyMs: {},
    faults: [
      { answer: 'slow', delayMs: 80, endpoints: ['profile'] },
      { answer: 'hang', delayMs: 40, endpoints: ['statistics'] },
    ],
  });
  expect(await took(() => sender.call('GET', '/v1/profile'))).toBeGreaterThan(75);
  await expect(sender.call('GET', '/v2/documents/statistics/all')).rejects.toThrow();
});

describe('lies in the data', () => {
  const incoming = known.DEMO_INCOMING_FOR_SENDER;
  const fetched = async () => {
    const { json } = await sender.call('GET', `/v1/documents/${incoming}?owner=0`);
    const base64 = await sender.call('GET', `/v1/documents/${incoming}/documentBase64`);
    const toSign = inspectPkcs7(Buffer.from(json.data.toSign, 'base64'), {});
    return { data: json.data, text: Buffer.from(base64.text, 'base64').toString('utf8'), toSign };
  };

  test('without attacks everything agrees', async () => {
    const { data, text, toSign } = await fetched();
    expect(JSON.parse(text)).toEqual(data.json);
    expect(Buffer.from(toSign.content ?? []).toString('utf8')).toBe(text);
    expect(toSign.signers[0]).toMatchObject({
      digestOk: true,
      signatureOk: true,
      chainOk: true,
      tin: '300000027',
    });
  });

  test('each attack changes what it says', async () => {
    didox.set({ attacks: [{ kind: 'base64-differs', documentId: incoming }] });
    let seen = await fetched();
    expect(Buffer.from(seen.toSign.content ?? []).toString('utf8')).not.toBe(seen.text);
    expect(JSON.parse(seen.text)).not.toEqual(seen.data.json);
    didox.set({ attacks: [{ kind: 'base64-reordered' }] });
    seen = await fetched();
    expect(JSON.parse(seen.text)).toEqual(seen.data.json);
    expect(seen.text).not.toBe(JSON.stringify(seen.data.json));
    didox.set({ attacks: [{ kind: 'json-differs' }] });
    seen = await fetched();
    expect(JSON.parse(seen.text)).not.toEqual(seen.data.json);
    didox.set({ attacks: [{ kind: 'document-field-differs', count: 1 }] });
    expect((await fetched()).data.document.name).toBe('С-77-999');
    expect((await fetched()).data.document.name).toBe('С-77');
    didox.set({ attacks: [{ kind: 'sender-signature-tampered' }] });
    expect((await fetched()).toSign.signers[0]?.signatureOk).toBe(false);
    didox.set({ attacks: [{ kind: 'sender-content-differs' }] });
    expect((await fetched()).toSign.signers[0]?.digestOk).toBe(false);
    didox.set({ attacks: [{ kind: 'sender-is-stranger' }] });
    expect((await fetched()).toSign.signers[0]).toMatchObject({ tin: '300000035', signatureOk: true });
  });

  test('list rows, tosign and time stamps can lie too', async () => {
    const row = async () =>
      (await sender.call('GET', '/v2/documents?page=1&limit=1&owner=0&status=2&name=%D0%A1-77')).json.data[0];
    expect((await row()).partnerTin).toBe('300000027');
    didox.set({ attacks: [{ kind: 'list-row-differs' }] });
    expect(await row()).toMatchObject({
      doc_id: incoming,
      partnerTin: '300000999',
      total_delivery_sum_with_vat: 1,
    });
    const reject = () =>
      sender.call('POST', `/v1/documents/${incoming}/tosign`, { action: 'reject', comment: 'x' });
    const honest = (await reject()).json.data;
    didox.set({ attacks: [{ kind: 'tosign-differs' }] });
    expect((await reject()).json.data).not.toEqual(honest);
    didox.set({ attacks: [{ kind: 'tosign-says-more' }] });
    expect((await reject()).json.data).toEqual({ ...honest, Statement: expect.any(String) });
    didox.set({ attacks: [{ kind: 'timestamp-of-other' }] });
    const stamped = inspectPkcs7(Buffer.from(await sender.stamped('x'), 'base64'), {});
    expect(stamped.signers[0]?.stampOk).toBe(false);
  });
});
