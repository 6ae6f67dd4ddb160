import { describe, expect, it } from 'vitest';
import { pfxKey } from './keys/from-listing.ts';
import { ALIASES } from './testing/aliases.ts';
import { settle } from './testing/fake-clock.ts';
import { empty, list, made, ok, refused, SILENCE } from './testing/fake-module.ts';
import { codeOf, setUp } from './testing/set-up.ts';
import { listDisks } from './verbs/files.ts';
import { supportedCkc } from './verbs/hardware.ts';
import { apidoc } from './verbs/meta.ts';

describe('listing', () => {
  it('gathers files and hardware, without duplicates, skipping entries of a strange shape', async () => {
    const { module } = setUp({
      ...empty,
      'pfx.list_all_certificates': list(ALIASES.legal, ALIASES.legalAgain, { disk: 1 }, ALIASES.person),
      'ckc.list_ckc': ok({ devices: [{ type: 'EIMZO', deviceID: 'FeiTian' }] }),
    });
    const { keys, problems } = await module.listKeys();
    expect(keys.map(({ kind, identity }) => [kind, identity.split('|')[1]])).toEqual([
      ['pfx', ALIASES.legal.name],
      ['pfx', ALIASES.person.name],
      ['ckc', undefined],
    ]);
    expect(keys[2]).toMatchObject({ devices: ['EIMZO · FeiTian'] });
    expect(problems).toEqual([]);
  });

  it('one failing source hides nothing; a function this version lacks is no problem', async () => {
    const { module } = setUp({
      ...empty,
      'pfx.list_all_certificates': list(ALIASES.legal),
      'ytks.list_all_certificates': refused(0, ''),
      'idcard.list_readers': refused(-9999, 'reader broken'),
    });
    const { keys, problems } = await module.listKeys();
    expect(keys).toHaveLength(1);
    expect(problems).toMatchObject([{ source: 'idcard', error: { moduleReason: 'reader broken' } }]);
  });

  it('a card reader that hangs hides no key file, and nothing further is asked of a hung module', async () => {
    const { module, fake, clock } = setUp({
      ...empty,
      'pfx.list_all_certificates': list(ALIASES.legal),
      'idcard.list_readers': SILENCE,
    });
    const listing = module.listKeys();
    await clock.advance(30_000);
    const { keys, problems } = await listing;
    expect(keys).toHaveLength(1);
    expect(problems.map(({ source, error }) => [source, error.code])).toEqual([
      ['idcard', 'no-reply'],
      ['baikey', 'no-reply'],
      ['ckc', 'no-reply'],
    ]);
    expect(fake.counts['baikey.list_tokens']).toBeUndefined();
  });

  it('a busy module is not asked for the rest, and its tokens are not taken for all there is', async () => {
    const { module, fake } = setUp({
      ...empty,
      'pfx.list_all_certificates': refused(-3001),
      'idcard.list_readers': ok({ readers: ['x'] }),
    });
    expect(await codeOf(module.listKeys())).toBe('busy');
    expect(fake.counts['idcard.list_readers']).toBeUndefined();
  });

  it('rejects when there is nothing to show and the files could not be listed', async () => {
    const { module } = setUp({ ...empty, 'pfx.list_all_certificates': refused(-9999, 'x') });
    expect(await codeOf(module.listKeys())).toBe('refused-other');
  });

  it.each([
    ['3.37', ['pfx.list_all_certificates', 'ftjc.list_all_keys']],
    ['4.12', ['pfx.list_all_certificates', 'idcard.list_readers']],
    ['4.86', ['pfx.list_all_certificates', 'idcard.list_readers', 'baikey.list_tokens', 'ckc.list_ckc']],
  ])('%s is asked only for what it has', async (version, verbs) => {
    const { module, fake } = setUp({ ...empty, 'ftjc.list_all_keys': ok({ tokens: [] }) }, { version });
    fake.keepsSocket = true;
    await module.listKeys();
    expect(fake.verbs.slice(1)).toEqual(verbs);
  });

  it('sockets are reused with old modules only', async () => {
    for (const [version, sockets] of [
      ['4.86', 1],
      ['6.4.7', 7],
    ] as const) {
      const { module, fake } = setUp(empty, { version });
      fake.keepsSocket = version === '4.86';
      module.working(true);
      await module.listKeys();
      await settle();
      // The first socket carries the version, before which nothing is known of the module.
      expect(fake.sockets.length).toBe(version === '4.86' ? sockets + 1 : sockets);
    }
  });
});

