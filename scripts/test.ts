import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './ensure-build.ts';
import type { FileOutcome } from './outcome-reporter.ts';
import { runCommand } from './run-command.ts';
import { runVitest } from './run-vitest.ts';

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
/** Said again at the end of everything. */
const failures: string[] = [];
const retried: string[] = [];
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

async function vitest(project: string): Promise<Counts> {
  const files = await runVitest(project);
  failures.push(...files.flatMap(file => file.failures));
  retried.push(...files.flatMap(file => file.retried));
  const sum = (of: (file: FileOutcome) => number) => files.reduce((all, file) => all + of(file), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(file => file.failures.length),
    skipped: sum(({ skipped }) => skipped),
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
if (retried.length > 0) console.log(`\nPassed, but not at once:\n${retried.join('\n')}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} tests skipped` : '';
console.log(`\n${lines.join('\n')}\nin ${seconds(Date.now() - begun)}${skipped}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
