import { beforeAll, describe, expect, it } from 'vitest';

// Run by outcome-reporter.test.ts: one of each kind of end.
let attempts = 0;

describe('a group', () => {
  it('passes', () => {});
  it('passes when tried again', () => {
    attempts += 1;
    expect(attempts, 'attempts').toBe(2);
  });
  it('fails', () => {
    expect({ a: 1 }, 'the sum').toEqual({ a: 2 });
  });
  it.skip('is skipped', () => {});
});

describe('a group that cannot begin', () => {
  beforeAll(() => {
    throw new Error('no browser');
  });
  it('never runs', () => {});
});
