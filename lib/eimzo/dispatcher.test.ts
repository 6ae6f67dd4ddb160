import { describe, expect, it } from 'vitest';
import { ModuleError } from './errors.ts';
import { pfxKey } from './keys/from-listing.ts';
import type { SiteTransport } from './ports.ts';
import { ALIASES } from './testing/aliases.ts';
import { settle } from './testing/fake-clock.ts';
import { DROP, ok, refused, SILENCE } from './testing/fake-module.ts';
import { codeOf, setUp } from './testing/set-up.ts';

const certificates = ok({ certificates: [] });
const nobody = (domain: string) => refused(-1022, `API-key для домена ${domain} недействителен.`);
const KEY = 'AB'.repeat(64);
const hardware = {
  'ytks.list_all_certificates': certificates,
  'idcard.list_readers': ok({ readers: [] }),
  'baikey.list_tokens': ok({ tokens: [] }),
  'ckc.list_ckc': ok({ devices: [] }),
};

/** A module that refuses until a pair for `domain` came. */
function gate(domain: string) {
  let open = false;
  return {
    ...hardware,
    'pfx.list_all_certificates': () => (open ? certificates : nobody(domain)),
    apikey: (args: string[]) => {
      open = args[0] === domain && args.length === 2;
      return open ? ok({ message: 'x' }) : refused(-1020, `API-key для домена ${args[0]} недействителен.`);
    },
  };
}

function site(reply: (request: { name: string }) => unknown, available = true) {
  const requests: { name: string; plugin?: string }[] = [];
  const transport: SiteTransport = {
    available: async () => available,
    call: async text => {
      const request = JSON.parse(text);
      requests.push(request);
      const answer = reply(request);
      if (answer instanceof Error) throw answer;
      if (answer === SILENCE) return await new Promise<string>(() => {});
      return JSON.stringify(answer);
    },
  };
  return { transport, requests };
}

describe('the handshake', () => {
  it('asks the version first, once', async () => {
    const { module, fake } = setUp({ ...hardware, 'pfx.list_all_certificates': certificates });
    await module.listKeys();
    await module.listKeys();
    expect(fake.verbs.slice(0, 2)).toEqual(['version', 'pfx.list_all_certificates']);
    expect(fake.counts.version).toBe(1);
  });

  it('sends nothing but the pair whose domain the refusal names, and asks again once', async () => {
    const { module, fake } = setUp(gate('abcdefgh'), {
      apiKeys: async () => [
        { domain: 'didox.uz', key: '11' },
        { domain: 'ABCDEFGH', key: KEY },
        { domain: 'null', key: '22' },
      ],
    });
    await module.listKeys();
    const sent = fake.requests.filter(({ name }) => name === 'apikey');
    expect(sent.map(request => request.arguments)).toEqual([['abcdefgh', KEY]]);
    expect(fake.verbs.slice(0, 4)).toEqual([
      'version',
      'pfx.list_all_certificates',
      'apikey',
      'pfx.list_all_certificates',
    ]);
    expect(module.state()).toMatchObject({ route: 'own-origin', refused: null, byKey: true });
    expect(JSON.stringify(module.state())).not.toContain(KEY);
  });

  it('knows that no key was needed, be it that one was before', async () => {
    const { module, fake } = setUp(gate('abcdefgh'), {
      apiKeys: async () => [{ domain: 'abcdefgh', key: KEY }],
    });
    const open = { ...hardware, 'pfx.list_all_certificates': certificates };
    await module.listKeys();
    // The next call needs none because that one was accepted.
    await module.listKeys();
    expect(module.state().byKey).toBe(true);
    Object.assign(fake.answers, {
      'pfx.list_all_certificates': nobody('abcdefgh'),
      apikey: refused(-1020, ''),
    });
    expect(await codeOf(module.listKeys())).toBe('invalid-api-key');
    Object.assign(fake.answers, open);
    await module.listKeys();
    expect(module.state()).toMatchObject({ route: 'own-origin', byKey: false });
  });

  it('sends the public null pair when, and only when, the module calls us null', async () => {
    const { module, fake } = setUp(gate('null'));
    await module.listKeys();
    const [sent] = fake.requests.filter(({ name }) => name === 'apikey');
    expect(sent?.arguments?.[0]).toBe('null');
    expect(sent?.arguments?.[1]).toMatch(/^E0A205EC[0-9A-F]{116}6E9D$/);
  });

  it.each([
    ['another domain', nobody('abcdefgh')],
    ['localhost', nobody('localhost')],
    ['127.0.0.1', nobody('127.0.0.1')],
    ['no domain', refused(-1022, 'API-key для домена недействителен.')],
    ['an unknown language', refused(-1022, 'null')],
    ['-1021', refused(-1021, 'Не удалось идентифицировать домен.')],
  ])('sends nothing after a refusal that names %s', async (_, answer) => {
    const { module, fake } = setUp(
      { 'pfx.list_all_certificates': answer },
      {
        apiKeys: async () => [
          { domain: 'localhost', key: KEY },
          { domain: '127.0.0.1', key: KEY },
        ],
      },
    );
    expect(await codeOf(module.listKeys())).toBe('origin-refused');
    expect(fake.verbs).toEqual(['version', 'pfx.list_all_certificates']);
  });

  it('gives up after one retry, and tries again on the next call', async () => {
    const { module, fake } = setUp(
      { 'pfx.list_all_certificates': nobody('null'), apikey: ok() },
      { apiKeys: async () => [] },
    );
    expect(await codeOf(module.listKeys())).toBe('origin-refused');
    expect(fake.counts).toMatchObject({ apikey: 1, 'pfx.list_all_certificates': 2 });
    expect(module.state()).toMatchObject({ route: null, refused: { domain: 'null' } });
    Object.assign(fake.answers, hardware, { 'pfx.list_all_certificates': certificates });
    expect(await codeOf(module.listKeys())).toBe('answered');
  });

  it('a pair that the module does not accept is told apart', async () => {
    const answers = { 'pfx.list_all_certificates': nobody('a'), apikey: refused(-1020, '') };
    const { module } = setUp(answers, { apiKeys: async () => [{ domain: 'a', key: KEY }] });
    expect(await codeOf(module.listKeys())).toBe('invalid-api-key');
  });

  it('a module older than 3.37 is refused by us, and asked again next time', async () => {
    const { module, fake } = setUp({}, { version: '3.36' });
    expect(await codeOf(module.listKeys())).toBe('too-old');
    expect(await codeOf(module.listKeys())).toBe('too-old');
    expect(fake.verbs).toEqual(['version', 'version']);
  });

  it('asks the version anew after the module went away', async () => {
    const { module, fake, clock } = setUp({ ...hardware, 'pfx.list_all_certificates': certificates });
    await module.listKeys();
    fake.answers['pfx.list_all_certificates'] = SILENCE;
    const hung = codeOf(module.listKeys());
    await clock.advance(30_000);
    expect(await hung).toBe('no-reply');
    expect(module.state().version).toBeNull();
    fake.answers['pfx.list_all_certificates'] = certificates;
    await module.listKeys();
    expect(fake.counts.version).toBe(2);
  });
});

