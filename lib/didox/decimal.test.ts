import { describe, expect, it } from 'vitest';
import { addAll, sameSum } from './decimal.ts';

describe('addAll', () => {
  it.each([
    [[0.1, 0.2], '0.30'],
    [['1.12', 1, '0.12'], '2.24'],
    [['1 200,50', '1 000'], '2200.50'],
    [[9_007_199_254_740_991, 1], '9007199254740992'],
    [[-5.5, 5.5], '0'],
    [['-100.25'], '-100.25'],
    [[1e-7, 1], '1'],
    [[72198380], '72198380'],
    [['18450.505'], '18450.505'],
  ])('%j is %s', (values, sum) => expect(addAll(values)).toBe(sum));

  it.each([[[]], [['abc']], [[1, null]], [[true]], [['1.2.3']], [[1e21]]])('%j is no sum', values =>
    expect(addAll(values)).toBeNull(),
  );
});

describe('sameSum', () => {
  it('is equal to the cent', () => {
    expect(sameSum('1200000', 1200000)).toBe(true);
    expect(sameSum('40645.161', 40645.16)).toBe(true);
    expect(sameSum('40645.16', 40645.18)).toBe(false);
    expect(sameSum('1200000', 120000)).toBe(false);
  });
});
