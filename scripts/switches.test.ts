import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wholeNumber } from './switches.ts';

const ROOT = join(import.meta.dirname, '..');

function ended(script: string, args: readonly string[]): Promise<{ code: number | null; words: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', part => {
      words += String(part);
    });
  }
  return new Promise(resolve => child.on('close', code => resolve({ code, words })));
}

describe('a number', () => {
  it.each([
    ['1', 1],
    ['20261127', 20_261_127],
  ])('%s', (text, number) => expect(wholeNumber('runs', text, 1)).toBe(number));
  it.each(['abc', '', '0', '-1', '1.5', '1e3', '<today>', '99999999999999999999'])('%s is none', text =>
    expect(() => wholeNumber('runs', text, 1)).toThrow('--runs'),
  );
});

/** A command that did nothing must not look like one that found nothing. */
describe('typed wrongly, it ends with 2 and the help', () => {
  it.concurrent.each([
    ['scripts/chaos.ts', '--runs', 'abc'],
    ['scripts/chaos.ts', '--browser-share', '0'],
    ['scripts/fuzz.ts', '--runs', 'abc'],
    ['scripts/fuzz.ts', '--only', 'nosuch'],
    ['bench/main.ts', 'clikcs'],
    ['bench/main.ts', '--runs', '1'],
  ])('%s %s %s', async (script, ...args) => {
    const { code, words } = await ended(script, args);
    expect(words).toContain('npm run ');
    expect(code).toBe(2);
  });

  it.concurrent('and the help alone is no mistake', async () => {
    expect(await ended('bench/main.ts', ['--help'])).toMatchObject({
      code: 0,
      words: expect.stringContaining('clicks, batch'),
    });
  });
});
