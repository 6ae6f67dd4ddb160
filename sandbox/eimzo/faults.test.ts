import { afterAll, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from './settings.ts';
import { startModule } from './start-module.ts';
import { call, exchange, loadKey, open, verb } from './testing/client.ts';

const module = await startModule();
beforeEach(async () => {
  module.set({ ...defaultSettings(), listDelayMs: 0 });
  await module.restart();
  module.calls.length = 0;
});
afterAll(() => module.stop());

const LIST = verb('pfx.list_disks');

test('two plugin calls at once both hang, and a restart frees the module', async () => {
  module.set({ listDelayMs: 50 });
  const slow = call(module, verb('pfx.list_all_certificates'), { patienceMs: 300 });
  await new Promise(resolve => setTimeout(resolve, 15));
  const quick = call(module, LIST, { patienceMs: 300 });
  await expect(slow).rejects.toThrow('no answer');
  await expect(quick).rejects.toThrow('no answer');
  expect(module.calls.map(one => [one.overlapped, one.answered])).toEqual([
    [true, null],
    [true, null],
  ]);
  expect((await call(module, LIST)).reply.success).toBe(true);
  expect(module.calls.at(-1)!.overlapped).toBe(false);
});

test('meta calls may overlap', async () => {
  module.set({ listDelayMs: 80 });
  const slow = call(module, verb('pfx.list_all_certificates'));
  await new Promise(resolve => setTimeout(resolve, 15));
  expect((await call(module, { name: 'version' })).reply.success).toBe(true);
  expect((await slow).reply.success).toBe(true);
});

test('without overlapHangs both are answered, and still noted', async () => {
  module.set({ overlapHangs: false, listDelayMs: 50 });
  const both = await Promise.all([1, 2].map(() => call(module, verb('pfx.list_all_certificates'))));
  expect(both.map(one => one.reply.success)).toEqual([true, true]);
  expect(module.calls.every(one => one.overlapped)).toBe(true);
});

test('two frames at once on the kept socket of an old module overlap too', async () => {
  module.set({ profile: '4.86', listDelayMs: 30 });
  const socket = await open(module.ws);
  socket.send(JSON.stringify(verb('pfx.list_all_certificates')));
  await expect(exchange(socket, LIST, 150)).rejects.toThrow('no answer');
  socket.terminate();
});

test('drop before the reply: the work is done, nothing was said', async () => {
  const keyId = await loadKey(module);
  module.set({ faults: 'drop-before-reply@pkcs7.create_pkcs7*1' });
  const frame = verb('pkcs7.create_pkcs7', 'AAAA', keyId);
  expect(await call(module, frame)).toMatchObject({ reply: null, closed: { code: 1006 } });
  expect(module.calls.at(-1)).toMatchObject({ window: 'ok', answered: null });
  expect(module.settings.faults).toEqual([]);
  expect((await call(module, frame)).reply.success).toBe(true);
});

test('drop after the reply: said, then 1006 instead of Done', async () => {
  module.set({ faults: ['drop-after-reply'] });
  const socket = await open(module.ws);
  const closed = new Promise(resolve => socket.once('close', resolve));
  expect((await exchange(socket, LIST)).reply.success).toBe(true);
  expect(await closed).toBe(1006);
});

test('a malformed and an oversized frame', async () => {
  module.set({ faults: [{ kind: 'malformed', once: true }] });
  expect((await call(module, LIST)).reply).toBe('malformed');
  module.set({ faults: [{ kind: 'oversized', once: true, bytes: 3_000_000 }] });
  const { text, reply } = await call(module, LIST);
  expect(text.length).toBeGreaterThanOrEqual(3_000_000);
  expect(reply.success).toBe(true);
});

test('silence, only for the plugin that is named', async () => {
  module.set({ faults: 'silence@pfx.*' });
  await expect(call(module, LIST, { patienceMs: 80 })).rejects.toThrow('no answer');
  expect((await call(module, verb('ckc.supported_ckc'))).reply.success).toBe(true);
  expect((await call(module, { name: 'version' })).reply.success).toBe(true);
});

test('silence at a meta call', async () => {
  module.set({ faults: 'silence@version' });
  await expect(call(module, { name: 'version' }, { patienceMs: 80 })).rejects.toThrow('no answer');
  expect((await call(module, LIST)).reply.success).toBe(true);
});

test('limits: 1009 for a long message and for a long argument', async () => {
  module.set({ maxMessageBytes: 2000, maxArgumentBytes: 1000 });
  const long = (length: number) => verb('pkcs7.create_pkcs7', 'A'.repeat(length), 'x');
  expect((await call(module, long(800))).reply.status).toBe(-1010);
  expect((await call(module, long(1200))).closed).toEqual({ code: 1009, reason: 'message too big' });
  expect((await call(module, long(2400))).closed?.code).toBe(1009);
  module.set({ ...defaultSettings(), faults: ['close-1009'] });
  expect((await call(module, LIST)).closed?.code).toBe(1009);
});

test('a restart in the middle of a call closes with 1001 and forgets the keys', async () => {
  const keyId = await loadKey(module);
  module.set({ passwordDelayMs: 3000 });
  const pending = call(module, verb('pkcs7.create_pkcs7', 'AAAA', keyId));
  await new Promise(resolve => setTimeout(resolve, 30));
  await module.restart();
  expect((await pending).closed?.code).toBe(1001);
  module.set({ passwordDelayMs: 0 });
  expect((await call(module, verb('pkcs7.create_pkcs7', 'AAAA', keyId))).reply.status).toBe(-1010);
  module.set({ faults: 'restart@pfx.list_disks*1' });
  expect((await call(module, LIST)).closed?.code).toBe(1001);
  expect((await call(module, LIST)).reply.success).toBe(true);
});

test('busy: refused with -3000, or waiting until the other program is done', async () => {
  module.set({ busy: 'refuse' });
  expect((await call(module, LIST)).reply.status).toBe(-3000);
  module.set({ busy: 'wait' });
  const waiting = call(module, LIST);
  await new Promise(resolve => setTimeout(resolve, 60));
  expect(module.calls.at(-1)!.answered).toBeNull();
  module.set({ busy: 'no' });
  expect((await waiting).reply.success).toBe(true);
  module.set({ faults: 'busy*1' });
  expect((await call(module, LIST)).reply.status).toBe(-3000);
});

test('a late answer, and any status on order', async () => {
  module.set({ faults: [{ kind: 'delay', delayMs: 70, once: true }] });
  const started = Date.now();
  expect((await call(module, LIST)).reply.success).toBe(true);
  expect(Date.now() - started).toBeGreaterThanOrEqual(68);
  module.set({ faults: [{ kind: 'status', status: -5003, reason: 'USB', once: true }] });
  expect((await call(module, LIST)).reply).toEqual({ success: false, status: -5003, reason: 'USB' });
});

test('refused connections, and back on the same port', async () => {
  module.set({ listening: false });
  await expect(open(module.ws)).rejects.toThrow('ECONNREFUSED');
  await expect(open(module.wss)).rejects.toThrow('ECONNREFUSED');
  module.set({ listening: true });
  await new Promise(resolve => setTimeout(resolve, 20));
  expect((await call(module, LIST)).reply.success).toBe(true);
  const down = module.restart(60);
  await expect(open(module.ws)).rejects.toThrow('ECONNREFUSED');
  await down;
  expect((await call(module, LIST, {})).reply.success).toBe(true);
});

test('held connections are taken and never become sockets', async () => {
  module.set({ holdConnections: true });
  const { opened } = module.connections;
  const outcome = await Promise.race([
    open(module.ws).then(() => 'open'),
    new Promise(resolve => setTimeout(resolve, 80, 'held')),
  ]);
  expect(outcome).toBe('held');
  expect(module.connections.opened).toBe(opened);
});

test('sockets are counted', async () => {
  const { opened } = module.connections;
  const socket = await open(module.ws);
  expect(module.connections.opened).toBe(opened + 1);
  expect(module.connections.open).toBeGreaterThan(0);
  socket.terminate();
});
