import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { startWorld, type World } from '../../sandbox/world.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

let world: World;
let test: TestBrowser;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  test = await startBrowser({ world, recordTraffic: true });
});
afterAll(async () => {
  await test?.close();
  await world?.stop();
});

const radios = async (): Promise<readonly string[]> => {
  const popup = await test.popup();
  const names = await waitFor('keys in the popup', async () => {
    const found = await popup.$$eval('[role=radiogroup] input[type=radio]', all =>
      all.map(one => one.getAttribute('aria-label') ?? ''),
    );
    return found.length > 0 && found;
  });
  await popup.close();
  return names;
};

describe('the production build', () => {
  it('starts under its stable id, and its worker answers after it was ended', async () => {
    expect(test.extensionId).toMatch(/^[a-p]{32}$/);
    await test.worker.kill();
    expect(test.worker.isAlive()).toBe(false);
    const manifest = await test.worker.evaluate(() => chrome.runtime.getManifest());
    expect(manifest).toMatchObject({ manifest_version: 3, permissions: expect.arrayContaining(['storage']) });
    expect(test.worker.isAlive()).toBe(true);
  });

  it('finds the module and lists its keys in the popup, by company', async () => {
    const names = await radios();
    expect(names).toHaveLength(6);
    expect(names.join('\n')).toMatch(/expired/i);
  });

  it('shows the site of the sandbox at the real address', async () => {
    const page = await test.newPage();
    await page.goto('https://didox.uz/documents/new?tab=all&page=1&limit=20');
    expect(await page.title()).not.toBe('');
    await page.close();
  });

  it('has no errors on its pages', async () => {
    for (const path of ['popup.html', 'options.html', 'desk.html']) {
      const page = await test.extensionPage(path);
      await page.waitForSelector('h1, h2');
      await page.close();
    }
    expect(test.problems).toEqual([]);
  });

  it('speaks to the module and to the configured Didox server only', async () => {
    const traffic = await test.closeAndReadTraffic();
    const own = traffic.filter(
      ({ url, initiator }) => initiator === test.origin && !url.startsWith(test.origin),
    );
    const places = own.map(({ url }) => new URL(url).host);
    expect(places).toContain('127.0.0.1:64646');
    expect(
      places.filter(place => !/^(127\.0\.0\.1:(64646|64443)|api-partners\.didox\.uz)$/.test(place)),
    ).toEqual([]);
  });
});
