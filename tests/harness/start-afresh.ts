import { defaultSettings as moduleDefaults } from '../../sandbox/eimzo/settings.ts';
import type { RawSettings } from '../../sandbox/world.ts';
import type { TestBrowser } from './test-browser.ts';

/** One key, so that nothing has to be chosen, and no waiting. */
export const QUICK = { listDelayMs: 0, keys: 'sender' };

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
