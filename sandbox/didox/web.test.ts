import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DidoxStandIn, startDidox } from './start.ts';
import { send } from './testing/client.ts';
import * as known from './world/known-ids.ts';

let didox: DidoxStandIn;
beforeAll(async () => {
  didox = await startDidox();
});
afterAll(() => didox.stop());
const open = (path: string) => send(didox.web, 'GET', path, { host: 'didox.uz', partner: null });

test.each([
  '/documents/new?tab=all&page=1&limit=20',
  '/documents/new/outgoing',
  '/documents/new/draft',
  `/documents/${known.DEMO_OUTGOING_DRAFT}/1`,
  `/documents/${known.DEMO_INCOMING}/0`,
  `/documents/${known.DEMO_INCOMING}`,
  `/document_form/002/${known.DEMO_OUTGOING_DRAFT}/edit`,
  '/create_document',
  '/profile/account',
  '/login_with_signature',
])('%s is a plain path of the app, under its policy', async path => {
  const answer = await open(path);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('<div id="root">')]);
  expect(answer.headers['content-security-policy']).toContain("connect-src 'self' wss://127.0.0.1:64443");
});

test('the policy has its switch', async () => {
  didox.set({ csp: 'strict' });
  expect((await open('/')).headers['content-security-policy']).toContain("connect-src 'self';");
  didox.set({ csp: 'off' });
  expect((await open('/')).headers['content-security-policy']).toBeUndefined();
});

test('the page gets its data from its own origin', async () => {
  const list = (await open('/web/documents?kind=draft&page=1&limit=100')).json;
  expect(list.rows.map((row: { id: string }) => row.id)).toContain(known.DEMO_OUTGOING_DRAFT);
  const document = (await open(`/web/documents/${known.DEMO_INCOMING}`)).json;
  expect(document).toMatchObject({ owner: 1, status: 1, seller: { taxId: '300000019' } });
  expect((await open(`/web/documents/${known.DEMO_INCOMING}?owner=0`)).json.status).toBe(2);
  expect((await open(`/web/documents/${'0'.repeat(32)}`)).status).toBe(404);
  expect((await open('/static/app.js')).headers['content-type']).toContain('javascript');
});

test('the page’s own buttons do nothing but say so', async () => {
  await send(didox.web, 'POST', '/web/log', { body: 'Подписать', partner: null });
  expect(didox.pageLog).toHaveLength(1);
  expect(didox.documents.get(known.DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
});

test('the edit form changes a draft, what is signed with it, and nothing that was sent', async () => {
  const path = `/web/documents/${known.DEMO_OUTGOING_DRAFT}`;
  const before = (await open(`${path}?owner=1`)).json;
  const body = { number: '1042-А', sum: `${before.totals.withVat + 100}` };
  expect((await send(didox.web, 'PUT', path, { body, partner: null })).status).toBe(200);
  const after = (await open(`${path}?owner=1`)).json;
  expect(after).toMatchObject({ number: '1042-А', totals: { withVat: before.totals.withVat + 100 } });
  const lines = after.products.map((line: { deliverysumwithvat: number }) => line.deliverysumwithvat);
  expect(lines.reduce((sum: number, line: number) => sum + line, 0)).toBeCloseTo(after.totals.withVat);
  const sent = `/web/documents/${known.DEMO_SENT}`;
  expect((await send(didox.web, 'PUT', sent, { body, partner: null })).status).toBe(422);
});
