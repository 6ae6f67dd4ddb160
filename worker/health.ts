import type { Diagnosis } from '../lib/eimzo/diagnose.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { versionText } from '../lib/eimzo/versions.ts';
import type { HealthLink, HealthView } from '../lib/messages/views.ts';
import type { Database } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { partnerTokenName, type Vault } from '../lib/vault/vault.ts';
import type { Didox } from './didox.ts';
import { failureOf } from './failures.ts';
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
    ...moduleLinks(ports, diagnosis),
    await keysLink(ports, diagnosis),
    ...(await didoxLinks(ports)),
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

function moduleLinks(ports: HealthPorts, diagnosis: Diagnosis | null): HealthLink[] {
  const state = ports.module.state();
  const version = state.version ? versionText(state.version) : '';
  if (!diagnosis) {
    const presence = link(
      'module',
      state.presence === 'there' ? 'ok' : state.presence === 'absent' ? 'broken' : 'unknown',
      state.presence === 'there' ? 'here' : state.presence === 'absent' ? 'not-running' : 'unknown',
    );
    return [
      presence,
      version ? link('version', 'ok', 'fine', { version }) : link('version', 'unknown', 'unknown'),
      state.refused
        ? link('origin', 'broken', 'refused', { domain: state.refused.domain ?? '' })
        : link('origin', state.route ? 'ok' : 'unknown', state.route ?? 'unknown'),
    ];
  }
  const reached = !['not-running', 'certificate-not-trusted', 'hung', 'strange-answer'].includes(
    diagnosis.kind,
  );
  const words = 'moduleReason' in diagnosis ? diagnosis.moduleReason : null;
  const module = reached
    ? diagnosis.kind === 'busy-elsewhere' || diagnosis.kind === 'busy-here'
      ? link('module', 'warning', diagnosis.kind)
      : link('module', 'ok', 'here', { endpoint: state.endpoint ?? '' })
    : link('module', 'broken', diagnosis.kind, {}, words);
  const versionLink =
    diagnosis.kind === 'too-old'
      ? link('version', 'broken', 'too-old', { version, minimum: diagnosis.minimum })
      : version
        ? link('version', 'ok', 'fine', { version })
        : link('version', 'unknown', 'unknown');
  return [module, versionLink, originLink(diagnosis, state.route)];
}

function originLink(diagnosis: Diagnosis, route: string | null): HealthLink {
  if (diagnosis.kind === 'origin-refused') {
    const site = diagnosis.evidence.site;
    return link(
      'origin',
      'broken',
      diagnosis.apiKey === 'invalid'
        ? 'invalid-key'
        : site === 'refused'
          ? 'site-refused'
          : site === 'blocked'
            ? 'site-blocked'
            : 'refused',
      { domain: diagnosis.domain ?? '' },
      diagnosis.moduleReason,
    );
  }
  if (diagnosis.kind !== 'fine') return link('origin', 'unknown', 'unknown');
  return link('origin', route === 'site' ? 'warning' : 'ok', route === 'site' ? 'site' : 'own-origin', {
    domain: diagnosis.evidence.refusedDomain ?? '',
  });
}

async function keysLink(ports: HealthPorts, diagnosis: Diagnosis | null): Promise<HealthLink> {
  if (diagnosis && diagnosis.kind !== 'fine') return link('keys', 'unknown', 'unknown');
  const view = await ports.keys.view(false);
  const all = view.groups.flatMap(group => group.keys);
  const expired = all.filter(key => key.validity === 'expired').length;
  if (view.listedAt === null) return link('keys', 'unknown', 'unknown');
  if (all.length === 0) return link('keys', 'broken', 'none');
  return link(
    'keys',
    expired === all.length ? 'broken' : 'ok',
    expired === all.length ? 'all-expired' : 'fine',
    { n: all.length, expired },
  );
}

async function didoxLinks(ports: HealthPorts): Promise<HealthLink[]> {
  const { didoxServer } = await ports.settings.get();
  const accounts = await ports.didox.session.accounts(didoxServer);
  const token = await ports.vault.get(partnerTokenName(didoxServer));
  const tokenLink = link(
    'token',
    token.state === 'locked' ? 'warning' : 'ok',
    token.state === 'open' ? 'set' : token.state,
  );
  if (accounts.length === 0)
    return [link('didox', 'unknown', 'signed-out', { server: didoxServer }), tokenLink];
  try {
    await Promise.all(
      accounts.map(account => ports.didox.service.statistics(didoxServer, account.owner, false)),
    );
    return [link('didox', 'ok', 'signed-in', { server: didoxServer, n: accounts.length }), tokenLink];
  } catch (error) {
    const reason = failureOf(error);
    return [
      link('didox', 'broken', 'failed', { server: didoxServer, code: reason.code }, reason.words),
      tokenLink,
    ];
  }
}

async function eugodaLink(ports: HealthPorts): Promise<HealthLink> {
  const { eugodaApplications } = await ports.settings.get();
  const state = await ports.vault.state();
  if (eugodaApplications.length === 0) return link('eugoda', 'unknown', 'not-used');
  return state.state === 'locked'
    ? link('eugoda', 'warning', 'locked')
    : link('eugoda', 'ok', 'set-up', { n: eugodaApplications.length });
}

async function storageLink(ports: HealthPorts): Promise<HealthLink> {
  try {
    const db = await ports.database();
    return link('storage', 'ok', 'fine', { n: await db.count('receipts') });
  } catch (error) {
    return link('storage', 'broken', 'failed', {}, failureOf(error).words);
  }
}

/** For a letter to support: states and codes only; no names, numbers, keys or tokens. */
function reportOf(links: readonly HealthLink[], ports: HealthPorts): string {
  const { extension } = ports.platform;
  const state = ports.module.state();
  const lines = links.map(entry => `${entry.id}: ${entry.state} (${entry.verdict})`);
  return [
    `Imzochi ${extension.version}, ${extension.browser}, ${extension.id}`,
    `E-IMZO ${state.version ? versionText(state.version) : '?'}, ${state.endpoint ?? '-'}, route ${state.route ?? '-'}`,
    ...lines,
  ].join('\n');
}
