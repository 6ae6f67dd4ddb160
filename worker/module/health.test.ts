import { beforeEach, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../lib/eimzo/diagnose.ts';
import type { ModuleState } from '../../lib/eimzo/module.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createSettings } from '../../lib/vault/settings.ts';
import { createVault, eugodaSecretName } from '../../lib/vault/vault.ts';
import { createHealth, type HealthPorts } from './health.ts';
import { WELL } from './module-state.fixture.ts';

let module: ModuleState;
let policy: Record<string, string>;
let settings: ReturnType<typeof createSettings>;
let vault: ReturnType<typeof createVault>;
let browserEnds: () => void;
beforeEach(() => {
  module = WELL;
  policy = {};
  const local = memoryStore();
  settings = createSettings({ local });
  browserEnds = () => {
    vault = createVault({
      local,
      session: memoryStore(),
      clock: { now: () => 0 },
      policy: { get: async name => (name === 'secrets' ? policy : undefined) },
      lockAfterMs: () => 600_000,
    });
  };
  browserEnds();
});

/** Everything that is not asked for here is well. */
async function look(probe = false) {
  const health = createHealth({
    platform: {
      timer: { now: () => 0 },
      extension: { id: 'a', origin: 'chrome-extension://abc', version: '1', browser: 'chromium' },
      storageUsed: async () => 0,
    },
    module: { state: () => module, diagnose: async () => FINE() },
    keys: { view: async () => ({ groups: [], listedAt: null }) },
    didox: {
      session: { accounts: async () => [] },
      requireServer: async () => {},
      http: { text: async () => '' },
    },
    vault,
    settings,
    database: async () => ({ count: async () => 0 }),
    texts: async () => ({ bytes: () => '0 B' }),
  } as unknown as HealthPorts);
  return health(probe);
}
const FINE = (): Diagnosis => ({
  kind: 'fine',
  keys: 1,
  evidence: {
    probes: [],
    version: module.version,
    route: module.route,
    refusedDomain: null,
    site: 'untried',
    milliseconds: 1,
  },
});

describe('the way to E-IMZO on the Health page', () => {
  const KEY = 'AB'.repeat(64);
  const pair = (domain: string) => ({ domain, key: KEY });

  it.each<[string, Partial<ModuleState>, string[], string]>([
    ['no key was asked for', { route: 'own-origin' }, ['example.uz'], 'own-origin'],
    ['a key was accepted', { route: 'own-origin', byKey: true }, [], 'own-origin-key'],
    [
      'a key is there for us, accepted in an earlier life',
      { route: 'own-origin' },
      ['ABC'],
      'own-origin-key',
    ],
    ['we were refused, and the site was not', { route: 'site', refused: { domain: 'abc' } }, ['abc'], 'site'],
  ])('is told with its reason: %s', async (_, known, domains, verdict) => {
    module = { ...WELL, ...known };
    await settings.set({ apiKeys: domains.map(pair) });
    for (const probe of [false, true]) {
      const view = await look(probe);
      expect(view.links.find(({ id }) => id === 'origin')?.verdict).toBe(verdict);
      expect(JSON.stringify(view)).not.toContain(KEY);
    }
  });
});

const eugoda = async () => (await look()).links.find(({ id }) => id === 'eugoda');

describe('eUgoda on the Health page', () => {
  beforeEach(async () => {
    const one = { id: 'umbrella', label: 'Umbrella', port: 3000 };
    await settings.set({ eugodaApplications: [one, { ...one, id: 'acme', label: '' }] });
    for (const id of ['umbrella', 'acme']) await vault.put(eugodaSecretName(id), 'secret');
  });

  it('is well while every application has its secret', async () => {
    expect(await eugoda()).toMatchObject({ state: 'ok', verdict: 'ok' });
  });

  it('misses the secrets that went with the browser, and names their applications, but not in the report', async () => {
    browserEnds();
    await vault.put(eugodaSecretName('acme'), 'secret');
    expect(await eugoda()).toMatchObject({
      state: 'warning',
      verdict: 'eugoda-secret-missing',
      data: { names: 'Umbrella' },
    });
    expect((await look()).report).not.toContain('Umbrella');
    browserEnds();
    expect((await eugoda())?.data).toEqual({ names: 'Umbrella, acme' });
  });

  it('is locked with the vault, but for what the administrator gave', async () => {
    await vault.setPassphrase('correct horse');
    await vault.lock();
    expect(await eugoda()).toMatchObject({ state: 'warning', verdict: 'locked' });
    for (const id of ['umbrella', 'acme']) policy[eugodaSecretName(id)] = 'secret';
    expect(await eugoda()).toMatchObject({ state: 'ok' });
  });

  it('is there where the secrets are damaged, and says so of the one link that needs them', async () => {
    await settings.set({ eugodaApplications: [{ id: 'app', label: '', port: 3000 }] });
    const local = memoryStore({ 'vault.sealed': { v: 1, check: 'nonsense' } });
    vault = createVault({ local, session: memoryStore(), clock: { now: () => 0 } });
    const { links } = await look();
    expect(links.find(({ id }) => id === 'eugoda')).toMatchObject({
      state: 'broken',
      verdict: 'vault-record-corrupted',
    });
    expect(links.find(({ id }) => id === 'storage')).toMatchObject({ state: 'ok' });
  });
});