describe('patience', () => {
  it('is long until the module has admitted us: developer mode may be asking its person', async () => {
    const { module, fake, clock } = setUp({ ...hardware, 'pfx.list_all_certificates': SILENCE });
    const first = codeOf(module.listKeys());
    await clock.advance(100_000);
    expect(module.state().current).toMatchObject({ doing: 'listing', asksPerson: true });
    fake.live[0]?.say(JSON.stringify(certificates));
    expect(await first).toBe('answered');
    const second = codeOf(module.listKeys());
    await settle();
    expect(module.state().current).toMatchObject({ asksPerson: false });
    await clock.advance(30_000);
    expect(await second).toBe('no-reply');
  });

  it('is short again once the module has answered, if only to say no', async () => {
    const { module, fake, clock } = setUp({
      ...hardware,
      'pfx.list_all_certificates': nobody('abc'),
      'pfx.load_key': refused(-5000),
    });
    await codeOf(module.listKeys());
    expect(module.state()).toMatchObject({ route: null, refused: { domain: 'abc' } });
    expect(await codeOf(module.unlock(pfxKey(ALIASES.legal)))).toBe('cancelled');
    expect(module.state()).toMatchObject({ route: 'own-origin', refused: null });
    fake.answers['pfx.list_all_certificates'] = SILENCE;
    const listing = codeOf(module.listKeys());
    await clock.advance(30_000);
    expect(await listing).toBe('no-reply');
  });

  it('has an end all the same', async () => {
    const { module, clock } = setUp({ ...hardware, 'pfx.list_all_certificates': SILENCE });
    const hung = codeOf(module.listKeys());
    await clock.advance(120_000);
    expect(await hung).toBe('no-reply');
  });

  it('waits for the PIN of a token whose certificate is read', async () => {
    const { module, fake, clock } = setUp({ 'x509.get_certificate_chain': SILENCE });
    const chain = codeOf(module.certificateChain('idcard'));
    await clock.advance(130_000);
    expect(module.state().current).toMatchObject({ doing: 'password', asksPerson: true });
    fake.live[0]?.say(JSON.stringify(ok({ certificates: ['MIIB'] })));
    expect(await chain).toBe('answered');
  });
});

