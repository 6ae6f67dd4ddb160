import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  apidoc,
  createModule,
  type Key,
  type KeyIdStore,
  type Module,
  PLAIN,
} from '../../lib/eimzo/index.ts';
import { signWith } from '../../lib/eimzo/testing/set-up.ts';
import { type ModuleStandIn, type SettingsInput, startModule } from '../../sandbox/eimzo/start-module.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';

/** Our client against the stand-in, over real sockets: two sides that share no code must understand each other. */
const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const DOMAIN = 'abcdefghijklmnopabcdefghijklmnop';
const PROFILES = ['3.37', '4.86', '6.4.7'] as const;
const TEXT = 'Shartnoma № 7, ўзбекча, русский';
const content64 = Buffer.from(TEXT).toString('base64');

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

async function setUp(settings: SettingsInput = {}, pairs: { domain: string; key: string }[] = []) {
  const standIn = await startModule({ settings: { listDelayMs: 0, ...settings } });
  cleanUp.push(() => standIn.stop());
  const sockets = {
    open(url: string) {
      const socket = new WebSocket(url === PLAIN ? standIn.ws : standIn.wss, { origin: ORIGIN });
      socket.on('error', () => {}); // ws would throw it where a browser only reports it
      return socket;
    },
  };
  const timer = {
    now: () => Date.now(),
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
  };
  const module = createModule({ sockets, timer, wake: { hold: () => () => {} }, apiKeys: async () => pairs });
  cleanUp.push(() => module.working(false));
  module.working(true);
  return { standIn, module };
}

function store(): KeyIdStore {
  const map = new Map<string, string>();
  return {
    get: async key => map.get(key) ?? null,
    set: async (key, keyId) => void map.set(key, keyId),
    forget: async key => void map.delete(key),
  };
}

async function firstKey(module: Module): Promise<Key> {
  return (await module.listKeys()).keys[0]!;
}

async function sign(module: Module, keyIds = store(), key?: Key) {
  return await signWith(module, key ?? (await firstKey(module)), content64, keyIds);
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    error => error.code ?? String(error),
  );
const verbs = (standIn: ModuleStandIn) =>
  standIn.calls.map(({ plugin, name }) => (plugin ? `${plugin}.${name}` : name));
