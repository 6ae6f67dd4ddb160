import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { verifySigned } from '../../scripts/tour/verify-signed.ts';
import { findFirefox, startFirefox, type TestFirefox } from '../harness/firefox.ts';
import { waitFor } from '../harness/wait-for.ts';

const firefox = findFirefox();
const SITES = [
  'https://didox.uz/*',
  'https://test3.didox.uz/*',
  'https://api-partners.didox.uz/*',
  'https://testapi3.didox.uz/*',
  'https://eugoda.com/*',
];
/** Longer than an event page lives without a sign of life (30.9 s, measured). */
const LONG_PASSWORD_MS = 40_000;
const SIGN = /^Sign(?! in)/;

/** The same product from the same code in a real Firefox; docs/firefox.md tells what differs. */
describe.skipIf(firefox === null)(
  firefox === null ? 'Firefox (skipped: none on this machine; FIREFOX_PATH names one)' : 'Firefox',
  () => {
    let test: TestFirefox;

    beforeAll(async () => {
      if (process.env.IMZOCHI_FIREFOX_BUILD === undefined) await ensureBuild('firefox');
      const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' } });
      test = await startFirefox(world, firefox ?? '');
      await test.setUp();
      await test.closeExtensionPages();
    }, 120_000);
    afterAll(async () => {
      await test?.close();
      await test?.world.stop();
    });

    it('signs by one real click, with an event page that lives through a long password', async () => {
      const { world } = test;
      const page = await test.openDocument(DEMO_OUTGOING_DRAFT);
      const card = test.card(page);
      await card.click(/^Sign in/);
      const ready = await card.waitUntil('facts', ({ buttons }) =>
        buttons.some(({ name }) => SIGN.test(name)),
      );
      expect(ready.facts.Number).toBe('1042');

      // A new keyId, so that the password is asked again: by the button that signs.
      await world.eimzo.restart();
      world.set({ eimzo: { passwordDelayMs: LONG_PASSWORD_MS } });
      const begun = Date.now();
      await card.click(SIGN);
      await card.waitUntil('the wait for the password', ({ status }) => /password/.test(status));
      await card.waitUntil('"Signed"', ({ status }) => /Signed/.test(status), LONG_PASSWORD_MS + 30_000);
      expect(Date.now() - begun).toBeGreaterThan(LONG_PASSWORD_MS);
      const { checks } = verifySigned(world, DEMO_OUTGOING_DRAFT);
      expect(checks.filter(check => !check.passed)).toEqual([]);
      await page.close();
    }, 150_000);

    it('says so when Firefox withholds the sites, asks on a click, and then open tabs get their card', async () => {
      await test.withholdSites(SITES);
      const page = await test.openDocument(DEMO_OUTGOING_DRAFT);
      const options = await test.extensionPage('options.html');
      const button = await waitFor('the button', () => options.$('::-p-text(Allow these sites)'));
      expect(await test.card(page).read()).toBeNull();
      await button.click();
      await waitFor(
        'the notice to go',
        async () => (await options.$('::-p-text(Allow these sites)')) === null,
      );
      await options.close();
      await page.bringToFront();
      await test.card(page).waitUntil('the card', () => true);
      await page.close();
    }, 90_000);

    it('rests when nobody is working', async () => {
      await waitFor('the event page to sleep', async () => (await test.eventPage()) === 'stopped', {
        timeoutMs: 60_000,
        seen: () => test.eventPage(),
      });
    }, 90_000);
  },
);