describe('what is remembered of a failure', () => {
  const unlock = (answer: unknown, more = {}) => {
    const set = setUp({ ...hardware, 'pfx.list_all_certificates': certificates, ...more });
    set.fake.answers['pfx.load_key'] = answer;
    return { ...set, code: () => codeOf(set.module.unlock(pfxKey(ALIASES.legal))) };
  };

  it.each([
    ['cancelled', refused(-5000)],
    ['wrong-password', refused(-9999, 'Пароль ключа неверный или файл ключа поврежден')],
    ['pin-blocked', refused(-9999, 'PIN-код заблокирован')],
    ['key-file-gone', refused(-2002)],
    ['refused-other', refused(-9999, 'x')],
    ['function-missing', refused(0)],
  ])('%s says nothing about the module', async (code, answer) => {
    const { module, code: outcome } = unlock(answer);
    expect(await outcome()).toBe(code);
    expect(module.state().lastFailure).toBeNull();
  });

  it.each([
    ['busy', refused(-3001)],
    ['dropped', DROP],
    ['malformed-answer', {}],
    ['origin-refused', nobody('abc')],
  ])('%s is remembered until the module answers such a call', async (code, answer) => {
    const { module, fake, code: outcome } = unlock(answer);
    expect(await outcome()).toBe(code);
    expect(module.state().lastFailure).toBe(code);
    fake.answers['pfx.load_key'] = refused(-5000);
    expect(await outcome()).toBe('cancelled');
    expect(module.state().lastFailure).toBeNull();
  });

  it('an answered version clears silence, but neither a refused origin nor another program', async () => {
    for (const [answer, left] of [
      [DROP, null],
      [nobody('abc'), 'origin-refused'],
      [refused(-3000), 'busy'],
    ] as const) {
      const { module, code } = unlock(answer);
      await code();
      await module.version();
      expect(module.state().lastFailure).toBe(left);
    }
  });

  it('a version that is too old is remembered, however it was asked', async () => {
    const { module } = setUp({}, { version: '3.36' });
    await module.version();
    expect(module.state()).toMatchObject({ version: null, lastFailure: 'too-old' });
  });
});

describe('a broken socket', () => {
  it('a question is asked once more, work is not', async () => {
    const { module, fake } = setUp({
      ...hardware,
      'pfx.list_all_certificates': (_: string[], call: number) => (call === 1 ? DROP : certificates),
      'pkcs7.create_pkcs7': DROP,
    });
    expect(await codeOf(module.listKeys())).toBe('answered');
    expect(await codeOf(module.sign({ content64: 'AA==', keyId: 'k', detached: false }))).toBe('dropped');
    expect(fake.counts['pkcs7.create_pkcs7']).toBe(1);
  });
});

