import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileOutcome, OUTCOME_FILE } from './outcome-reporter.ts';
import { runCommand } from './run-command.ts';

/** More broken files than this are no accident. */
const MOST_AGAIN = 3;

/**
 * Runs one project of vitest.config.ts. Tests of one file in a browser often tell one story, and what went wrong in the
 * middle of it on a busy machine cannot be made good there: a few broken files are run once more from the beginning, and
 * what passes then is named among what did not pass at once.
 */
export async function runVitest(project: string): Promise<readonly FileOutcome[]> {
  const first = await once(project);
  const broken = first.filter(({ failures }) => failures.length > 0).map(({ file }) => file);
  if (project !== 'browser' || broken.length === 0 || broken.length > MOST_AGAIN) return first;
  console.log(`\nOnce more, from the beginning: ${broken.join(', ')}`);
  return corrected(first, await once(project, broken));
}

/** The outcomes of a run in which some files were run again. */
export function corrected(
  first: readonly FileOutcome[],
  second: readonly FileOutcome[],
): readonly FileOutcome[] {
  const again = new Map(second.map(outcome => [outcome.file, outcome]));
  const known = new Set(first.map(({ file }) => file));
  return [
    ...first.map(before => {
      const after = again.get(before.file);
      if (!after) return before;
      return after.failures.length > 0
        ? after
        : { ...after, retried: [...before.failures, ...before.retried, ...after.retried] };
    }),
    // What is no file of ours (see `once`) was broken by the second run itself.
    ...second.filter(({ file }) => !known.has(file)),
  ];
}

async function once(project: string, files: readonly string[] = []): Promise<readonly FileOutcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-test-'));
  const path = join(folder, 'outcome.json');
  const reporters = ['--reporter=default', '--reporter=./scripts/outcome-reporter.ts'];
  try {
    const succeeded = await runCommand('vitest', ['run', '--project', project, ...reporters, ...files], {
      env: { [OUTCOME_FILE]: path },
    });
    const outcomes = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as FileOutcome[]) : [];
    if (succeeded || outcomes.some(({ failures }) => failures.length > 0)) return outcomes;
    const failures = [`vitest failed in ${project}, and no test did`];
    return [...outcomes, { file: 'vitest', passed: 0, skipped: 0, failures, retried: [] }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
