import { DEMO_OUTGOING_DRAFT } from '../sandbox/didox/index.ts';
import { openSignedIn, SIGN } from '../tests/harness/didox-hands.ts';
import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

/** A worker that has nothing to do ends after 30 s; somebody counts as working for two minutes after the last input. */
const LAST_USE_COUNTS_MS = 120_000;
const REST_MS = 60_000;

/**
 * Sixty seconds after the last use: no socket, no worker, no alarm. Everything was used before: signed in, signed by a
 * click, the popup and the desk opened; a Didox tab is still open, in the background.
 */
export async function measureRest({ world, browser }: BenchContext): Promise<Row[]> {
  const { page, card } = await openSignedIn(browser, DEMO_OUTGOING_DRAFT);
  await card.click(SIGN);
  await card.waitForStatus(/^Signed/);
  const popup = await browser.popup(page);
  await popup.close();
  const desk = await browser.desk('inbox');
  await desk.waitForSelector('#main h1');
  await desk.close();
  await (await browser.newPage()).bringToFront();
  const since = Date.now();
  await browser.worker.waitUntilDead(LAST_USE_COUNTS_MS + REST_MS).catch(() => undefined);
  const died = Date.now() - since;
  await new Promise(resolve => setTimeout(resolve, Math.max(0, REST_MS - died)));
  const sockets = world.eimzo.connections.open;
  const alive = browser.worker.isAlive() ? 1 : 0;
  const alarms = await browser.withExtensionPage(page =>
    page.evaluate(
      async () =>
        (
          await (
            globalThis as unknown as { chrome: { alarms: { getAll(): Promise<unknown[]> } } }
          ).chrome.alarms.getAll()
        ).length,
    ),
  );
  const none = { unit: 'count', target: { of: 'max', atMost: 0 } } as const;
  return [
    summarize('from the last use to the end of the worker', [died], {
      target: { of: 'max', atMost: REST_MS },
    }),
    summarize('60 s after the last use: open sockets', [sockets], none),
    summarize('60 s after the last use: workers alive', [alive], none),
    summarize('60 s after the last use: alarms set', [alarms], none),
  ];
}
