import { request } from 'node:http';
import { afterAll, beforeEach, expect, test } from 'vitest';
import recorded from './data/functions.json' with { type: 'json' };
import { defaultSettings } from './settings.ts';
import { startModule } from './start-module.ts';
import { call, exchange, open, verb } from './testing/client.ts';

const module = await startModule();
beforeEach(() => module.set({ ...defaultSettings(), listDelayMs: 0 }));
afterAll(() => module.stop());

test('6.4.7: version in strings, then the socket is closed with 1000 "Done"', async () => {
  const { reply, closed } = await call(module, { name: 'version' });
  expect(reply).toEqual({
    success: true,
    status: 1,
    major: '6',
    minor: '4',
    patch: '7',
    edition: 'Standard',
  });
  expect(closed).toEqual({ code: 1000, reason: 'Done' });
});

test('wss speaks the same, under a self-signed certificate', async () => {
  const { reply } = await call(module, { name: 'version' }, { secure: true });
  expect(reply.minor).toBe('4');
  expect(module.certificatePem).toContain('BEGIN CERTIFICATE');
  expect(Buffer.from(module.certificateSpkiSha256Base64, 'base64')).toHaveLength(32);
  expect(module.calls.at(-1)!.secure).toBe(true);
});

test('6.4.7: a second frame on the same socket is never answered', async () => {
  const socket = await open(module.ws);
  const before = module.calls.length;
  const first = exchange(socket, { name: 'version' });
  socket.send(JSON.stringify({ name: 'version' }));
  await first;
  expect(module.calls.length - before).toBe(1);
});

test.each(['3.37', '4.86'])(
  '%s: the socket stays open and answers one call after the other, without a status',
  async profile => {
    module.set({ profile });
    const socket = await open(module.ws);
    const [major, minor] = profile.split('.');
    for (let i = 0; i < 3; i += 1) {
      const { reply, closed } = await exchange(socket, { name: 'version' });
      expect(reply).toEqual({ success: true, major, minor });
      expect(closed).toBeNull();
    }
    const { reply } = await exchange(socket, verb('pfx.no_such_function'));
    expect(reply).toEqual({ success: false, reason: expect.any(String) });
    expect(reply.reason.startsWith('java.lang.NoSuchMethodException')).toBe(profile === '3.37');
    socket.terminate();
  },
);

test('a close without a code is answered with 1000', async () => {
  module.set({ profile: '4.86' });
  const socket = await open(module.ws);
  const code = new Promise(resolve => socket.once('close', resolve));
  socket.close();
  expect(await code).toBe(1000);
});

test('keepConnection in the address keeps a 6.4.7 socket open', async () => {
  const socket = await open(`${module.ws}?keepConnection=true`);
  for (let i = 0; i < 2; i += 1) expect((await exchange(socket, { name: 'version' })).closed).toBeNull();
  socket.terminate();
});

test('apidoc is a bare array with the recorded functions of each version', async () => {
  for (const profile of ['6.4.7', '4.86', '3.37'] as const) {
    module.set({ profile });
    const { reply } = await call(module, { name: 'apidoc' });
    expect(Array.isArray(reply)).toBe(true);
    expect(reply.map((plugin: { name: string }) => plugin.name)).toEqual(Object.keys(recorded[profile]));
  }
  module.set({ profile: '6.4.7' });
  const { reply } = await call(module, { name: 'apidoc' });
  const functions = reply.flatMap((plugin: { functions: object[] }) => plugin.functions);
  expect(reply).toHaveLength(11);
  expect(functions).toContainEqual(
    expect.objectContaining({
      plugin: 'pfx',
      name: 'load_key',
      arguments: expect.arrayContaining([expect.objectContaining({ name: 'path', optional: true })]),
    }),
  );
});

test('every function of every catalogue is carried out by something', async () => {
  const { handlerOf } = await import('./functions/index.ts');
  for (const catalogue of Object.values(recorded)) {
    for (const [plugin, list] of Object.entries(catalogue)) {
      for (const name of Object.keys(list))
        expect(handlerOf(plugin, name), `${plugin}.${name}`).toBeDefined();
    }
  }
});

test('old functions are there in 4.86 and answer 0 in 6.4.7', async () => {
  const frame = verb('pkcs7.append_pkcs7_attached', 'AAAA', 'x');
  expect((await call(module, frame)).reply.status).toBe(0);
  module.set({ profile: '4.86' });
  await call(module, frame);
  expect(module.calls.at(-1)!.answered).toBe(-9999);
});

test('malformed JSON, wrong arity, arguments that are no strings, unknown names: all status 0', async () => {
  for (const frame of [
    '{',
    '[]',
    '"x"',
    'null',
    { name: 'nope' },
    verb('nope.nope'),
    verb('toString.call'),
    verb('pfx.load_key', 'C:\\'),
    { plugin: 'pkcs7', name: 'create_pkcs7', arguments: ['AAAA', 5] },
  ]) {
    expect((await call(module, frame)).reply, JSON.stringify(frame)).toMatchObject({
      success: false,
      status: 0,
    });
  }
});

test('frames that are not text are ignored', async () => {
  const socket = await open(module.ws);
  socket.send(Buffer.from('{"name":"version"}'), { binary: true });
  expect((await exchange(socket, { name: 'version' })).reply.success).toBe(true);
});

test('reasons change their language until the next restart', async () => {
  const russian = (await call(module, verb('nope.nope'))).reply.reason;
  expect((await call(module, verb('app.change_ui_lang', 'uz'))).reply.success).toBe(true);
  const uzbek = (await call(module, verb('nope.nope'))).reply.reason;
  expect(uzbek).not.toBe(russian);
  expect((await call(module, verb('app.change_ui_lang', 'de'))).reply.status).toBe(-1005);
  await module.restart();
  expect((await call(module, verb('nope.nope'))).reply.reason).toBe(russian);
});

function http(
  path: string,
  method: string = 'GET',
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  const { port } = new URL(module.ws);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { origin: 'https://didox.uz' } },
      response => {
        let body = '';
        response.on('data', part => (body += part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

test('plain HTTP: title with the version, the API page, 404, OPTIONS', async () => {
  expect((await http('/')).body).toContain('<title>E-IMZO-v6.4.7</title>');
  expect((await http('/apidoc.html')).status).toBe(200);
  expect(await http('/anything')).toMatchObject({ status: 404, body: '404 - Not Found' });
  expect((await http('/x', 'OPTIONS')).headers).toMatchObject({
    'access-control-allow-private-network': 'true',
    'access-control-allow-origin': 'https://didox.uz',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': '*',
  });
  await expect(open(module.ws.replace('cryptapi', 'other'))).rejects.toThrow('404');
});
