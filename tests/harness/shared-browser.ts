import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type RawSettings, startWorld, type WorldOptions } from '../../sandbox/world.ts';
import { QUICK, startAfresh } from './start-afresh.ts';
import { type BrowserOptions, startBrowser, type TestBrowser } from './test-browser.ts';

export { startAfresh };

export interface SharedBrowserOptions {
  readonly world?: WorldOptions;
  readonly browser?: Omit<BrowserOptions, 'world'>;
  /** Settings of the module before each test; default: one key (the sender's), listed at once. */
  readonly eimzo?: RawSettings;
}

/**
 * One world and one browser for all tests of a file. Each test begins as after a fresh installation: no tabs, no
 * settings, no sign-in, a module and a Didox on their first day; a partner token is set and the sandbox's authority known.
 */
export function shareBrowser({
  world,
  browser,
  eimzo = QUICK,
}: SharedBrowserOptions = {}): () => TestBrowser {
  let test: TestBrowser;
  beforeAll(async () => {
    test = await startBrowser({ ...browser, world: await startWorld({ ...world, eimzo }) });
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });
  beforeEach(async () => {
    await startAfresh(test, eimzo);
  });
  return () => test;
}
