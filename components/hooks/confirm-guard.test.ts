import { describe, expect, it } from 'vitest';
import { ARM_AFTER_MS, judgeClick } from './confirm-guard.ts';

const real = { isTrusted: true };

describe('the confirm button', () => {
  it('ignores presses of the first half second', () => {
    expect(judgeClick(real, 1000, 1000)).toBe('too-early');
    expect(judgeClick(real, 1000, 1000 + ARM_AFTER_MS - 1)).toBe('too-early');
    expect(judgeClick(real, 1000, 1000 + ARM_AFTER_MS)).toBe('counts');
  });

  it('ignores clicks while it is not visible', () => {
    expect(judgeClick(real, null, 1e9)).toBe('too-early');
  });

  it('ignores clicks that no person made, however late', () => {
    expect(judgeClick({ isTrusted: false }, 0, 1e9)).toBe('not-a-person');
  });
});
