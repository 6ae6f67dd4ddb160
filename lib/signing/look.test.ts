import { describe, expect, it } from 'vitest';
import { createLook } from './look.ts';

describe('a look', () => {
  it('is taken once, and anew when a password window was open in between', async () => {
    let now = 0;
    let looks = 0;
    const look = createLook(
      async () => (looks += 1),
      () => now,
    );
    expect(await look()).toBe(1);
    now = 2_000;
    expect(await look()).toBe(1);
    now = 60_000;
    expect(await look()).toBe(2);
  });

  it('is not taken for a new one because the clock was set back', async () => {
    let now = 3_600_000;
    let looks = 0;
    const look = createLook(
      async () => (looks += 1),
      () => now,
    );
    await look();
    now = 60_000;
    expect(await look()).toBe(2);
  });
});
