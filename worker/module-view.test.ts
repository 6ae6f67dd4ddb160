import { describe, expect, it } from 'vitest';
import type { ModuleState } from '../lib/eimzo/module.ts';
import { viewOfModule } from './module-view.ts';

const WELL: ModuleState = {
  version: { major: 6, minor: 4, patch: 7, edition: null },
  route: null,
  refused: null,
  site: 'untried',
  lastFailure: null,
  endpoint: null,
  working: true,
  current: null,
  waiting: 0,
};

describe('the module as pages see it', () => {
  it('is here once its version is known, unknown or looked for before', () => {
    expect(viewOfModule(WELL)).toMatchObject({ state: 'here', version: '6.4.7', route: 'own-origin' });
    const unasked = { ...WELL, version: null };
    expect(viewOfModule(unasked)).toEqual({ state: 'unknown' });
    const current = { verb: 'version', since: 0, asksPerson: false };
    expect(viewOfModule({ ...unasked, current })).toEqual({ state: 'looking' });
  });

  it('cannot be used after a failure of its own, for that very reason', () => {
    expect(viewOfModule({ ...WELL, lastFailure: 'busy' })).toMatchObject({
      state: 'away',
      error: { code: 'module-busy' },
    });
    const refused = { ...WELL, lastFailure: 'origin-refused', refused: { domain: 'abc' } } as const;
    expect(viewOfModule(refused)).toMatchObject({
      state: 'away',
      error: { code: 'origin-refused', data: { domain: 'abc' } },
    });
  });
});