describe('signing', () => {
  it('passes content and alias untouched', async () => {
    const { module, fake } = setUp({ 'pfx.load_key': ok({ keyId: 'k1' }), 'pkcs7.create_pkcs7': made });
    const { keyId } = await module.unlock(pfxKey(ALIASES.awkward));
    expect(await module.sign({ content64: '0J8=\n', keyId, detached: true })).toEqual({
      pkcs7_64: 'MIAG',
      signerSerialNumber: '7f',
      signatureHex: 'ab',
    });
    const { disk, path, name, alias } = ALIASES.awkward;
    expect(fake.requests.slice(1).map(request => request.arguments)).toEqual([
      [disk, path, name, alias],
      ['0J8=\n', 'k1', 'yes'],
    ]);
  });

  it('tells when a window may be waiting, and how many calls are behind', async () => {
    const { module } = setUp({ 'pfx.load_key': SILENCE });
    const stop = new AbortController();
    const calls = [
      codeOf(module.unlock(pfxKey(ALIASES.legal), stop.signal)),
      codeOf(module.certificateChain('k', stop.signal)),
    ];
    await settle();
    expect(module.state()).toMatchObject({
      version: { major: 6 },
      current: { verb: 'pfx.load_key', asksPerson: true },
      waiting: 1,
    });
    stop.abort();
    expect(await Promise.all(calls)).toEqual(['aborted', 'aborted']);
  });

  it('waits minutes for a person, and keeps the background awake meanwhile', async () => {
    const { module, fake, clock, held } = setUp({ 'pkcs7.create_pkcs7': SILENCE });
    const call = module.sign({ content64: '', keyId: 'k', detached: false });
    await clock.advance(70_000);
    expect(held()).toBe(1);
    fake.live[0]?.say(JSON.stringify(made));
    expect((await call).pkcs7_64).toBe('MIAG');
    expect(held()).toBe(0);
  });

  it('append exists before 6.0 only', async () => {
    const append = { pkcs7_64: 'MIAG', keyId: 'k' };
    const answers = { 'pkcs7.append_pkcs7_attached': made };
    const current = setUp(answers);
    expect(await codeOf(current.module.appendSignature(append))).toBe('function-missing');
    expect(current.fake.verbs).toEqual(['version']);
    const old = setUp(answers, { version: '4.86' });
    expect((await old.module.appendSignature(append)).pkcs7_64).toBe('MIAG');
  });
});

describe('other calls', () => {
  it('go through the same queue', async () => {
    const { module, fake } = setUp({
      apidoc: [{ name: 'pfx' }],
      'pfx.list_disks': ok({ disks: ['C:\\'] }),
      'ckc.supported_ckc': ok({ list: ['idcard'] }),
      'x509.get_certificate_chain': ok({ certificates: ['MIIB'] }),
    });
    expect(await apidoc(module.call)).toEqual([{ name: 'pfx' }]);
    expect(await listDisks(module.call)).toEqual(['C:\\']);
    expect(await supportedCkc(module.call)).toEqual(['idcard']);
    expect(await module.certificateChain('k')).toEqual(['MIIB']);
    expect(fake.requests.at(-1)?.arguments).toEqual(['k']);
  });
});

describe('at rest', () => {
  it('leaves neither socket nor timer, and wakes nothing', async () => {
    const { module, fake, clock, held } = setUp({ 'pfx.list_all_certificates': list() });
    module.working(true);
    await module.diagnose();
    module.working(false);
    await settle();
    expect([fake.live.length, clock.timers.size, held()]).toEqual([0, 0, 0]);
  });

  it('tells its listeners until they leave', async () => {
    const { module } = setUp();
    let changes = 0;
    const leave = module.onChange(() => changes++);
    await module.version();
    expect(changes).toBeGreaterThan(1);
    const before = changes;
    leave();
    await module.version();
    expect(changes).toBe(before);
  });
});
