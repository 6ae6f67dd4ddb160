import { describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { openSignedIn, requestsTo, SIGN } from '../harness/didox-hands.ts';
import { type BrowserOptions, startBrowser, type TestBrowser } from '../harness/test-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

const PASSWORD_MS = 70_000;
const QUICK = { listDelayMs: 0, keys: 'sender', rememberMs: 0 };

/** A world and a browser of its own: these tests mostly wait, so they wait side by side. */
async function inBrowser(
  use: (test: TestBrowser) => Promise<void>,
  options: Omit<BrowserOptions, 'world'> = {},
): Promise<void> {
  const world = await startWorld({ eimzo: QUICK });
  const test = await startBrowser({ ...options, world });
  try {
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    await use(test);
  } finally {
    await test.close();
    await world.stop();
  }
}

/** Nothing of these tests may hold the worker's target: a debugger keeps a worker alive for ever. */
describe.concurrent('with no debugger at the worker', () => {
  it('a password window may be open for 70 seconds, and all traffic goes to the module and to Didox', async () => {
    await inBrowser(
      async test => {
        const { card } = await openSignedIn(test, DEMO_OUTGOING_DRAFT);
        test.world.set({ eimzo: { passwordDelayMs: PASSWORD_MS } });
        const clicked = await card.click(SIGN);
        await card.waitForStatus(/behind the browser/);
        await card.waitForStatus(/Signed/, PASSWORD_MS + 20_000);
        expect(Date.now() - clicked).toBeGreaterThan(PASSWORD_MS);
        expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
        // One window for the sign-in, one for the signature: it was the same call that waited.
        expect(test.world.eimzo.calls.filter(({ window }) => window !== null)).toHaveLength(2);

        const traffic = await test.closeAndReadTraffic();
        const own = traffic.filter(
          ({ url, initiator }) => initiator === test.origin && !url.startsWith(test.origin),
        );
        const places = new Set(own.map(({ url }) => new URL(url).host));
        places.delete('127.0.0.1:64443'); // the module's other address: Health asks both
        expect([...places].sort()).toEqual(['127.0.0.1:64646', 'api-partners.didox.uz']);
      },
      { recordTraffic: true },
    );
  });

  it('a worker with nothing to do ends, its sockets with it, and the next click signs all the same', async () => {
    await inBrowser(async test => {
      const { page, card } = await openSignedIn(test, DEMO_OUTGOING_DRAFT);
      await page.mouse.move(300, 300);
      await waitFor('the spare socket', () => test.world.eimzo.connections.open === 1);
      await test.worker.waitUntilDead(50_000);
      await waitFor('its socket to go', () => test.world.eimzo.connections.open === 0);
      await card.click(SIGN);
      await card.waitForStatus(/Signed/);
      expect(requestsTo(test, 'auth-token')).toBe(1);
    });
  });

  it('a worker that died with a window open is woken by its watchdog, and the card tells the truth by itself', async () => {
    await inBrowser(async test => {
      const { card } = await openSignedIn(test, DEMO_OUTGOING_DRAFT);
      test.world.set({ eimzo: { passwordDelayMs: 10 * 60_000 } });
      await card.click(SIGN);
      await card.waitForStatus(/behind the browser/);
      await waitFor('the window', () => test.world.eimzo.calls.at(-1)?.window);
      await test.worker.kill();
      await card.waitForStatus(/Interrupted; nothing was sent/, 60_000);
      test.world.set({ eimzo: { passwordDelayMs: 0 } });
      await card.click(SIGN);
      await card.waitForStatus(/Signed/);
      expect(test.world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
    });
  });
});
