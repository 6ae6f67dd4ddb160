import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPkcs7, getIdentity } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser } from '../harness/index.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** What the gallery cannot show: the production build's own pages, under their policy, with a real signature in Inspect. */
describe('axe finds nothing in the production build', () => {
  let test: TestBrowser;

  beforeAll(async () => {
    test = await startBrowser({ world: await startWorld({ eimzo: { listDelayMs: 0 } }) });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });

  const complaintsOf = async (page: Page): Promise<string[]> => {
    const found: string[] = [];
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value },
        // Colours change at once then; axe would measure one half way between two themes.
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () =>
        (await (globalThis as unknown as { axe: Axe }).axe.run()).violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
        ),
      );
      found.push(...violations.map(one => `${value}: ${one}`));
    }
    return found;
  };

  it('popup and options', async () => {
    for (const path of ['popup.html', 'options.html']) {
      const page = await test.extensionPage(path);
      await page.waitForSelector('h1');
      await page.waitForNetworkIdle({ idleTime: 400 }).catch(() => undefined);
      expect(await complaintsOf(page)).toEqual([]);
      await page.close();
    }
  });

  it.each(['welcome', 'inbox', 'agreements', 'receipts', 'inspect', 'health', 'sign', 'batch'])(
    'desk: %s',
    async section => {
      const page = await test.desk(section);
      await page.waitForSelector('#main h1');
      await new Promise(resolve => setTimeout(resolve, 500));
      expect(await complaintsOf(page)).toEqual([]);
      await page.close();
    },
  );

  it('Inspect with a signature in it', async () => {
    const { pkcs7 } = createPkcs7({
      identity: getIdentity('sender'),
      content: new TextEncoder().encode('What was signed'),
      signingTime: new Date(),
    });
    const file = join(tmpdir(), 'imzochi-inspect.p7s');
    writeFileSync(file, pkcs7);
    const page = await test.desk('inspect');
    const input = await page.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
    await new Desk(page).waitForText(/1 verified/);
    expect(await complaintsOf(page)).toEqual([]);
    await page.close();
  });

  it('the review of a practice document', async () => {
    const page = await test.desk('welcome');
    await new Desk(page).press(/^Sign a practice document/);
    await page.waitForSelector('.review-text');
    expect(await complaintsOf(page)).toEqual([]);
    await page.close();
  });
});