describe('the site route', () => {
  const refusing = { 'pfx.list_all_certificates': nobody('abc'), 'pkcs7.create_pkcs7': nobody('abc') };
  const signed = ok({ pkcs7_64: 'MIAG' });
  const sign = { content64: 'AA==', keyId: 'k', detached: false };

  it('is taken after our own origin was refused, remembered, and never carries a key pair', async () => {
    const { transport, requests } = site(() => signed);
    const { module, fake } = setUp({ ...refusing, apikey: ok() }, { site: transport });
    fake.answers['pkcs7.create_pkcs7'] = nobody('null'); // the null pair goes to our own socket, in vain
    expect(await codeOf(module.sign(sign))).toBe('answered');
    expect(await codeOf(module.sign(sign))).toBe('answered');
    expect(requests.map(({ name }) => name)).toEqual(['create_pkcs7', 'create_pkcs7']);
    expect(fake.counts['pkcs7.create_pkcs7']).toBe(2); // with the retry of the handshake, only at the first sign
    expect(module.state()).toMatchObject({ route: 'site', site: 'works', refused: { domain: 'null' } });
  });

  it('is never touched while our own origin works', async () => {
    const { transport, requests } = site(() => signed);
    const { module } = setUp({ 'pkcs7.create_pkcs7': signed }, { site: transport });
    await module.sign(sign);
    expect(requests).toEqual([]);
  });

  it('keeps no spare socket of our own while it is in use', async () => {
    const { transport } = site(() => signed);
    const { module, fake, clock } = setUp(refusing, { site: transport });
    module.working(true);
    await module.sign(sign);
    await settle();
    expect(fake.live).toHaveLength(0);
    expect(clock.timers.size).toBe(0);
  });

  it.each([
    ['refused', () => nobody('didox.uz')],
    ['blocked', () => new ModuleError('site-blocked')],
  ])('when it is %s too, our own refusal stands and the verdict is told', async (verdict, reply) => {
    const { transport } = site(reply);
    const { module } = setUp(refusing, { site: transport });
    await expect(module.sign(sign)).rejects.toMatchObject({ code: 'origin-refused', domain: 'abc' });
    expect(module.state()).toMatchObject({ site: verdict, route: null });
  });

  it('without an open tab it is unavailable', async () => {
    const { transport } = site(() => signed, false);
    const { module } = setUp(refusing, { site: transport });
    expect(await codeOf(module.sign(sign))).toBe('origin-refused');
    expect(module.state().site).toBe('unavailable');
  });

  it('a cancelled password there is a cancel, not a refused origin', async () => {
    const { transport } = site(() => refused(-5000, ''));
    const { module } = setUp(refusing, { site: transport });
    expect(await codeOf(module.sign(sign))).toBe('cancelled');
    expect(module.state()).toMatchObject({ route: 'site', site: 'works' });
  });

  it('a tab that goes away or never answers cannot hang the queue', async () => {
    let reply: unknown = new Error('tab closed');
    const { transport } = site(() => reply);
    const { module, clock } = setUp(refusing, { site: transport });
    expect(await codeOf(module.sign(sign))).toBe('dropped');
    reply = SILENCE;
    const hung = codeOf(module.sign(sign));
    // The deadline, and the time that a tab gets to close its socket.
    await clock.advance(5 * 60_000 + 3000);
    expect(await hung).toBe('no-reply');
    expect(clock.timers.size).toBe(0);
  });

  it('a socket that dies there under a question is asked again, under a signature it is "dropped"', async () => {
    let drops = 1;
    const { transport, requests } = site(({ name }) => {
      if (name === 'create_pkcs7' || drops-- > 0) return new ModuleError('dropped');
      return certificates;
    });
    const { module } = setUp({ ...refusing, ...hardware }, { site: transport });
    expect(await codeOf(module.listKeys())).toBe('answered');
    expect(requests.slice(0, 2).map(({ name }) => name)).toEqual([
      'list_all_certificates',
      'list_all_certificates',
    ]);
    expect(await codeOf(module.sign(sign))).toBe('dropped');
    expect(requests.filter(({ name }) => name === 'create_pkcs7')).toHaveLength(1);
    expect(module.state()).toMatchObject({ route: 'site', site: 'works', refused: { domain: 'abc' } });
  });

  it('a tab that is closed under a question is missing, not forbidden', async () => {
    let open = true;
    const transport: SiteTransport = {
      available: async () => open,
      call: async () => {
        if (!open) throw new ModuleError('site-blocked');
        open = false;
        throw new ModuleError('dropped');
      },
    };
    const { module } = setUp({ ...refusing, ...hardware }, { site: transport });
    await expect(module.listKeys()).rejects.toMatchObject({ code: 'origin-refused', domain: 'abc' });
    expect(module.state().site).toBe('unavailable');
  });

  it('after a stop the next call waits until the tab has closed its socket', async () => {
    const begun: string[] = [];
    const closed = Promise.withResolvers<void>();
    const transport: SiteTransport = {
      available: async () => true,
      call: (text, signal) =>
        new Promise((resolve, reject) => {
          begun.push(JSON.parse(text).name);
          if (begun.length > 1) return resolve(JSON.stringify(signed));
          signal.addEventListener('abort', () => void closed.promise.then(() => reject(new Error('closed'))));
        }),
    };
    const { module } = setUp(refusing, { site: transport });
    const stop = new AbortController();
    const first = codeOf(module.sign(sign, stop.signal));
    await settle();
    const second = codeOf(module.sign(sign));
    stop.abort();
    await settle();
    expect(begun).toHaveLength(1);
    closed.resolve();
    expect(await first).toBe('aborted');
    expect(await second).toBe('answered');
    expect(begun).toHaveLength(2);
  });

  it('when the site no longer gets in, our own origin is tried again', async () => {
    let reply: unknown = signed;
    const { transport } = site(() => reply);
    const { module, fake } = setUp(refusing, { site: transport });
    await module.sign(sign);
    reply = nobody('didox.uz');
    fake.answers['pkcs7.create_pkcs7'] = signed;
    expect(await codeOf(module.sign(sign))).toBe('answered');
    expect(module.state()).toMatchObject({ route: 'own-origin', refused: null });
  });
});
