import { describe, expect, it } from 'vitest';
import { PLAIN, TLS } from './endpoints.ts';
import { pfxKey } from './keys/from-listing.ts';
import type { Module } from './module.ts';
import { ALIASES } from './testing/aliases.ts';
import { settle } from './testing/fake-clock.ts';
import { DROP, empty, list, made, ok, Raw, refused, SILENCE } from './testing/fake-module.ts';
import { codeOf, setUp } from './testing/set-up.ts';
import { listPfx } from './verbs/files.ts';

describe('the diagnosis', () => {
  it('fine: version, address, route and number of keys', async () => {
    const { module } = setUp({ 'pfx.list_all_certificates': list(ALIASES.legal, ALIASES.person) });
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      keys: 2,
      evidence: {
        probes: [
          { endpoint: PLAIN, outcome: 'open' },
          { endpoint: TLS, outcome: 'open' },
        ],
        version: { major: 6, minor: 4, patch: 7 },
        route: 'own-origin',
        refusedDomain: null,
      },
    });
  });

  it('not running', async () => {
    const { module, fake } = setUp();
    fake.doors[PLAIN] = fake.doors[TLS] = 'closed';
    expect(await module.diagnose()).toMatchObject({
      kind: 'not-running',
      evidence: { probes: [{ closeCode: 1006 }, { closeCode: 1006 }] },
    });
    expect(await codeOf(module.listKeys())).toBe('not-running');
    expect(module.state()).toMatchObject({ version: null, lastFailure: 'not-running' });
  });

  it('forgets what was known of a module that is not there any more', async () => {
    const { module, fake } = setUp({ 'pfx.list_all_certificates': refused(-3000) });
    await codeOf(module.listKeys());
    expect(module.state()).toMatchObject({ version: { major: 6 }, lastFailure: 'busy' });
    fake.doors[PLAIN] = fake.doors[TLS] = 'closed';
    await module.diagnose();
    expect(module.state()).toMatchObject({ version: null, lastFailure: 'not-running' });
  });

  it('certificate not trusted, where the browser tells', async () => {
    const { module, fake } = setUp();
    Object.assign(fake.doors, { [PLAIN]: 'closed', [TLS]: 'untrusted' });
    expect((await module.diagnose()).kind).toBe('certificate-not-trusted');
    expect(await codeOf(module.listKeys())).toBe('certificate-not-trusted');
  });

  it('an untrusted certificate does not matter while the plain address is open', async () => {
    const { module, fake } = setUp({ 'pfx.list_all_certificates': list() });
    fake.doors[TLS] = 'untrusted';
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      evidence: { probes: [{ outcome: 'open' }, { outcome: 'closed', closeCode: 1015 }] },
    });
  });

  it('takes no silence for a hang that the browser made itself', async () => {
    const { module, fake, clock } = setUp({ 'pfx.list_all_certificates': list() });
    fake.doors[PLAIN] = fake.doors[TLS] = 'silent';
    const diagnosis = module.diagnose();
    await clock.advance(5000);
    fake.doors[PLAIN] = 'open';
    for (const socket of fake.live) socket.accept();
    expect((await diagnosis).kind).toBe('fine');
  });

  it('plain refused but TLS open is fine, with the evidence', async () => {
    const { module, fake } = setUp({ 'pfx.list_all_certificates': list() });
    fake.doors[PLAIN] = 'closed';
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      evidence: { probes: [{ outcome: 'closed' }, {}] },
    });
    expect(module.state().endpoint).toBe(TLS);
  });

  it('hung: it connects and never answers', async () => {
    const { module, clock } = setUp({ version: SILENCE });
    const diagnosis = module.diagnose();
    await clock.advance(5000);
    expect(await diagnosis).toMatchObject({
      kind: 'hung',
      verb: 'version',
      evidence: { milliseconds: 5000 },
    });
  });

  it('hung: connections are taken, and that is all', async () => {
    const { module, fake, clock } = setUp();
    fake.doors[PLAIN] = fake.doors[TLS] = 'silent';
    const diagnosis = module.diagnose();
    await clock.advance(6500);
    expect(await diagnosis).toMatchObject({ kind: 'hung', verb: 'connect' });
  });

  it.each([
    ['strange answer', new Raw('HTTP/1.1 400'), { kind: 'strange-answer', code: 'malformed-answer' }],
    ['no text', new Raw(new ArrayBuffer(4)), { kind: 'strange-answer', code: 'malformed-answer' }],
    ['drops', DROP, { kind: 'strange-answer', code: 'dropped' }],
    ['too old', ok({ major: '3', minor: '36' }), { kind: 'too-old', minimum: '3.37' }],
  ])('%s', async (_, version, expected) => {
    const { module } = setUp({ version });
    expect(await module.diagnose()).toMatchObject(expected);
  });

  it.each([
    [
      refused(-1022, 'API-key для домена abc недействителен.'),
      { kind: 'origin-refused', domain: 'abc', apiKey: 'none' },
    ],
    [refused(-3001), { kind: 'busy-elsewhere' }],
    [refused(-9999, 'x'), { kind: 'refused', code: 'refused-other', moduleReason: 'x' }],
  ])('%j', async (answer, expected) => {
    const { module } = setUp({ 'pfx.list_all_certificates': answer });
    expect(await module.diagnose()).toMatchObject(expected);
  });

  it('a pair that is not accepted', async () => {
    const { module } = setUp(
      {
        'pfx.list_all_certificates': refused(-1022, 'API-key для домена abc недействителен.'),
        apikey: refused(-1020, 'API-key для домена abc недействителен.'),
      },
      { apiKeys: async () => [{ domain: 'abc', key: '00' }] },
    );
    expect(await module.diagnose()).toMatchObject({
      kind: 'origin-refused',
      domain: 'abc',
      apiKey: 'invalid',
    });
  });

  it('does not wait behind our own password window', async () => {
    const { module } = setUp({ 'pfx.load_key': SILENCE });
    void codeOf(module.unlock(pfxKey(ALIASES.legal)));
    await settle();
    expect(await module.diagnose()).toMatchObject({ kind: 'busy-here', verb: 'pfx.load_key' });
  });

  it('leaves the line when a window of ours opens before its turn', async () => {
    const { module, clock, fake } = setUp({ ...empty, 'pfx.list_all_certificates': SILENCE });
    const listed = codeOf(listPfx(module.call));
    await clock.advance(1000);
    const signing = codeOf(module.sign({ content64: '', keyId: 'k', detached: false }));
    fake.answers['pkcs7.create_pkcs7'] = SILENCE;
    const diagnosis = module.diagnose();
    await settle();
    expect(module.state().waiting).toBe(2);
    fake.live[0]?.say(JSON.stringify(list()));
    await listed;
    expect(await diagnosis).toMatchObject({ kind: 'busy-here', verb: 'pkcs7.create_pkcs7' });
    expect(module.state().waiting).toBe(0);
    await settle();
    fake.live[0]?.say(JSON.stringify(made));
    expect(await signing).toBe('answered');
  });

  it('that nobody wants any more ends as such, in the line and in its turn', async () => {
    const ahead = [(module: Module) => void codeOf(listPfx(module.call)), () => {}];
    for (const begin of ahead) {
      const { module } = setUp({ 'pfx.list_all_certificates': SILENCE });
      begin(module);
      const stop = new AbortController();
      const diagnosis = codeOf(module.diagnose(stop.signal));
      await settle();
      stop.abort();
      expect(await diagnosis).toBe('aborted');
    }
  });

  it('waits behind a list of keys, unless it lasts so long that developer mode must be asking', async () => {
    const { module, clock, fake } = setUp({ 'pfx.list_all_certificates': SILENCE });
    void codeOf(module.listKeys());
    await clock.advance(1000);
    let early: unknown;
    void module.diagnose().then(found => {
      early = found;
    });
    await clock.advance(15_000);
    expect(early).toBeUndefined();
    expect(await module.diagnose()).toMatchObject({ kind: 'busy-here', verb: 'pfx.list_all_certificates' });
    fake.answers['pfx.list_all_certificates'] = list();
    fake.live[0]?.say(JSON.stringify(list()));
    await settle();
    expect(early).toMatchObject({ kind: 'fine' });
  });

  it('notices that our own origin is admitted now, even while the site route is in use', async () => {
    const site = { available: async () => true, call: async () => JSON.stringify(list()) };
    const { module, fake } = setUp(
      { ...empty, 'pfx.list_all_certificates': refused(-1022, 'API-key для домена abc недействителен.') },
      { site },
    );
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      evidence: { route: 'site', refusedDomain: 'abc' },
    });
    fake.answers['pfx.list_all_certificates'] = list();
    expect(await module.diagnose()).toMatchObject({
      kind: 'fine',
      evidence: { route: 'own-origin', refusedDomain: null },
    });
  });
});
