import { afterAll, beforeEach, expect, test } from 'vitest';
import vectors from '../pki/vectors/ec-vectors.json' with { type: 'json' };
import { defaultSettings } from './settings.ts';
import { startModule } from './start-module.ts';
import { call, verb } from './testing/client.ts';

const module = await startModule();
beforeEach(async () => {
  module.set({ ...defaultSettings(), listDelayMs: 0, originMode: 'strict' });
  await module.restart();
});
afterAll(() => module.stop());

const EXTENSION = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const list = async (origin?: string) =>
  (await call(module, verb('pfx.list_disks'), origin === undefined ? {} : { origin })).reply;
const register = async (pairs: string[], origin?: string) =>
  (await call(module, { name: 'apikey', arguments: pairs }, origin === undefined ? {} : { origin })).reply;
const vendorKey = (domain: string): string =>
  vectors.real.apiKeys.keys.find(one => one.domain === domain)!.signature.toUpperCase();

test('strict: refused with -1022 and the domain by which we are known', async () => {
  for (const [origin, domain] of [
    [EXTENSION, 'abcdefghijklmnopabcdefghijklmnop'],
    ['https://didox.uz', 'didox.uz'],
    ['http://localhost:5173', 'localhost'],
    ['file://', 'null'],
    ['null', 'null'],
    [undefined, 'null'],
  ] as const) {
    const { status, reason } = await list(origin);
    expect(status).toBe(-1022);
    expect(reason).toContain(` ${domain} `);
  }
});

test('version, apidoc and apikey need no registration', async () => {
  expect((await call(module, { name: 'version' }, { origin: EXTENSION })).reply.success).toBe(true);
  expect(Array.isArray((await call(module, { name: 'apidoc' }, { origin: EXTENSION })).reply)).toBe(true);
});

test("the vendor's key for localhost opens localhost, for everybody, until a restart", async () => {
  const answer = await register(['localhost', vendorKey('localhost')], 'http://localhost:5173');
  expect(answer).toEqual({ success: true, status: 1, message: 'http://localhost:5173' });
  expect((await list('http://localhost:8080')).success).toBe(true);
  expect((await list('https://didox.uz')).status).toBe(-1022);
  await module.restart();
  expect((await list('http://localhost:8080')).status).toBe(-1022);
});

test('a pair of the settings counts too; wrong keys are -1020, odd arguments 0', async () => {
  const id = new URL(EXTENSION).hostname;
  module.set({ extraApiKeys: [[id, 'AB']] });
  expect((await register([id, 'AC'], EXTENSION)).status).toBe(-1020);
  expect((await register(['didox.uz', vendorKey('localhost')], EXTENSION)).status).toBe(-1020);
  expect((await register([id], EXTENSION)).status).toBe(0);
  expect((await register([], EXTENSION)).status).toBe(0);
  expect((await list(EXTENSION)).status).toBe(-1022);
  expect((await register([id, 'AB', 'localhost', vendorKey('localhost')], EXTENSION)).success).toBe(true);
  expect((await list(EXTENSION)).success).toBe(true);
});

test('null: an extension counts as the domain null, and the public null key opens it', async () => {
  module.set({ originMode: 'null' });
  const { status, reason } = await list(EXTENSION);
  expect(status).toBe(-1022);
  expect(reason).toContain(' null ');
  await register(['null', vendorKey('null')], EXTENSION);
  expect((await list(EXTENSION)).success).toBe(true);
  expect((await list('https://didox.uz')).status).toBe(-1022);
});

test('allow: nobody is asked', async () => {
  module.set({ originMode: 'allow' });
  expect((await list(EXTENSION)).success).toBe(true);
});

test('developer: one question per origin, with the answer kept', async () => {
  module.set({ originMode: 'developer', developerDelayMs: 60, developerAnswer: 'allow' });
  const timed = async (origin: string) => {
    const started = Date.now();
    const { success } = await list(origin);
    return { success, asked: Date.now() - started >= 58 };
  };
  expect(await timed(EXTENSION)).toEqual({ success: true, asked: true });
  expect(await timed(EXTENSION)).toEqual({ success: true, asked: false });
  module.set({ developerAnswer: 'deny' });
  expect(await timed('https://didox.uz')).toEqual({ success: false, asked: true });
  expect(await timed('https://didox.uz')).toEqual({ success: false, asked: false });
});

test('3.37 refuses without a status', async () => {
  module.set({ profile: '3.37' });
  expect(await list(EXTENSION)).toEqual({ success: false, reason: expect.stringContaining('API-key') });
});
