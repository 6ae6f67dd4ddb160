import type browserApi from 'webextension-polyfill';
import { defaultSettings as moduleDefaults } from '../../sandbox/eimzo/settings.ts';
import type { RawSettings } from '../../sandbox/world.ts';
import type { TestBrowser } from './test-browser.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** One key, so that nothing has to be chosen, and no waiting. */
export const QUICK = { listDelayMs: 0, keys: 'sender' };

/** Everything as on the first day. */
export async function startAfresh(test: TestBrowser, eimzo: RawSettings = QUICK): Promise<void> {
  const blank = await test.browser.newPage();
  for (const page of await test.browser.pages()) if (page !== blank) await page.close();
  test.world.set({ eimzo: { ...moduleDefaults(), ...eimzo } });
  await test.world.eimzo.restart();
  test.world.didox.reset();
  await test.worker.evaluate(forgetEverything);
  // What it has in mind goes last, and takes along whatever it wrote meanwhile.
  await test.worker.kill();
  await test.worker.evaluate(forgetEverything);
  test.world.eimzo.calls.length = 0;
  test.world.didox.requests.length = 0;
  test.problems.length = 0;
  await test.settings.putPartnerToken();
  await test.settings.trustSandboxRoot();
}

/** Inside the worker: all that an installation gathers. Putting it in anew does the same and costs ten times as much. */
async function forgetEverything(): Promise<void> {
  const { permissions = [] } = await chrome.permissions.getAll();
  const { optional_permissions = [], optional_host_permissions = [] } = chrome.runtime.getManifest() as {
    optional_permissions?: string[];
    optional_host_permissions?: string[];
  };
  const given = optional_permissions.filter(name => (permissions as string[]).includes(name));
  await chrome.permissions.remove({ permissions: given as never, origins: optional_host_permissions });
  await Promise.all([
    chrome.storage.local.clear(),
    chrome.storage.session.clear(),
    chrome.alarms.clearAll(),
    ...(await indexedDB.databases()).map(
      ({ name = '' }) =>
        new Promise(resolve => {
          const erasing = indexedDB.deleteDatabase(name);
          erasing.onsuccess = erasing.onerror = resolve;
        }),
    ),
  ]);
}
