import type { Diagnosis, Probe } from '../../lib/eimzo/diagnose.ts';
import type { ModuleErrorCode } from '../../lib/eimzo/errors.ts';
import type { Module, ModuleState } from '../../lib/eimzo/module.ts';
import { isTooOld, type ModuleVersion, supports, versionText } from '../../lib/eimzo/versions.ts';
import type { HealthLink } from '../../lib/messages/views/health.ts';
import { moduleCode } from '../failures.ts';

export const link = (
  id: HealthLink['id'],
  state: HealthLink['state'],
  verdict: string,
  data: HealthLink['data'] = {},
  words: string | null = null,
): HealthLink => ({ id, state, verdict, data, words });

/** Refusals by a module that is well itself. */
const OF_THE_ORIGIN: ReadonlySet<ModuleErrorCode> = new Set([
  'origin-refused',
  'invalid-api-key',
  'site-blocked',
]);

/** What the last calls taught, without asking anything. */
export function rememberedLinks(state: ModuleState, byKey: boolean): HealthLink[] {
  const { lastFailure, refused, route, current, version } = state;
  const ofTheOrigin = lastFailure !== null && OF_THE_ORIGIN.has(lastFailure);
  const module = current?.asksPerson
    ? link('module', version ? 'ok' : 'checking', 'waits')
    : lastFailure && !ofTheOrigin && lastFailure !== 'too-old'
      ? link('module', 'broken', moduleCode(lastFailure))
      : version || lastFailure
        ? link('module', 'ok', 'here')
        : link('module', 'unknown', 'unknown');
  const origin = ofTheOrigin
    ? link('origin', 'broken', moduleCode(lastFailure), { domain: refused?.domain ?? '' })
    : route
      ? routeLink(route, byKey)
      : link('origin', 'unknown', 'unknown');
  return [module, versionLink(version), origin];
}

export function diagnosedLinks({ state }: Module, diagnosis: Diagnosis, byKey: boolean): HealthLink[] {
  // A module that is too old is not remembered as one to work with; the diagnosis has met it all the same.
  const version = state().version ?? diagnosis.evidence.version;
  return [moduleLink(diagnosis), versionLink(version), originLink(diagnosis, byKey)];
}

function moduleLink(diagnosis: Diagnosis): HealthLink {
  switch (diagnosis.kind) {
    case 'not-running':
    case 'certificate-not-trusted':
      return link('module', 'broken', moduleCode(diagnosis.kind));
    case 'hung':
      return link('module', 'broken', moduleCode('no-reply'));
    case 'strange-answer':
      return link('module', 'broken', moduleCode(diagnosis.code));
    case 'busy-elsewhere':
      return link('module', 'broken', moduleCode('busy'));
    case 'busy-here':
      return link('module', 'ok', 'waits');
    case 'refused': {
      const { code, moduleReason } = diagnosis;
      const state = code === 'cancelled' ? 'warning' : 'broken';
      return link('module', state, moduleCode(code), {}, moduleReason);
    }
    default:
      return link('module', 'ok', 'here');
  }
}

function versionLink(version: ModuleVersion | null): HealthLink {
  if (!version) return link('version', 'unknown', 'unknown');
  const data = { version: versionText(version) };
  if (isTooOld(version)) return link('version', 'broken', 'too-old', data);
  return supports(version, 'documentJoin')
    ? link('version', 'ok', 'ok', data)
    : link('version', 'warning', 'limited', data);
}

function originLink(diagnosis: Diagnosis, byKey: boolean): HealthLink {
  const { site, route } = diagnosis.evidence;
  if (diagnosis.kind === 'fine') return routeLink(route, byKey);
  // A busy module has been asked for nothing; what it answered before still stands.
  const asBefore = route && (diagnosis.kind === 'busy-here' || diagnosis.kind === 'busy-elsewhere');
  if (diagnosis.kind !== 'origin-refused')
    return asBefore ? routeLink(route, byKey) : link('origin', 'unknown', 'unknown');
  const verdict =
    diagnosis.apiKey === 'invalid'
      ? 'invalid-api-key'
      : site === 'blocked'
        ? 'site-route-blocked'
        : 'origin-refused';
  return link('origin', 'broken', verdict, { domain: diagnosis.domain ?? '' }, diagnosis.moduleReason);
}

/** The site is gone through only after our own origin was refused, so its sentence says both. */
function routeLink(route: ModuleState['route'], byKey: boolean): HealthLink {
  if (route === 'site') return link('origin', 'warning', 'site');
  return link('origin', 'ok', byKey ? 'own-origin-key' : 'own-origin');
}

/** The module's lines of a report for support: what was seen at its addresses, and what was made of it. */
export function moduleReport(module: Module, diagnosis: Diagnosis | null): string[] {
  const state = module.state();
  const version = state.version ?? diagnosis?.evidence.version;
  const lines = [
    `E-IMZO ${version ? versionText(version) : '?'}, ${state.endpoint ?? '-'}, route ${state.route ?? '-'}`,
  ];
  if (!diagnosis) return lines;
  const { probes, site, milliseconds } = diagnosis.evidence;
  const verb = 'verb' in diagnosis ? ` at ${diagnosis.verb}` : '';
  return [
    ...lines,
    ...probes.map(probeLine),
    `diagnosis: ${diagnosis.kind}${verb}, site route ${site}, ${milliseconds} ms`,
  ];
}

function probeLine({ endpoint, outcome, closeCode, milliseconds }: Probe): string {
  const code = closeCode === null ? '' : ` (${closeCode})`;
  return `${new URL(endpoint).origin}: ${outcome}${code}, ${milliseconds} ms`;
}
