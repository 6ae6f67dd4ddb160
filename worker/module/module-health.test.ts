import { describe, expect, it } from 'vitest';
import { PLAIN, TLS } from '../../lib/eimzo/endpoints.ts';
import type { Diagnosis, Finding } from '../../lib/eimzo/index.ts';
import type { Module, ModuleState } from '../../lib/eimzo/module.ts';
import { diagnosedLinks, moduleReport, rememberedLinks } from './module-health.ts';
import { WELL } from './module-state.fixture.ts';

const STATE: ModuleState = { ...WELL, route: 'own-origin', endpoint: PLAIN };
const UNASKED = { ...STATE, version: null, route: null, endpoint: null };
const verdicts = (links: ReturnType<typeof rememberedLinks>) =>
  links.map(({ id, state, verdict }) => `${id}: ${state} (${verdict})`);

describe('the module’s links, as remembered', () => {
  it.each([
    [UNASKED, ['unknown (unknown)', 'unknown (unknown)', 'unknown (unknown)']],
    [STATE, ['ok (here)', 'ok (ok)', 'ok (own-origin)']],
    [{ ...STATE, route: 'site', refused: { domain: 'abc' } }, ['ok (here)', 'ok (ok)', 'warning (site)']],
    [
      { ...UNASKED, lastFailure: 'not-running' },
      ['broken (module-not-running)', 'unknown (unknown)', 'unknown (unknown)'],
    ],
    [
      { ...STATE, route: null, lastFailure: 'origin-refused' },
      ['ok (here)', 'ok (ok)', 'broken (origin-refused)'],
    ],
    [{ ...STATE, lastFailure: 'busy' }, ['broken (module-busy)', 'ok (ok)', 'ok (own-origin)']],
    [
      { ...STATE, current: { verb: 'pfx.load_key', doing: 'password', since: 0, asksPerson: true } },
      ['ok (waits)', 'ok (ok)', 'ok (own-origin)'],
    ],
  ] as const)('%#', (state, expected) => {
    expect(verdicts(rememberedLinks(state as ModuleState, false))).toEqual(
      ['module', 'version', 'origin'].map((id, at) => `${id}: ${expected[at]}`),
    );
  });
});

const evidence = {
  probes: [
    { endpoint: PLAIN, outcome: 'closed', closeCode: 1006, milliseconds: 3 },
    { endpoint: TLS, outcome: 'open', closeCode: null, milliseconds: 21 },
  ],
  version: null,
  route: null,
  refusedDomain: null,
  site: 'untried',
  milliseconds: 40,
} as const;
const diagnosed = (finding: Finding, state: ModuleState = STATE) => {
  const module = { state: () => state } as Module;
  const diagnosis: Diagnosis = { ...finding, evidence };
  return { links: diagnosedLinks(module, diagnosis, false), report: moduleReport(module, diagnosis) };
};

describe('the module’s links, as diagnosed', () => {
  it.each([
    [{ kind: 'fine', keys: 1 }, 'module: ok (here)'],
    [{ kind: 'not-running' }, 'module: broken (module-not-running)'],
    [{ kind: 'certificate-not-trusted' }, 'module: broken (certificate-not-trusted)'],
    [{ kind: 'hung', verb: 'version' }, 'module: broken (module-hung)'],
    [
      { kind: 'strange-answer', verb: 'version', code: 'malformed-answer' },
      'module: broken (module-malformed)',
    ],
    [{ kind: 'strange-answer', verb: 'version', code: 'dropped' }, 'module: broken (module-dropped)'],
    [{ kind: 'busy-elsewhere' }, 'module: broken (module-busy)'],
    [{ kind: 'busy-here', verb: 'pfx.load_key', since: 0 }, 'module: ok (waits)'],
    [{ kind: 'too-old', minimum: '3.37' }, 'module: ok (here)'],
  ] satisfies [Finding, string][])('%j', (finding, expected) => {
    expect(verdicts(diagnosed(finding).links)[0]).toBe(expected);
  });

  it('keep what is known of the access while the module is busy, and only then', () => {
    const at = (kind: 'busy-elsewhere' | 'not-running') => {
      const diagnosis: Diagnosis = { kind, evidence: { ...evidence, route: 'own-origin' } };
      return verdicts(diagnosedLinks({ state: () => STATE } as Module, diagnosis, false))[2];
    };
    expect(at('busy-elsewhere')).toBe('origin: ok (own-origin)');
    expect(at('not-running')).toBe('origin: unknown (unknown)');
  });

  it('report what was seen at both addresses, and nothing personal', () => {
    expect(diagnosed({ kind: 'hung', verb: 'version' }, UNASKED).report).toEqual([
      'E-IMZO ?, -, route -',
      'ws://127.0.0.1:64646: closed (1006), 3 ms',
      'wss://127.0.0.1:64443: open, 21 ms',
      'diagnosis: hung at version, site route untried, 40 ms',
    ]);
  });
});
