import { describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { SIGN_IN } from '../harness/didox-hands.ts';
import { popupSays, readHealth, readPopup } from '../harness/module-hands.ts';
import { startAfresh } from '../harness/shared-browser.ts';
import { startBrowser, type TestBrowser } from '../harness/test-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

const LISTING_MS = 12_000;

async function inBrowser(eimzo: Record<string, unknown>, use: (test: TestBrowser) => Promise<void>) {
  const world = await startWorld();
  const test = await startBrowser({ world });
  try {
    await startAfresh(test, { listDelayMs: 0, keys: 'sender', ...eimzo });
    await use(test);
  } finally {
    await test.close();
    await world.stop();
  }
}

/** These tests mostly wait, so they wait side by side. */
describe.concurrent('a slow module', () => {
  it('that lists for 12 seconds leaves no popup blank, then or later', async () => {
    await inBrowser({ listDelayMs: LISTING_MS }, async test => {
      const popup = await test.extensionPage('popup.html');
      const first = await waitFor(
        'the popup to speak',
        async () => {
          const reading = await readPopup(popup);
          return reading.state !== '' && reading;
        },
        { timeoutMs: 2000 },
      );
      expect(first.text).toMatch(/Keys/);
      const begun = Date.now();
      await waitFor('the keys', async () => (await readPopup(popup)).radios.length > 0, {
        timeoutMs: 60_000,
      });
      // The key files stand there before cards and tokens have been asked, each of which takes as long.
      expect(Date.now() - begun).toBeLessThan(2 * LISTING_MS);
      await popup.close();

      // From now on the last list stands there at once, also while a new one is being made.
      const again = await test.extensionPage('popup.html');
      await again.waitForSelector('[role=radiogroup] input[type=radio]', { timeout: 1500 });
      expect((await readPopup(again)).alerts).toBe('');
      expect(test.world.eimzo.calls.filter(call => call.overlapped)).toEqual([]);
    });
  });

  it('that never answers is called hung, by the card, the popup and Health', async () => {
    await inBrowser({ faults: ['silence@version'] }, async test => {
      await popupSays(test, 'the silence', ({ alerts }) => /E-IMZO does not answer/.test(alerts), 20_000);
      expect((await readHealth(test, 30_000))['E-IMZO']).toMatch(/does not answer|stays silent/);
      const card = test.card(await test.openDocument(DEMO_OUTGOING_DRAFT));
      await card.waitForAlert(/E-IMZO does not answer/, 30_000);
      test.world.set({ eimzo: { faults: [] } });
      await card.click('Try again');
      await card.waitForButton(SIGN_IN);
    });
  });

  it('that takes connections and leaves them hanging is called hung too', async () => {
    await inBrowser({ holdConnections: true }, async test => {
      expect((await readHealth(test, 30_000))['E-IMZO']).toMatch(/does not answer|stays silent/);
    });
  });
});