const until = async (condition: () => boolean) => {
  for (let tries = 0; tries < 200 && !condition(); tries++)
    await new Promise(resolve => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
};

describe.each(PROFILES)('module %s', profile => {
  it('lists, loads, and signs what it was given, again and again, one call at a time', async () => {
    const { standIn, module } = await setUp({ profile });
    const keyIds = store();
    const key = await firstKey(module);
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => sign(module, keyIds, key)));
    for (const { pkcs7_64, signerSerialNumber, signatureHex } of results) {
      const { content, signers } = inspectPkcs7(Buffer.from(pkcs7_64, 'base64'));
      expect(Buffer.from(content!).toString()).toBe(TEXT);
      expect(signers[0]).toMatchObject({
        digestOk: true,
        signatureOk: true,
        serial: signerSerialNumber,
        signatureHex,
      });
    }
    expect(standIn.calls.every(({ overlapped }) => !overlapped)).toBe(true);
  });

  it('tells cancelled, wrong password and missing functions apart', async () => {
    const { module } = await setUp({ profile, passwordOutcomes: ['cancel', 'wrong', 'ok'] });
    const keyIds = store();
    const key = await firstKey(module);
    expect(await codeOf(sign(module, keyIds, key))).toBe('cancelled');
    expect(await codeOf(sign(module, keyIds, key))).toBe('wrong-password');
    expect(await codeOf(sign(module, keyIds, key))).toBe('answered');
    const append = codeOf(module.appendSignature({ pkcs7_64: 'AAAA', keyId: 'k' }));
    if (profile === '6.4.7') expect(await append).toBe('function-missing');
    expect(Array.isArray(await apidoc(module.call))).toBe(true);
  });

  it('after a restart the key is loaded anew, unasked', async () => {
    const { standIn, module } = await setUp({ profile });
    const keyIds = store();
    const key = await firstKey(module);
    await sign(module, keyIds, key);
    await standIn.restart();
    await new Promise(resolve => setTimeout(resolve, 50)); // the closed sockets are noticed
    expect(await codeOf(sign(module, keyIds, key))).toBe('answered');
    expect(verbs(standIn).filter(verb => verb === 'pfx.load_key')).toHaveLength(2);
  });

  it('finds a key whose disk has moved', async () => {
    const { standIn, module } = await setUp({
      profile,
      keys: [{ disk: 'E:\\', path: '', identities: ['sender'] }],
    });
    const key = await firstKey(module);
    standIn.set({ keys: [{ disk: 'F:\\', path: 'DSKEYS', identities: ['person', 'sender'] }] });
    expect((await sign(module, store(), key)).key).toMatchObject({ disk: 'F:\\', path: 'DSKEYS' });
    standIn.set({ keys: [{ disk: 'F:\\', path: 'DSKEYS', identities: ['person'] }] });
    expect(await codeOf(sign(module, store(), key))).toMatch(/^(disk-gone|key-file-gone)$/);
  });

  it('is refused by name, and opened by the pair for that very name', async () => {
    const pair = { domain: DOMAIN, key: 'AB'.repeat(64) };
    const settings = { profile, originMode: 'strict', extraApiKeys: [[pair.domain, pair.key]] };
    const without = await setUp(settings);
    await expect(without.module.listKeys()).rejects.toMatchObject({ code: 'origin-refused', domain: DOMAIN });
    expect(verbs(without.standIn)).not.toContain('apikey');
    expect(await without.module.diagnose()).toMatchObject({ kind: 'origin-refused', domain: DOMAIN });
    const { standIn, module } = await setUp(settings, [{ domain: 'didox.uz', key: 'CD'.repeat(64) }, pair]);
    expect(await codeOf(module.listKeys())).toBe('answered');
    await standIn.restart();
    expect(await codeOf(module.listKeys())).toBe('answered');
    const sent = standIn.calls.filter(({ name }) => name === 'apikey');
    expect(sent.map(call => call.arguments[0])).toEqual([DOMAIN, DOMAIN]);
  });

  it('leaves no socket behind when nobody works', async () => {
    const { standIn, module } = await setUp({ profile });
    await module.listKeys();
    await until(() => standIn.connections.open === 1);
    module.working(false);
    await until(() => standIn.connections.open === 0);
  });
});

describe('keys of every kind', () => {
  it('macOS duplicates are one key; two hundred are two hundred', async () => {
    const { standIn, module } = await setUp();
    const plain = (await module.listKeys()).keys.length;
    standIn.set({ macosDuplicates: true });
    expect((await module.listKeys()).keys).toHaveLength(plain);
    standIn.set({ macosDuplicates: false, manyKeys: 200 });
    const { keys } = await module.listKeys();
    expect(keys.length).toBe(plain + 200);
    expect(keys.every(key => 'validTo' in key && key.validTo !== null)).toBe(true);
  });

  it('hardware signs by its word, and its PIN refusals are told apart', async () => {
    const { module } = await setUp({ hardware: ['idcard'], passwordOutcomes: ['ok'] });
    const card = (await module.listKeys()).keys.find(({ kind }) => kind === 'idcard')!;
    expect(await codeOf(sign(module, store(), card))).toBe('answered');
    const wrong = await setUp({ hardware: ['idcard'], passwordOutcomes: ['wrong', 'wrong', 'wrong'] });
    const again = () => sign(wrong.module, store(), card);
    await expect(again()).rejects.toMatchObject({ code: 'pin-wrong', triesLeft: 2 });
    await expect(again()).rejects.toMatchObject({ code: 'pin-wrong', triesLeft: 1 });
    expect(await codeOf(again())).toBe('pin-blocked');
  });

  it('ytks files and old cards load by their own arguments', async () => {
    const ytks = await setUp({ ytksKeys: ['person'] });
    const file = (await ytks.module.listKeys()).keys.find(({ kind }) => kind === 'ytks')!;
    expect(await codeOf(sign(ytks.module, store(), file))).toBe('answered');
    const old = await setUp({ profile: '3.37', ftjcKeys: ['sender'] });
    const card = (await old.module.listKeys()).keys.find(({ kind }) => kind === 'ftjc')!;
    expect(await codeOf(sign(old.module, store(), card))).toBe('answered');
  });
});

