import type { Diagnosis } from '../lib/eimzo/diagnose.ts';
import type { ModuleErrorCode } from '../lib/eimzo/errors.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { isTooOld, supports, versionText } from '../lib/eimzo/versions.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import type { HealthLink, HealthView, KeyView } from '../lib/messages/views.ts';
import type { Database } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import type { Vault } from '../lib/vault/vault.ts';
import type { Didox } from './didox.ts';
import { failureOf, moduleCode } from './failures.ts';
import type { KeyRing } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';

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

const link = (
  id: HealthLink['id'],
  state: HealthLink['state'],
  verdict: string,
  data: HealthLink['data'] = {},
  words: string | null = null,
): HealthLink => ({ id, state, verdict, data, words });

/** Each link of the chain, with its state and what is known about it; nothing personal goes into the report. */
export async function checkHealth(ports: HealthPorts, probe: boolean): Promise<HealthView> {
  const { platform } = ports;
  const diagnosis = probe ? await ports.module.diagnose() : null;
  const links = [
    ...(diagnosis ? diagnosedLinks(ports, diagnosis) : rememberedLinks(ports)),
    await keysLink(ports),
    await didoxLink(ports, probe),
    await tokenLink(ports),
    await eugodaLink(ports),
    await storageLink(ports),
  ];
  return {
    links,
    checkedAt: platform.timer.now(),
    extensionId: platform.extension.id,
    report: reportOf(links, ports),
  };
}

/** Refusals by a module that is well itself. */
const OF_THE_ORIGIN: ReadonlySet<ModuleErrorCode> = new Set([
  'origin-refused',
  'invalid-api-key',
  'site-blocked',
]);

/** What the last calls taught, without asking anything. */
function rememberedLinks(ports: HealthPorts): HealthLink[] {
  const state = ports.module.state();
  const module =
    state.lastFailure && !OF_THE_ORIGIN.has(state.lastFailure)
      ? link('module', 'broken', moduleCode(state.lastFailure))
      : link('module', state.version ? 'ok' : 'unknown', state.version ? 'here' : 'unknown');
  const origin = state.refused
    ? link('origin', 'broken', 'origin-refused', { domain: state.refused.domain ?? '' })
    : link('origin', state.route ? 'ok' : 'unknown', state.route ?? 'unknown');
  return [module, versionLink(ports, null), origin];
}

/** Findings that mean the module itself cannot be spoken to, by the code that words them. */
const UNREACHABLE: Partial<Record<Diagnosis['kind'], string>> = {
  'not-running': 'module-not-running',
  'certificate-not-trusted': 'certificate-not-trusted',
  hung: 'module-hung',
  'strange-answer': 'module-malformed',
};

function diagnosedLinks(ports: HealthPorts, diagnosis: Diagnosis): HealthLink[] {
  const words = 'moduleReason' in diagnosis ? diagnosis.moduleReason : null;
  const unreachable = UNREACHABLE[diagnosis.kind];
  const busy = diagnosis.kind === 'busy-elsewhere' || diagnosis.kind === 'busy-here';
  const module = unreachable
    ? link('module', 'broken', unreachable, {}, words)
    : busy
      ? link('module', 'warning', 'busy')
      : diagnosis.kind === 'refused'
        ? link('module', 'broken', moduleCode(diagnosis.code), {}, words)
        : link('module', 'ok', 'here');
  return [module, versionLink(ports, diagnosis), originLink(ports, diagnosis)];
}

function versionLink(ports: HealthPorts, diagnosis: Diagnosis | null): HealthLink {
  // A module that is too old is not remembered as one to work with; the diagnosis has met it all the same.
  const version = ports.module.state().version ?? diagnosis?.evidence.version;
  if (!version) return link('version', 'unknown', 'unknown');
  const data = { version: versionText(version) };
  if (diagnosis?.kind === 'too-old' || isTooOld(version)) return link('version', 'broken', 'too-old', data);
  return supports(version, 'documentJoin')
    ? link('version', 'ok', 'ok', data)
    : link('version', 'warning', 'limited', data);
}

function originLink(ports: HealthPorts, diagnosis: Diagnosis): HealthLink {
  if (diagnosis.kind === 'origin-refused') {
    const { site } = diagnosis.evidence;
    const verdict =
      diagnosis.apiKey === 'invalid'
        ? 'invalid-api-key'
        : site === 'blocked'
          ? 'site-route-blocked'
          : 'origin-refused';
    return link('origin', 'broken', verdict, { domain: diagnosis.domain ?? '' }, diagnosis.moduleReason);
  }
  if (diagnosis.kind !== 'fine') return link('origin', 'unknown', 'unknown');
  const { route } = ports.module.state();
  return route === 'site' ? link('origin', 'warning', 'site') : link('origin', 'ok', 'own-origin');
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

async function didoxLink(ports: HealthPorts, probe: boolean): Promise<HealthLink> {
  const { didoxServer: server } = await ports.settings.get();
  if (!probe) return link('didox', 'unknown', 'unknown', { server });
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
  const { didoxServer } = await ports.settings.get();
  const accounts = await ports.didox.session.accounts(didoxServer);
  return accounts.length > 0
    ? link('token', 'ok', 'ok', { n: accounts.length })
    : link('token', 'unknown', 'none');
}

async function eugodaLink(ports: HealthPorts): Promise<HealthLink> {
  const { eugodaApplications } = await ports.settings.get();
  if (eugodaApplications.length === 0) return link('eugoda', 'unknown', 'not-used');
  const { state } = await ports.vault.state();
  return state === 'locked' ? link('eugoda', 'warning', 'locked') : link('eugoda', 'ok', 'ok');
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
function reportOf(links: readonly HealthLink[], ports: HealthPorts): string {
  const { extension } = ports.platform;
  const state = ports.module.state();
  return [
    `Imzochi ${extension.version}, ${extension.browser}, ${extension.id}`,
    `E-IMZO ${state.version ? versionText(state.version) : '?'}, ${state.endpoint ?? '-'}, route ${state.route ?? '-'}`,
    ...links.map(entry => `${entry.id}: ${entry.state} (${entry.verdict})`),
  ].join('\n');
}
