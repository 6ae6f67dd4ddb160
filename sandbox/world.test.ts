import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { helpText, readCommandLine, UsageError } from './command-line.ts';
import { DEMO_OUTGOING_DRAFT } from './didox/index.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
});
afterAll(() => world.stop());

const control = async (path: string, body?: unknown) => {
  const reply = await fetch(
    world.urls.control + path,
    body ? { method: 'POST', body: JSON.stringify(body) } : {},
  );
  return { status: reply.status, json: (await reply.json()) as Record<string, never> };
};

describe('a sandbox world', () => {
  it('answers at every address it names', async () => {
    const { eimzo, didox, eugoda } = world.urls;
    for (const url of [didox.api, didox.web, eugoda.api, eugoda.page]) {
      const status = await new Promise((resolve, reject) => {
        request(url, { rejectUnauthorized: false }, reply => resolve(reply.statusCode))
          .on('error', reject)
          .end();
      });
      expect(status, url).toBeGreaterThan(0);
    }
    for (const url of [eimzo.ws, eimzo.wss]) {
      const answer = await new Promise((resolve, reject) => {
        const socket = new WebSocket(url, { rejectUnauthorized: false, origin: 'https://didox.uz' });
        socket.on('open', () => socket.send('{"name":"version"}'));
        socket.on('message', data => resolve(JSON.parse(String(data))));
        socket.on('error', reject);
      });
      expect(answer).toMatchObject({ success: true, major: '6' });
    }
  });

  it('maps every real address, and nothing else, to itself', () => {
    for (const host of [
      'didox.uz',
      'test3.didox.uz',
      'api-partners.didox.uz',
      'testapi3.didox.uz',
      'stage.goodsign.biz',
      'eugoda.com:3000',
      'eugoda.com',
      'umbrella.example',
      '127.0.0.1:64646',
      '127.0.0.1:64443',
    ]) {
      const place = host.includes(':') ? host : `${host}:443`;
      expect(world.hostRules).toContain(`MAP ${place} 127.0.0.1:`);
    }
    expect(world.hostRules.endsWith('MAP * ~NOTFOUND')).toBe(true);
  });

  it('is changed through the control channel, all of it or nothing', async () => {
    expect((await control('/control', { eimzo: { profile: '3.37' }, didox: { csp: 'strict' } })).status).toBe(
      200,
    );
    expect(world.eimzo.settings.profile).toBe('3.37');
    expect(world.didox.settings.csp).toBe('strict');

    const wrong = await control('/control', { eugoda: { words: 'en' }, didox: { csp: 'lax' } });
    expect(wrong).toMatchObject({ status: 400, json: { error: expect.stringContaining('"csp"') } });
    expect(world.eugoda.settings.words).toBe('uk');
    expect((await control('/control', { nobody: {} })).status).toBe(400);
    expect((await control('/nowhere')).status).toBe(404);
  });

  it('tells about its documents', async () => {
    const { json } = await control(`/didox/document/${DEMO_OUTGOING_DRAFT}`);
    expect(json).toMatchObject({ id: DEMO_OUTGOING_DRAFT, doctype: '002', effective: 0 });
    const archive = await fetch(`${world.urls.control}/didox/archive/${DEMO_OUTGOING_DRAFT}`);
    expect(
      Buffer.from(await archive.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await control('/didox/document/0')).status).toBe(404);
    expect(await control('/didox/seed', { kind: 'mixed-100' })).toMatchObject({
      json: { ids: { length: 100 } },
    });
  });
});

describe('the command line', () => {
  it('takes settings of all stand-ins, spelled either way', () => {
    const { options, json } = readCommandLine([
      '--json',
      '--eimzo-profile',
      '4.86',
      '--eimzo-password-delay-ms=5',
      '--didox-tokenMinutes',
      '1',
      '--didox-latency-ms={"default":5}',
      '--eugoda-words=en',
      '--control-port=0',
    ]);
    expect(json).toBe(true);
    expect(options.eimzo).toEqual({ profile: '4.86', passwordDelayMs: '5' });
    expect(options.didox).toEqual({ tokenMinutes: '1', latencyMs: '{"default":5}' });
    expect(options.eugoda).toEqual({ words: 'en' });
    expect(options.ports).toEqual({ control: 0 });
  });

  it.each([
    [['--nonsense'], 'no switch "--nonsense"'],
    [['positional'], 'no switch "positional"'],
    [['--eimzo-profile', '5'], '"profile" must be one of'],
    [['--eimzo-profile'], 'needs a value'],
    [['--didox-cors', 'perhaps'], '"cors" takes boolean'],
    [['--eugoda-words', 'fr'], 'words takes uk|en'],
    [['--didox-api-port', '99999'], 'takes a port'],
  ])('refuses %j in words', (args, words) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
    expect(() => readCommandLine(args)).toThrow(words);
  });

  it('explains every switch', () => {
    for (const name of [
      '--eimzo-profile',
      '--didox-enforce-partner-token',
      '--eugoda-archive',
      'POST /control',
    ]) {
      expect(helpText()).toContain(name);
    }
  });
});
