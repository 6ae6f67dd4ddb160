import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What a run of Vitest came to, in few enough words to stand at the end of everything. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test: its file, its full name, and why each of its attempts failed. */
  readonly failures: readonly string[];
  /** Passed, but not at once. */
  readonly retried: readonly string[];
}

/** Where {@link OutcomeReporter} writes its {@link Outcome} as JSON. */
export const OUTCOME_FILE = 'IMZOCHI_TEST_OUTCOME';

/** Says at the end which tests failed and which passed only when tried again: a log may be kept by its last lines only. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    const path = process.env[OUTCOME_FILE];
    if (path !== undefined) writeFileSync(path, JSON.stringify(outcomeOf(modules, unhandled)));
  }
}

/** Counts a run. A file that could not even be loaded has no failed test in it, and yet it failed. */
export function outcomeOf(
  modules: readonly TestModule[],
  unhandled: readonly { readonly message: string }[] = [],
): Outcome {
  const tests = modules.flatMap(module => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter(test => test.result().state === state);
  const failures = [
    ...inState('failed').map(test => named(test.module, test.fullName, test.result().errors ?? [])),
    ...modules.flatMap(module => {
      const errors = [
        ...module.errors(),
        ...[...module.children.allSuites()].flatMap(suite => suite.errors()),
      ];
      return errors.length > 0 ? [named(module, 'the file or a group in it', errors)] : [];
    }),
    ...unhandled.map(({ message }) => `outside any test: ${firstLine(message)}`),
  ];
  return {
    passed: inState('passed').length,
    failed: failures.length,
    skipped: inState('skipped').length,
    failures,
    retried: inState('passed')
      .filter(test => test.diagnostic()?.flaky)
      .map(test => named(test.module, test.fullName, test.result().errors ?? [])),
  };
}

function named(
  { relativeModuleId }: TestModule,
  name: string,
  errors: readonly { readonly message: string }[],
): string {
  return [`${relativeModuleId} > ${name}`, ...errors.map(({ message }) => `    ${firstLine(message)}`)].join(
    '\n',
  );
}

/** The first lines of an assertion say what was expected; a screenful would hide the next test. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
