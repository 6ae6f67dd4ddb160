import puppeteer, { type Browser, type Page } from 'puppeteer';
import type { SceneFrame } from '../../gallery/scene.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { GallerySite } from './gallery-site.ts';

export type Theme = 'light' | 'dark';

const DESK = [1280, 860] as const;
/** As long as a person would wait before calling it stuck. */
const READY_MS = 20_000;
/** A page has settled when it says the same for this long. */
const STILL_MS = 150;
const LAYOUT_MS = 40;

/** A Chromium without the extension: for the gallery. */
export function startPlainBrowser(): Promise<Browser> {
  return puppeteer.launch({
    headless: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** One tab that shows one scene after the other. */
export class GalleryPage {
  readonly page: Page;
  #scenes: Readonly<Record<string, SceneFrame>> = {};

  constructor(page: Page) {
    this.page = page;
  }

  /** In a context of its own: two tabs do not share a database. */
  static async open(browser: Browser, site: GallerySite): Promise<GalleryPage> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const gallery = new GalleryPage(page);
    await page.goto(site.url);
    await page.waitForFunction(() => window.gallery);
    gallery.#scenes = (await page.evaluate(() => window.gallery?.scenes)) ?? {};
    return gallery;
  }

  get scenes(): readonly string[] {
    return Object.keys(this.#scenes);
  }

  isWhole(scene: string): boolean {
    return this.#scenes[scene]?.whole ?? false;
  }

  /** Shows a scene and waits until it has settled; `size` instead of the scene's own. */
  async show(scene: string, language: Language, size?: readonly [number, number]): Promise<void> {
    const { size: own, press = [], until } = this.#scenes[scene] ?? {};
    const [width, height] = size ?? own ?? DESK;
    await this.page.setViewport({ width, height });
    await this.page.evaluate((...of) => window.gallery?.show(...of), scene, language);
    await this.settle();
    for (const selector of press) {
      await (await this.page.waitForSelector(selector, { timeout: READY_MS }))?.click();
      await this.settle();
    }
    if (until) {
      await this.page.waitForSelector(until, { timeout: READY_MS });
      await this.settle();
    }
  }

  /** `still`: nothing moves in the picture. */
  async theme(theme: Theme, still = true): Promise<void> {
    await this.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: still ? 'reduce' : 'no-preference' },
    ]);
  }

  async settle(stillMs = STILL_MS): Promise<void> {
    await this.page.evaluate(async stillMs => {
      let before = '';
      let since = performance.now();
      const end = since + 3000;
      while (performance.now() < end && performance.now() - since < stillMs) {
        const now = document.body.innerHTML;
        if (now !== before) since = performance.now();
        before = now;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }, stillMs);
  }

  /** After another size: nothing is asked for, some parts measure themselves and draw once more. */
  readonly settleLayout = (): Promise<void> => this.settle(LAYOUT_MS);
}
