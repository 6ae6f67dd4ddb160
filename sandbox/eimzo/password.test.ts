import { afterAll, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from './settings.ts';
import { startModule } from './start-module.ts';
import { call, loadKey, verb } from './testing/client.ts';

const module = await startModule();
beforeEach(async () => {
  module.set({ ...defaultSettings(), listDelayMs: 0 });
  await module.restart();
  module.calls.length = 0;
});
afterAll(() => module.stop());

const sign = async (keyId: string) =>
  (await call(module, verb('pkcs7.create_pkcs7', 'AAAA', keyId, 'no'))).reply;
const windows = (): string[] =>
  module.calls.filter(one => one.window !== null).map(one => `${one.name}:${one.window}`);

test('create_pkcs7 asks once and remembers; load_key is silent', async () => {
  const keyId = await loadKey(module);
  expect(windows()).toEqual([]);
  await sign(keyId);
  await sign(keyId);
  expect(windows()).toEqual(['create_pkcs7:ok']);
  await call(module, verb('pfx.verify_password', keyId));
  expect(windows()).toEqual(['create_pkcs7:ok', 'verify_password:ok']);
});

test('a password is not remembered longer than asked for, nor for another key', async () => {
  module.set({ rememberMs: 0 });
  const keyId = await loadKey(module);
  await sign(keyId);
  await sign(keyId);
  expect(windows()).toHaveLength(2);
  module.set({ rememberMs: 60_000 });
  await sign(keyId);
  await sign(await loadKey(module, '300000043'));
  expect(windows()).toHaveLength(4);
});

test('with the window at load_key, signing is silent', async () => {
  module.set({ passwordAt: 'load_key', passwordOutcomes: ['cancel'] });
  expect(await loadKey(module)).toBeUndefined();
  expect(module.calls.at(-1)!.answered).toBe(-5000);
  const keyId = await loadKey(module);
  expect((await sign(keyId)).success).toBe(true);
  expect(windows()).toEqual(['load_key:cancel', 'load_key:ok']);
});

test('cancelled, wrong, and wrong for the third time', async () => {
  module.set({ passwordOutcomes: ['cancel', 'wrong', 'wrong', 'wrong', 'ok'] });
  const keyId = await loadKey(module);
  const statuses: number[] = [];
  for (let i = 0; i < 5; i += 1) statuses.push((await sign(keyId)).status);
  expect(statuses).toEqual([-5000, -9999, -9999, -5000, 1]);
});

test('3.37 says BadPaddingException and no status', async () => {
  module.set({ profile: '3.37', passwordOutcomes: ['wrong', 'cancel'] });
  const keyId = await loadKey(module);
  const wrong = await sign(keyId);
  expect(wrong.reason).toContain('BadPaddingException');
  expect(wrong).not.toHaveProperty('status');
  expect((await sign(keyId)).reason).toContain('CancellationException');
});

test('the person takes time, or none at all and the window closes itself', async () => {
  module.set({
    passwordDelayMs: 80,
    passwordOutcomes: ['ok', 'timeout'],
    passwordTimeoutMs: 120,
    rememberMs: 0,
  });
  const keyId = await loadKey(module);
  const started = Date.now();
  expect((await sign(keyId)).success).toBe(true);
  const typed = Date.now() - started;
  expect((await sign(keyId)).status).toBe(-5000);
  expect(typed).toBeGreaterThanOrEqual(78);
  expect(Date.now() - started - typed).toBeGreaterThanOrEqual(118);
});

test('a signature takes as long as it is set to', async () => {
  module.set({ signDelayMs: 60 });
  const keyId = await loadKey(module);
  const started = Date.now();
  await sign(keyId);
  expect(Date.now() - started).toBeGreaterThanOrEqual(58);
});

test('whoever hangs up while the window is open leaves the module usable', async () => {
  module.set({ passwordDelayMs: 5000 });
  const keyId = await loadKey(module);
  await expect(call(module, verb('pkcs7.create_pkcs7', 'AAAA', keyId), { patienceMs: 60 })).rejects.toThrow();
  module.set({ passwordDelayMs: 0 });
  await new Promise(resolve => setTimeout(resolve, 20));
  expect((await sign(keyId)).success).toBe(true);
});
