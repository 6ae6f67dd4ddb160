import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './ensure-build.ts';
import { runCommand } from './run-command.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Stage {
  readonly id: string;
  readonly title: string;
  /** Stages that must not have failed. */
  readonly needs?: readonly string[];
  readonly run: () => Promise<Counts>;
}

const ROOT = join(import.meta.dirname, '..');
const PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };

const one = async (outcome: Promise<boolean>): Promise<Counts> => ((await outcome) ? PASSED : FAILED);

const stages: readonly Stage[] = [
  { id: 'types', title: 'Types', run: () => one(runCommand('tsc', ['--noEmit'])) },
  { id: 'lint', title: 'Lint and format', run: () => one(runCommand('biome', ['check', '.'])) },
  ...optionalStage('locales', 'Dictionaries', 'scripts/check-locales.ts'),
  { id: 'unit', title: 'Unit tests', run: () => vitest('unit') },
  { id: 'contracts', title: 'Contracts with the stand-ins', run: () => vitest('contracts') },
  { id: 'build', title: 'Production build for Chrome', run: () => one(build('chrome')) },
  { id: 'build-firefox', title: 'Production build for Firefox', run: () => one(build('firefox')) },
  {
    id: 'size',
    title: 'Sizes and permissions',
    needs: ['build', 'build-firefox'],
    run: () => one(runCommand('node', ['scripts/size-budget.ts'])),
  },
  {
    id: 'browser',
    title: 'The whole product in a real Chromium',
    needs: ['build'],
    run: () => vitest('browser'),
  },
];

function optionalStage(id: string, title: string, script: string): Stage[] {
  if (!existsSync(join(ROOT, script))) return [];
  return [{ id, title, run: () => one(runCommand('node', [script])) }];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs one project of vitest.config.ts and counts from its JSON report. */
async function vitest(project: string): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-test-'));
  const report = join(folder, 'report.json');
  try {
    const succeeded = await runCommand('vitest', [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    return count(report, succeeded);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(path: string, succeeded: boolean): Counts {
  if (!existsSync(path)) return FAILED;
  const report = JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  // A file that could not even be loaded has no failed test in it, and yet it failed.
  const lost = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(test => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + lost;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function chosenStages(args: readonly string[]): readonly Stage[] {
  const usage = `npm test -- [--only ${stages.map(stage => stage.id).join(',')}]`;
  if (args.length === 0) return stages;
  const names = args[0] === '--only' && args.length === 2 ? (args[1] ?? '').split(',') : [];
  const unknown = names.filter(name => !stages.some(stage => stage.id === name));
  if (names.length === 0 || unknown.length > 0) {
    console.error(unknown.length > 0 ? `there is no stage "${unknown.join(', ')}"; ${usage}` : usage);
    process.exit(2);
  }
  return stages.filter(stage => names.includes(stage.id));
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const begun = Date.now();
const failedStages = new Set<string>();
const lines: string[] = [];
let total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const { id, title, needs = [], run } of chosenStages(process.argv.slice(2))) {
  const blocked = needs.filter(need => failedStages.has(need));
  console.log(`\n=== ${title} (${id})`);
  const start = Date.now();
  const counts = blocked.length > 0 ? FAILED : await run();
  if (blocked.length > 0) console.log(`not run: ${blocked.join(' and ')} failed`);
  if (counts.failed > 0) failedStages.add(id);
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  };
  lines.push(
    `${counts.failed > 0 ? 'FAILED' : 'passed'}  ${title.padEnd(38)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${seconds(Date.now() - start).padStart(9)}`,
  );
}
console.log(`\n${lines.join('\n')}\nin ${seconds(Date.now() - begun)}\n`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
