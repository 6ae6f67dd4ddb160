import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OUTCOME_FILE } from './outcome-reporter.ts';

const ROOT = join(import.meta.dirname, '..');

it('names what failed, each attempt of it, and what passed only when tried again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-outcome-'));
  const path = join(folder, 'outcome.json');
  const succeeded = await runFixture(path);
  const outcome = JSON.parse(readFileSync(path, 'utf8'));
  rmSync(folder, { recursive: true });

  const file = 'scripts/outcome.fixture.ts';
  const why = '    the sum: expected { a: 1 } to deeply equal { a: 2 }';
  expect(succeeded).toBe(false);
  expect(outcome).toEqual([
    {
      file,
      passed: 2,
      skipped: 2,
      failures: [
        `${file} > a group > fails\n${why}\n${why}`,
        `${file} > the file or a group in it\n    no browser`,
      ],
      retried: [
        `${file} > a group > passes when tried again\n    attempts: expected 1 to be 2 // Object.is equality`,
      ],
    },
  ]);
}, 60_000);

function runFixture(outcomeFile: string): Promise<boolean> {
  // A run of its own: what the run around it has set must not steer it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const options = {
    watch: false,
    config: false,
    retry: 1,
    include: ['scripts/outcome.fixture.ts'],
    reporters: ['./scripts/outcome-reporter.ts'],
  };
  const script = `import { startVitest } from 'vitest/node';
    await (await startVitest('test', [], ${JSON.stringify(options)})).close();`;
  const args = ['--input-type=module', '--eval', script];
  return new Promise(resolve => {
    execFile(process.execPath, args, { cwd: ROOT, env: { ...env, [OUTCOME_FILE]: outcomeFile } }, error =>
      resolve(error === null),
    );
  });
}
