import { describe, expect, it } from 'vitest';
import { WELL } from './module-state.fixture.ts';
import { viewOfModule } from './module-view.ts';

describe('the module as pages see it', () => {
  it('is here once its version is known, unknown or looked for before', () => {
    expect(viewOfModule(WELL)).toMatchObject({ state: 'here', version: '6.4.7', route: 'own-origin' });
    const unasked = { ...WELL, version: null };
    expect(viewOfModule(unasked)).toEqual({ state: 'unknown' });
    const current = { verb: 'version', doing: 'other', since: 0, asksPerson: false } as const;
    expect(viewOfModule({ ...unasked, current })).toEqual({ state: 'looking' });
  });

  it('says what it is doing by kind, never by the name of a call', () => {
    const current = { verb: 'pfx.load_key', doing: 'password', since: 7, asksPerson: true } as const;
    const view = viewOfModule({ ...WELL, current });
    expect(view).toMatchObject({ doing: { what: 'password', since: 7, asksPerson: true } });
    expect(JSON.stringify(view)).not.toContain('load_key');
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
