import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DidoxStandIn, startDidox } from './start.ts';
import { actor, send } from './testing/client.ts';
import { ACCOUNT_PASSWORD, DEMO_INCOMING_FIRST_OF_TWO } from './world/known-ids.ts';

let now = Date.now();
let didox: DidoxStandIn;
beforeAll(async () => {
  didox = await startDidox({ clock: () => now });
});
beforeEach(() => {
  now = Date.now();
  didox.reset();
});
afterAll(() => didox.stop());

test('a stamped signature over the tax id opens a session that lasts 360 minutes', async () => {
  const sender = actor(didox, 'sender');
  const answer = await sender.login();
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    token: expect.stringMatching(/^[0-9a-f-]{36}$/),
    related_companies: null,
    related_branches: null,
  });
  expect((await sender.call('GET', '/v1/profile')).json.offerSigned).toBe(1);
  now += 359 * 60_000;
  expect((await sender.call('GET', '/v1/profile')).status).toBe(200);
  now += 60_000;
  const late = await sender.call('GET', '/v1/profile');
  expect([late.status, late.json]).toEqual([401, { message: 'Invalid user key' }]);
  didox.set({ userKeyErrors: 'text' });
  expect((await sender.call('GET', '/v1/profile')).text).toBe('Unauthorized. Invalid user key');
});

test('without a user-key the answer is Token expired; a key of one environment is worthless in another', async () => {
  const sender = actor(didox, 'sender');
  expect((await sender.call('GET', '/v1/profile')).json).toEqual({ message: 'Token expired' });
  await sender.login();
  const other = await send(didox.api, 'GET', '/v1/profile', {
    host: 'testapi3.didox.uz',
    userKey: sender.userKey,
  });
  expect(other.status).toBe(401);
});

test('a login is refused when the signature is unstamped, over something else, or somebody else’s', async () => {
  const sender = actor(didox, 'sender');
  const unstamped = Buffer.from(sender.bare('300000019').pkcs7).toString('base64');
  const tries = [
    ['300000019', unstamped],
    ['300000019', await sender.stamped('300000027')],
    ['300000027', await sender.stamped('300000027')],
    ['300000019', await sender.stamped('300000019\n')],
  ];
  for (const [taxId, signature] of tries) {
    const answer = await sender.call('POST', `/v1/auth/${taxId}/token`, { signature });
    expect([answer.status, answer.text]).toEqual([401, 'Unauthorized. Invalid signature']);
    didox.reset();
  }
});

test('expired keys and unknown roots do not get in, a key of the 2024 family does', async () => {
  for (const id of ['expired', 'unknown-root']) {
    expect((await actor(didox, id).login()).text).toBe('Unauthorized. Invalid signature');
  }
  expect((await actor(didox, 'family-2024').login()).status).toBe(200);
});

test('unregistered, blocked, wrong password and the lockout ladder answer as documented', async () => {
  const sender = actor(didox, 'sender');
  expect((await sender.login('999999999')).text).toBe('User not registered');
  didox.set({ blocked: ['300000019'] });
  const blocked = await sender.login();
  expect([blocked.status, blocked.json.message]).toEqual([423, expect.stringContaining('заблокирован')]);
  didox.set({ blocked: [] });

  const password = (word: string) =>
    sender.call('POST', '/v1/auth/300000019/password/ru', { password: word });
  for (let n = 0; n < 3; n += 1) expect((await password('no')).text).toBe('Incorrect login');
  const locked = await password(ACCOUNT_PASSWORD);
  expect([locked.status, locked.json.message]).toEqual([
    429,
    'Слишком много попыток. Попробуйте через 10 минут. 0 секунд',
  ]);
  expect((await sender.login()).status).toBe(429);
  now += 600_001;
  expect((await password(ACCOUNT_PASSWORD)).json).toMatchObject({ taxId: '300000019', pinfl: null });
});

test('a natural person logs in by PINFL or personal INN and enters a related company', async () => {
  const person = actor(didox, 'person');
  const byUid = await person.login(person.identity.uid ?? '');
  expect(byUid.status).toBe(200);
  const answer = await person.login();
  expect(answer.json.related_companies.map((c: { tin: string }) => c.tin)).toEqual([
    '300000043',
    '300000050',
  ]);
  const stranger = await person.call('POST', '/v1/auth/company/300000035/login/ru', {});
  expect([stranger.status, stranger.text]).toEqual([
    401,
    expect.stringMatching(/^Failed to login in company/),
  ]);
  expect((await person.call('POST', '/v1/auth/company/999999999/login')).text).toBe('Company not registered');
  const entered = await person.call('POST', '/v1/auth/company/300000043/login/ru');
  expect(entered.json.permissions).toMatchObject({
    tin: '300000043',
    roles: expect.arrayContaining([11, 42]),
  });
  person.use(entered.json.token);
  const signature = await person.joined(DEMO_INCOMING_FIRST_OF_TWO);
  expect(
    (await person.call('POST', `/v1/documents/${DEMO_INCOMING_FIRST_OF_TWO}/sign`, { signature })).json.data,
  ).toBe(true);
});

test('the partner token is enforced by default, with a switch', async () => {
  const ask = (partner: string | null) => send(didox.api, 'GET', '/v1/newoffer/base64', { partner });
  expect([(await ask(null)).status, (await ask('wrong')).json.message]).toEqual([
    401,
    expect.stringContaining('partner token'),
  ]);
  expect((await ask('Bearer sandbox-partner-token')).status).toBe(200);
  didox.set({ enforcePartnerToken: false });
  expect((await ask(null)).status).toBe(200);
});

test('requests are remembered without the secrets in them', async () => {
  await actor(didox, 'sender').login();
  const record = didox.requests.find(entry => entry.endpoint === 'auth-token');
  expect(record).toMatchObject({
    method: 'POST',
    path: '/v1/auth/300000019/token/ru',
    host: 'api-partners.didox.uz',
    environment: 'production',
    status: 200,
    hasPartnerToken: true,
    hasUserKey: false,
  });
  expect(JSON.stringify(didox.requests)).not.toContain('sandbox-partner-token');
});
