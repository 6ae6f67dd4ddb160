import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { Diagnosis } from '../../lib/eimzo/diagnose.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { HealthLink, HealthView } from '../../lib/messages/views/health.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import type { Database } from '../../lib/store/database.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Vault } from '../../lib/vault/vault.ts';
import { type ApplicationSecret, applicationSecrets } from '../agreements/application-secrets.ts';
import type { Didox } from '../didox.ts';
import { failureOf } from '../failures.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { WorkerPlatform } from '../platform.ts';
import { diagnosedLinks, link, moduleReport, rememberedLinks } from './module-health.ts';

export interface HealthPorts {
  readonly platform: WorkerPlatform;
  readonly module: Module;
  readonly keys: KeyRing;
  readonly didox: Didox;
  readonly vault: Vault;
  readonly settings: SettingsStore;
  readonly database: () => Promise<Database>;
  readonly texts: () => Promise<Translator>;
}

/** Each link of the chain, with its state and what is known about it; nothing personal goes into the report. */
export function createHealth(ports: HealthPorts): (probe: boolean) => Promise<HealthView> {
  const { platform, module } = ports;
  /** A key that the module once accepted counts until it restarts, and no later life of this worker sees it sent. */
  const isOurs = (domain: string) => platform.extension.origin.endsWith(`//${domain.toLowerCase()}`);
  /** What is known of Didox without asking it again. */
  let didox: HealthLink | null = null;
  return async probe => {
    const { didoxServer: server, apiKeys } = await ports.settings.get();
    const [diagnosis, asked] = await Promise.all([
      probe ? module.diagnose() : null,
      probe ? didoxLink(ports, server) : null,
    ]);
    if (asked) didox = asked;
    if (didox?.data.server !== server) didox = null;
    const state = module.state();
    const byKey = state.byKey || apiKeys.some(({ domain }) => isOurs(domain));
    const links = [
      ...(diagnosis ? diagnosedLinks(module, diagnosis, byKey) : rememberedLinks(state, byKey)),
      await keysLink(ports),
      didox ?? link('didox', 'unknown', 'unknown', { server }),
      await tokenLink(ports),
      await eugodaLink(ports),
      await storageLink(ports),
    ];
    return {
      links,
      checkedAt: platform.timer.now(),
      extensionId: platform.extension.id,
      report: reportOf(links, ports, diagnosis),
    };
  };
}

async function keysLink(ports: HealthPorts): Promise<HealthLink> {
  const view = await ports.keys.view(false);
  if (view.listedAt === null) return link('keys', 'unknown', 'unknown');
  const all = view.groups.flatMap(group => group.keys);
  const count = (validity: KeyView['validity']) => all.filter(key => key.validity === validity).length;
  if (all.length === 0) return link('keys', 'broken', 'none');
  if (count('expired') === all.length) return link('keys', 'broken', 'expired', { n: all.length });
  const soon = count('expires-soon');
  return soon > 0
    ? link('keys', 'warning', 'expires-soon', { n: soon })
    : link('keys', 'ok', 'ok', { n: all.length });
}

/** Failures that concern the way to Didox; any other refusal proves that it answers. */
const ON_THE_WAY = /^(network-gone|service-|partner-token|server-not-permitted|rate-limited)/;

async function didoxLink(ports: HealthPorts, server: DidoxServer): Promise<HealthLink> {
  try {
    await ports.didox.requireServer(server);
    await ports.didox.http.text({ server, endpoint: 'profile', method: 'GET', path: '/v1/profile' });
    return link('didox', 'ok', 'ok', { server });
  } catch (error) {
    const reason = failureOf(error);
    if (!ON_THE_WAY.test(reason.code)) return link('didox', 'ok', 'ok', { server });
    const unreachable = reason.code === 'network-gone' || reason.code === 'service-slow';
    return link(
      'didox',
      'broken',
      unreachable ? 'unreachable' : reason.code,
      { ...reason.data, server },
      reason.words,
    );
  }
}

async function tokenLink(ports: HealthPorts): Promise<HealthLink> {
  const { didoxServer: server } = await ports.settings.get();
  const accounts = await ports.didox.session.accounts(server);
  return accounts.length > 0
    ? link('token', 'ok', 'ok', { n: accounts.length, server })
    : link('token', 'unknown', 'none', { server });
}

async function eugodaLink(ports: HealthPorts): Promise<HealthLink> {
  const { eugodaApplications } = await ports.settings.get();
  if (eugodaApplications.length === 0) return link('eugoda', 'unknown', 'not-used');
  let secretOf: ReturnType<typeof applicationSecrets>;
  try {
    secretOf = applicationSecrets(await ports.vault.state(), await ports.vault.names());
  } catch (error) {
    return link('eugoda', 'broken', failureOf(error).code);
  }
  const those = (secret: ApplicationSecret) => eugodaApplications.filter(({ id }) => secretOf(id) === secret);
  // First of all the vault: a missing secret can only be put into an open one.
  if (those('locked').length > 0) return link('eugoda', 'warning', 'locked');
  const names = those('missing').map(({ id, label }) => label || id);
  return names.length > 0
    ? link('eugoda', 'warning', 'eugoda-secret-missing', { names: names.join(', ') })
    : link('eugoda', 'ok', 'ok');
}

async function storageLink(ports: HealthPorts): Promise<HealthLink> {
  try {
    await (await ports.database()).count('receipts');
    const { bytes } = await ports.texts();
    return link('storage', 'ok', 'ok', { used: bytes(await ports.platform.storageUsed()) });
  } catch (error) {
    const reason = failureOf(error);
    return link('storage', 'broken', reason.code, {}, reason.words);
  }
}

/** For a letter to support: states and codes only; no names, numbers, keys or tokens. */
function reportOf(links: readonly HealthLink[], ports: HealthPorts, diagnosis: Diagnosis | null): string {
  const { extension } = ports.platform;
  return [
    `Imzochi ${extension.version}, ${extension.browser}, ${extension.id}`,
    ...moduleReport(ports.module, diagnosis),
    ...links.map(entry => `${entry.id}: ${entry.state} (${entry.verdict})`),
  ].join('\n');
}
