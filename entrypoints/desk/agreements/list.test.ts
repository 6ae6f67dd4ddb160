import { describe, expect, it } from 'vitest';
import { agreementFixture } from './agreement.fixture.ts';
import { nextTick, timeLeft } from './countdown.ts';
import { agreementsToCsv, agreementsToJson, listAgreements, stateNow } from './list.ts';

const LIST = [
  agreementFixture({ externalId: 'old', createdAt: 1 }),
  agreementFixture({ externalId: 'new', createdAt: 2, state: 'ambiguous', name: 'Оренда' }),
];

describe('the list of agreements', () => {
  it('shows the newest first', () => {
    expect(listAgreements(LIST, 'all', '', 0).map(a => a.externalId)).toEqual(['new', 'old']);
  });

  it('knows by itself that a link ran out', () => {
    expect(stateNow(LIST[0]!, 1_999_999)).toBe('active');
    expect(stateNow(LIST[0]!, 2_000_000)).toBe('expired');
    expect(listAgreements(LIST, 'expired', '', 2_000_000).map(a => a.externalId)).toEqual(['old']);
  });

  it('searches names and ids, and finds what needs attention', () => {
    expect(listAgreements(LIST, 'all', 'оренда', 0)).toHaveLength(1);
    expect(listAgreements(LIST, 'all', 'old', 0)).toHaveLength(1);
    expect(listAgreements(LIST, 'trouble', '', 0).map(a => a.externalId)).toEqual(['new']);
  });

  it('exports neither names nor links', () => {
    for (const text of [agreementsToCsv(LIST, 0, 'en'), agreementsToJson(LIST, 0)]) {
      expect(text).toContain('old');
      expect(text).not.toMatch(/Іваненко|Оренда|https:/);
    }
  });
});

describe('the countdown', () => {
  it('splits what is left', () => {
    expect(timeLeft(90_061_000, 0)).toMatchObject({ days: 1, hours: 1, minutes: 1, seconds: 1, over: false });
    expect(timeLeft(5000, 0).soon).toBe(true);
    expect(timeLeft(5, 6)).toMatchObject({ over: true, seconds: 0 });
  });

  it('ticks every second in the last hour and not at all afterwards', () => {
    expect(nextTick(60_000, 0)).toBe(1000);
    expect(nextTick(7_230_000, 0)).toBe(30_000);
    expect(nextTick(1, 2)).toBe(Number.POSITIVE_INFINITY);
  });
});
