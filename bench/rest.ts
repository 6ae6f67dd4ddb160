import { startWorld } from '../sandbox/world.ts';
import { startBrowser } from '../tests/harness/index.ts';
import { type Row, summarize } from './row.ts';

/** Sixty seconds after the last use: no socket, no worker, no alarm. */
export async function measureRest(): Promise<Row[]> {
  const world = await startWorld({ eimzo: { listDelayMs: 0 } });
  const browser = await startBrowser({ world });
  try {
    const popup = await browser.popup();
    await new Promise(resolve => setTimeout(resolve, 2_000));
    await popup.close();
    await browser.worker.waitUntilDead(65_000).catch(() => undefined);
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
    const none = { unit: 'count', target: { of: 'median', atMost: 0 } } as const;
    return [
      summarize('60 s after the last use: open sockets', [sockets], none),
      summarize('60 s after the last use: workers alive', [alive], none),
      summarize('60 s after the last use: alarms set', [alarms], none),
    ];
  } finally {
    await browser.close();
    await world.stop();
  }
}