describe('origin', () => {
  it('called null, the public pair is sent, once', async () => {
    const { standIn, module } = await setUp({ originMode: 'null' });
    expect(await codeOf(module.listKeys())).toBe('answered');
    expect(standIn.calls.filter(({ name }) => name === 'apikey').map(call => call.arguments[0])).toEqual([
      'null',
    ]);
  });

  it('developer mode: the person decides', async () => {
    const { module } = await setUp({ originMode: 'developer' });
    expect(await codeOf(module.listKeys())).toBe('answered');
    const denied = await setUp({ originMode: 'developer', developerAnswer: 'deny' });
    expect(await codeOf(denied.module.listKeys())).toBe('origin-refused');
  });
});

describe('faults', () => {
  it.each([
    ['drop-before-reply@pfx.list_all_certificates*1', 'answered'], // a question is asked again
    ['drop-after-reply@pfx.list_all_certificates*1', 'answered'],
    ['malformed@pfx.list_all_certificates*1', 'malformed-answer'],
    ['busy@pfx.list_all_certificates*1', 'busy'],
    ['oversized@version*1', 'answered'],
  ])('%s → %s', async (fault, code) => {
    const { module } = await setUp({ faults: [fault], keys: [] });
    expect(await codeOf(module.listKeys())).toBe(code);
    expect(await codeOf(module.listKeys())).toBe('answered');
  });

  it.each(['drop-before-reply', 'restart', 'close-1009'])(
    '%s during a signature is "dropped", never repeated',
    async kind => {
      const { standIn, module } = await setUp({ faults: [`${kind}@pkcs7.create_pkcs7*1`] });
      const keyIds = store();
      expect(await codeOf(sign(module, keyIds))).toBe('dropped');
      expect(verbs(standIn).filter(verb => verb === 'pkcs7.create_pkcs7')).toHaveLength(1);
      expect(await codeOf(sign(module, keyIds))).toBe('answered');
    },
  );

  it('an aborted call frees the queue, and its window does not answer the next call', async () => {
    const { standIn, module } = await setUp({ passwordDelayMs: 60_000 });
    const { keyId } = await module.unlock(await firstKey(module));
    const stop = new AbortController();
    const waiting = codeOf(module.sign({ content64, keyId, detached: false }, stop.signal));
    await until(() => verbs(standIn).includes('pkcs7.create_pkcs7'));
    expect(module.state().current).toMatchObject({ verb: 'pkcs7.create_pkcs7', asksPerson: true });
    expect(await module.diagnose()).toMatchObject({ kind: 'busy-here' });
    stop.abort();
    expect(await waiting).toBe('aborted');
    expect(await codeOf(module.listKeys())).toBe('answered');
  });
});

describe('the diagnosis', () => {
  it('tells apart: fine, not running, hung, busy elsewhere', async () => {
    const { standIn, module } = await setUp();
    expect(await module.diagnose()).toMatchObject({ kind: 'fine', evidence: { version: { major: 6 } } });
    standIn.set({ busy: 'refuse' });
    expect((await module.diagnose()).kind).toBe('busy-elsewhere');
    standIn.set({ busy: 'no', holdConnections: true });
    expect(await module.diagnose()).toMatchObject({ kind: 'hung', verb: 'connect' });
    standIn.set({ holdConnections: false, faults: ['silence@version*1'] });
    expect(await module.diagnose()).toMatchObject({ kind: 'hung', verb: 'version' });
    standIn.set({ listening: false });
    await standIn.restart();
    expect((await module.diagnose()).kind).toBe('not-running');
    standIn.set({ listening: true });
    await until(() => standIn.settings.listening);
    expect((await module.diagnose()).kind).toBe('fine');
  });
});
