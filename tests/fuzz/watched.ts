import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part, Played, Task } from './child.ts';

export interface Watch {
  readonly seed: number;
  /** An input that takes longer than this hangs (ms); what merely takes too long its fuzzer says itself. */
  readonly hangsMs?: number;
  /** More than this (MB) no input may need, nor all of them together leave behind. */
  readonly memoryMb?: number;
  readonly fuzzers?: URL;
}

/** How long a process may take until its first input. */
const STARTS_MS = 30_000;

/**
 * Plays fuzzers in a process of its own, which is ended when an input does not end or eats up the memory: that is a failure
 * as any other. What is left of that fuzzer is not played, and did not pass; the next ones get another process.
 */
export async function playWatched(
  parts: readonly Part[],
  watch: Watch,
  tell: (played: Played) => void,
): Promise<void> {
  for (let left = parts; left.length > 0; ) {
    const before = left.length;
    await playUntilOneFails(left, watch, played => {
      left = left.filter(part => part.name !== played.name);
      tell(played);
    });
    if (left.length === before) throw new Error('no fuzzer could be played');
  }
}

async function playUntilOneFails(
  parts: readonly Part[],
  { seed, hangsMs = 30_000, memoryMb = 1_024, fuzzers = new URL('./all.ts', import.meta.url) }: Watch,
  tell: (played: Played) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-fuzz-'));
  const progress = join(folder, 'progress');
  writeFileSync(progress, Buffer.alloc(8));
  const child = fork(new URL('./child.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${memoryMb}`],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const told = new Set<string>();
  let words = '';
  let hung = false;
  child.stderr?.on('data', part => {
    words = (words + String(part)).slice(-4_000);
  });
  child.on('message', (played: Played) => {
    told.add(played.name);
    tell(played);
  });
  child.send({ fuzzers: fuzzers.href, parts, seed, progress } satisfies Task);
  const nothing = readFileSync(progress).toString('hex');
  let before = nothing;
  let since = performance.now();
  const watching = setInterval(
    () => {
      const now = readFileSync(progress).toString('hex');
      if (now !== before) since = performance.now();
      before = now;
      const most = now === nothing ? Math.max(STARTS_MS, hangsMs) : hangsMs;
      if (performance.now() - since <= most) return;
      hung = true;
      child.kill('SIGKILL');
    },
    Math.min(250, hangsMs / 4),
  );
  try {
    await new Promise<void>(resolve => child.on('close', () => resolve()));
    const failed = parts.find(part => !told.has(part.name));
    if (!failed) return;
    const place = readFileSync(progress);
    const run = Math.max(0, parts[place.readUInt32LE(0)] === failed ? place.readUInt32LE(4) - 1 : 0);
    const why = hung
      ? `does not end within ${hangsMs} ms`
      : /heap out of memory/.test(words)
        ? `needs more than ${memoryMb} MB`
        : `the process ended: ${words.trim()}`;
    tell({
      name: failed.name,
      result: { passed: run, failures: [`run ${run}: ${why}`], slowestMs: hangsMs },
    });
  } finally {
    clearInterval(watching);
    rmSync(folder, { recursive: true, force: true });
  }
}
