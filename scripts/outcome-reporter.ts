import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What the tests of a file came to, in few enough words to stand at the end of everything. */
export interface FileOutcome {
  readonly file: string;
  readonly passed: number;
  readonly skipped: number;
  /** Each failed test: its full name, and why each of its attempts failed. */
  readonly failures: readonly string[];
  /** Passed, but not at once; in the same words. */
  readonly retried: readonly string[];
}

/** Where {@link OutcomeReporter} writes {@link FileOutcome}s as JSON. */
export const OUTCOME_FILE = 'IMZOCHI_TEST_OUTCOME';

/** For the end of `npm test`: a log may be kept by its last lines only, and those must say which tests failed. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    const path = process.env[OUTCOME_FILE];
    if (path === undefined) return;
    const failures = unhandled.map(({ message }) => `outside any test: ${firstLine(message)}`);
    const outside: FileOutcome = { file: 'outside', passed: 0, skipped: 0, failures, retried: [] };
    writeFileSync(
      path,
      JSON.stringify([...modules.map(outcomeOf), ...(failures.length > 0 ? [outside] : [])]),
    );
  }
}

function outcomeOf(module: TestModule): FileOutcome {
  const file = module.relativeModuleId;
  const say = (name: string, errors: readonly { readonly message: string }[] = []): string =>
    [`${file} > ${name}`, ...errors.map(({ message }) => `    ${firstLine(message)}`)].join('\n');
  const tests = [...module.children.allTests()].map(test => ({
    state: test.result().state,
    flaky: test.diagnostic()?.flaky,
    said: say(test.fullName, test.result().errors),
  }));
  // A file that could not be loaded, or a group that could not begin, has no failed test in it, and yet it failed.
  const lost = [...module.errors(), ...[...module.children.allSuites()].flatMap(suite => suite.errors())];
  return {
    file,
    passed: tests.filter(({ state }) => state === 'passed').length,
    skipped: tests.filter(({ state }) => state === 'skipped').length,
    failures: [
      ...tests.filter(({ state }) => state === 'failed').map(({ said }) => said),
      ...(lost.length > 0 ? [say('the file or a group in it', lost)] : []),
    ],
    retried: tests.filter(({ state, flaky }) => state === 'passed' && flaky).map(({ said }) => said),
  };
}

/** The first line of an assertion says what was expected; a screenful would hide the next test. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
