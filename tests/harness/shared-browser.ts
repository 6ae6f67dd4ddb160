import { afterAll, beforeAll, beforeEach } from 'vitest';
import { defaultSettings as moduleDefaults } from '../../sandbox/eimzo/settings.ts';
import { type RawSettings, startWorld, type WorldOptions } from '../../sandbox/world.ts';
import { type BrowserOptions, startBrowser, type TestBrowser } from './test-browser.ts';

export interface SharedBrowserOptions {
  readonly world?: WorldOptions;
  readonly browser?: Omit<BrowserOptions, 'world'>;
  /** Settings of the module before each test; default: one key (the sender's), listed at once. */
  readonly eimzo?: RawSettings;
}

/** One key, so that nothing has to be chosen, and no waiting. */
const QUICK = { listDelayMs: 0, keys: 'sender' };

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

/** Everything as on the first day. */
export async function startAfresh(test: TestBrowser, eimzo: RawSettings = QUICK): Promise<void> {
  const blank = await test.browser.newPage();
  for (const page of await test.browser.pages()) if (page !== blank) await page.close();
  test.world.set({ eimzo: { ...moduleDefaults(), ...eimzo } });
  await test.world.eimzo.restart();
  test.world.didox.reset();
  await test.reinstall();
  // The greeting may have listed keys already: a test says itself which ones there are.
  await test.worker.kill();
  await test.settings.forgetSession();
  test.world.eimzo.calls.length = 0;
  test.world.didox.requests.length = 0;
  test.problems.length = 0;
  await test.settings.putPartnerToken();
  await test.settings.trustSandboxRoot();
}
