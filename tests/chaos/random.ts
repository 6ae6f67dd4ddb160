/** A small seeded generator (mulberry32): the same seed, the same schedule. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** 0 ≤ n < limit */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Some of them, at least one, in random order. */
  some<T>(from: readonly T[], most: number): T[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new Error('nothing to pick from');
    return from[below(from.length)] as T;
  };
  return {
    next,
    below,
    chance: probability => next() < probability,
    pick,
    some(from, most) {
      const rest = [...from];
      const count = Math.min(rest.length, 1 + below(most));
      return Array.from({ length: count }, () => rest.splice(below(rest.length), 1)).flat();
    },
  };
}

/** Each run has a seed of its own, so that it can be replayed alone. */
export function seedOfRun(seed: number, run: number): number {
  return run === 0 ? seed >>> 0 : (Math.imul(seed ^ 0x9e3779b9, 2654435761) + Math.imul(run, 40503)) >>> 0;
}
