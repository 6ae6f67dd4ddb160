import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GalleryPage, startPlainBrowser } from '../../scripts/pictures/gallery-page.ts';
import { type GallerySite, startGallery } from '../../scripts/pictures/gallery-site.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What WCAG 1.4.10 calls reflow. */
const NARROW = 320;
/** Where things still stand beside each other that are below each other in a narrower one. */
const LESS_NARROW = 400;

interface Axe {
  run(
    where: Node,
    options: object,
  ): Promise<{
    violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[];
  }>;
}

/** Everything that axe has against a page, or against the card on somebody else's page. */
function complaintsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  return page.evaluate(async only => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const where = document.querySelector('[data-card-host]') ?? document;
    const { violations } = await axe.run(where, only ? { runOnly: only } : {});
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    );
  }, rules);
}

/** Runs in the page: what sticks out of the window sideways, or makes the window scroll twice. */
function sticksOut(): string[] {
  const { scrollWidth, scrollHeight } = document.documentElement;
  const found: string[] = [];
  if (scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      element => element.getBoundingClientRect().right > innerWidth + 1,
    );
    found.push(
      `wider than the window by ${scrollWidth - innerWidth}: ${wide.at(-1)?.outerHTML.slice(0, 160)}`,
    );
  }
  if (document.querySelector('.desk') && scrollHeight > innerHeight + 1)
    found.push(`the window scrolls besides the desk, by ${scrollHeight - innerHeight}`);
  const main = document.querySelector('main:has(.browser)');
  if (main) {
    const parts = [...main.querySelectorAll('.section, .section > *, .browser > *, .browser-list > *')];
    const end = Math.max(...parts.map(part => part.getBoundingClientRect().bottom)) + main.scrollTop;
    const empty = main.scrollHeight - Math.max(main.clientHeight, end - main.getBoundingClientRect().top);
    if (empty > 1) found.push(`the page around a list scrolls on into nothing, by ${empty}`);
  }
  const card = document.querySelector('[data-card-host]')?.shadowRoot?.querySelector('section');
  const place = card?.getBoundingClientRect();
  if (place && (place.left < 0 || place.right > innerWidth || place.top < 0 || place.bottom > innerHeight))
    found.push(`the card: ${JSON.stringify(place)}`);
  if (card && card.scrollHeight > card.clientHeight + 1 && getComputedStyle(card).overflowY === 'hidden')
    found.push(`the card cuts off ${card.scrollHeight - card.clientHeight}, out of reach`);
  return found;
}

/** Runs in the page: words beside which something else left no room, so that they run downwards. */
function squeezed(): string[] {
  const texts = [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd')].filter(
    element => element.firstChild?.nodeType === Node.TEXT_NODE && element.textContent.length > 12,
  );
  return texts
    .filter(element => {
      const { width, height } = element.getBoundingClientRect();
      const letter = Number.parseFloat(getComputedStyle(element).fontSize);
      return width > 1 && width < 6 * letter && height > 3.5 * letter;
    })
    .map(element => `${innerWidth}: ${element.outerHTML.slice(0, 160)}`);
}

interface Stop {
  readonly name: string;
  readonly seen: boolean;
  readonly marked: boolean;
}

/** Goes through a page with Tab alone, until the browser's own controls would be next. */
async function walk(page: Page, most = 120): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => {
    // From the very beginning, wherever the focus was put; behind an open dialog nothing takes it.
    const start = document.querySelector<HTMLElement>('dialog[open]') ?? document.body;
    start.tabIndex = -1;
    start.focus();
    start.removeAttribute('tabindex');
  });
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      let at = document.activeElement;
      // What has the focus inside the card.
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (!at || at === document.body) return null;
      const around = at.getRootNode() as Document | ShadowRoot;
      // A field for a date is one element with several stops; what is inside a frame has its own marks.
      if (at.getAttribute('data-walked') === 'last' || at.tagName === 'IFRAME') return 'same';
      if (at.hasAttribute('data-walked')) return null;
      around.querySelector('[data-walked=last]')?.setAttribute('data-walked', 'before');
      at.setAttribute('data-walked', 'last');
      const box = at.getBoundingClientRect();
      const middle = around.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const label = (at as HTMLInputElement).labels?.[0];
      const marked = [at, label, at.parentElement].some(one => {
        if (!one) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
      });
      return {
        name:
          (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim() ||
          at.outerHTML,
        seen:
          middle !== null && (at.contains(middle) || middle.contains(at) || label?.contains(middle) === true),
        marked,
      };
    });
    if (stop === 'same') continue;
    if (stop === null) break;
    stops.push(stop);
  }
  return stops;
}

describe('Accessibility of every page and the card, in every state', () => {
  let site: GallerySite;
  let browser: Browser;
  let gallery: GalleryPage;
  const found = {
    axe: [] as string[],
    narrow: [] as string[],
    squeezed: [] as string[],
    large: [] as string[],
  };

  beforeAll(async () => {
    site = await startGallery();
    browser = await startPlainBrowser();
    gallery = await GalleryPage.open(browser, site);
    const scenes = [...gallery.scenes];
    const lanes = [gallery, await GalleryPage.open(browser, site)];
    await Promise.all(
      lanes.map(async lane => {
        lane.page.on('pageerror', thrown => found.axe.push(`${lane.page.url()}: ${String(thrown)}`));
        await lane.page.evaluate(AXE);
        for (let scene = scenes.shift(); scene; scene = scenes.shift())
          await lookAt(lane, scene).catch(thrown => found.axe.push(`${scene}: is not shown: ${thrown}`));
      }),
    );
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  /** Each scene is shown once, in the language with the longest words, and looked at in every way. */
  const lookAt = async (lane: GalleryPage, scene: string): Promise<void> => {
    const { page } = lane;
    const named = (complaint: string): string => `${scene}: ${complaint}`;
    await lane.theme('light');
    await lane.show(scene, 'uk');
    found.axe.push(...(await complaintsOf(page)).map(named));
    await lane.theme('dark');
    const dark = await complaintsOf(page, ['color-contrast']);
    found.axe.push(...dark.map(complaint => named(`dark: ${complaint}`)));

    const size = page.viewport() ?? { width: 1280, height: 860 };
    await page.setViewport({ width: NARROW, height: 800 });
    await lane.settleLayout();
    found.narrow.push(...(await page.evaluate(sticksOut)).map(named));
    found.squeezed.push(...(await page.evaluate(squeezed)).map(named));
    await page.setViewport({ width: LESS_NARROW, height: 800 });
    await lane.settleLayout();
    found.squeezed.push(...(await page.evaluate(squeezed)).map(named));

    await enlarge(lane, size);
    found.large.push(...(await page.evaluate(sticksOut)).map(named));
    await page.evaluate(() => document.documentElement.removeAttribute('style'));
  };

  /**
   * Twice the size. On our pages by the reader's own text size; a card, whose page's text size is not ours to trust, by
   * the browser's zoom, which leaves half the pixels in each direction.
   */
  const enlarge = async (
    { page, settleLayout }: GalleryPage,
    { width, height }: { readonly width: number; readonly height: number },
  ): Promise<void> => {
    const isCard = (await page.$('[data-card-host]')) !== null;
    await page.setViewport(
      isCard ? { width: width / 2, height: height / 2, deviceScaleFactor: 2 } : { width, height },
    );
    if (!isCard)
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
    await settleLayout();
  };

  it('axe finds nothing, in light and in dark', () => {
    expect(gallery.scenes.length).toBeGreaterThan(110);
    expect(found.axe).toEqual([]);
  });
  it(`fits a window of ${NARROW} pixels`, () => expect(found.narrow).toEqual([]));
  it('leaves words the room to be read, however narrow', () => expect(found.squeezed).toEqual([]));
  it('fits with text at 200 %', () => expect(found.large).toEqual([]));

  it.each([
    ['popup-here', 10],
    ['inbox', 15],
    ['inbox-open', 15],
    ['agreement-open', 10],
    ['receipt-text-open', 10],
    ['batch-ready', 8],
    ['review', 8],
    ['welcome-ready', 8],
    ['health-refused', 8],
    ['inspect', 6],
    ['options-full', 25],
    ['options-erase', 3],
    ['inspect-not-valid', 6],
    ['card-accept', 3],
    ['card-choose-key', 2],
    ['card-agreement-active', 5],
  ] as const)(
    '%s is walked with Tab alone: nothing hidden, every stop named and marked',
    async (scene, least) => {
      await gallery.theme('light');
      await gallery.show(scene, 'en');
      // What must wait before it can be pressed (a confirmation) has waited by then.
      await new Promise(resolve => setTimeout(resolve, 700));
      const stops = await walk(gallery.page);
      expect(stops.filter(({ seen, marked }) => !seen || !marked)).toEqual([]);
      expect(stops.length).toBeGreaterThanOrEqual(least);
    },
    60_000,
  );

  it('marks what is current also where the system chooses the colours', async () => {
    const devtools = await gallery.page.createCDPSession();
    const forced = (value: 'active' | 'none') =>
      devtools.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });
    await forced('active');
    await gallery.show('inbox-open', 'en');
    const marks = await gallery.page.evaluate(() =>
      ['.desk-nav a', '.tabs > a', '.inbox-row'].map(one => {
        const all = [...document.querySelectorAll(one)];
        const looks = all.map(element => getComputedStyle(element).borderInlineStartStyle);
        const current = all.findIndex(element => element.matches('[aria-current], [data-current]'));
        return looks[current] !== 'none' && looks.filter(look => look !== 'none').length === 1;
      }),
    );
    await forced('none');
    expect(marks).toEqual([true, true, true]);
  });

  it.each(['popup-first-time', 'inbox-loading', 'card-unlocking', 'batch-running'])(
    'nothing moves in %s when less motion is wanted',
    async scene => {
      await gallery.theme('light', true);
      await gallery.show(scene, 'en');
      const moving = await gallery.page.evaluate(() => {
        const root = document.querySelector('[data-card-host]')?.shadowRoot;
        return [...document.getAnimations(), ...(root?.getAnimations() ?? [])]
          .filter(({ playState }) => playState === 'running')
          .map(animation => ((animation.effect as KeyframeEffect).target as Element).className);
      });
      expect(moving).toEqual([]);
    },
    60_000,
  );
});
