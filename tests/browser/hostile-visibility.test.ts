import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { openSignedIn } from '../harness/didox-hands.ts';
import { type Card, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { harmDone, inPage, middleOf, partOfCard, reviewsOpen, STEADY_MS } from './hostile-hands.ts';

/** Hostile pages against decision 6: a click counts when the person saw what it signs. All in the page's own world. */
let test: TestBrowser;
beforeAll(async () => {
  const world = await startWorld({ eimzo: { listDelayMs: 0, keys: 'sender' }, didox: { csp: 'off' } });
  test = await startBrowser({ world });
  await test.settings.putPartnerToken();
  await test.settings.trustSandboxRoot();
  drafts.push(...world.didox.seed('outgoing-100'));
});
afterAll(async () => {
  await test?.close();
  await test?.world.stop();
});

const OVERLAY =
  'position:fixed;inset:auto 0 0 auto;width:460px;height:100vh;margin:0;border:0;padding:0;background:#fff;pointer-events:none;z-index:2147483647';
const rule = (css: string) =>
  `const sheet = document.createElement('style'); sheet.textContent = ${JSON.stringify(css)}; document.head.append(sheet);`;
const overlay = (tag: string, style: string, more = '') =>
  `const over = document.createElement('${tag}'); over.style.cssText = ${JSON.stringify(style)}; over.textContent = 'Free prize';
   document.documentElement.append(over); ${more}`;

interface Attack {
  readonly name: string;
  readonly script: string;
}

/** The page hides, dims, covers, shrinks or bends the card; the click still lands on the button. */
const attacks: readonly Attack[] = [
  { name: 'the root is nearly transparent', script: rule('html { opacity: 0.01 !important }') },
  {
    name: 'our element is nearly transparent',
    script: `fight(() => host.style.setProperty('opacity', '0.01', 'important'));`,
  },
  {
    name: 'our element is dimmed by an animation',
    script:
      'host.animate({ opacity: [0.01, 0.01] }, { duration: 1e6 }); fight(() => { host.style.cssText = ""; });',
  },
  { name: 'a filter on the root', script: rule('html { filter: opacity(2%) }') },
  {
    name: 'a blend mode on our element',
    script: `fight(() => host.style.setProperty('mix-blend-mode', 'difference', 'important'));`,
  },
  { name: 'a cover that lets clicks through', script: overlay('div', OVERLAY) },
  {
    name: 'a cover over the facts only, the button left free',
    script: overlay('div', `${OVERLAY};inset:auto 0 auto auto;height:40px;bottom:380px`, 'place(over);'),
  },
  {
    name: 'a cover over one line of the facts',
    script: overlay('div', `${OVERLAY};height:12px`, 'place(over, 12);'),
  },
  {
    name: 'a cover in the top layer',
    script: overlay('div', OVERLAY, 'over.popover = "manual"; over.showPopover();'),
  },
  { name: 'a frame over the card', script: overlay('iframe', OVERLAY, 'over.srcdoc = "<h1>Win</h1>";') },
  {
    name: 'a pseudo-element of the root over the card',
    script: rule(`html::after { content: 'Win'; ${OVERLAY}; display: block }`),
  },
  {
    name: 'a clip that leaves the button alone',
    script: rule('html { clip-path: polygon(0 0, 100% 0, 100% 20%, 0 20%) }') + 'clip();',
  },
  {
    name: 'a mask that leaves the button alone',
    script: rule('html { mask-image: linear-gradient(transparent 85%, #000 86%) }'),
  },
  { name: 'a transform of the root', script: rule('html { transform: rotate(1deg) }') },
  { name: 'a root zoomed to nothing', script: rule('html { zoom: 0.3 }') },
  {
    name: 'the card half out of sight',
    script: `fight(() => host.style.setProperty('transform', 'translateX(150px)', 'important'));`,
  },
  {
    name: 'the card in a wrapper that the page styles',
    script: `const box = document.createElement('div'); document.body.append(box); fight(() => box.append(host)); box.style.opacity = '0.02';`,
  },
];

/** Helpers of the attacks, which know where the card stands. */
const WITH_PLACES = `
  // The card puts itself back a bounded number of times; a page that goes on fighting wins that.
  const fight = async change => { for (let n = 0; n < 80; n += 1) { change(); await null; await null; } };
  const place = (element, height = 40) => { element.style.top = (spot.facts) + 'px'; element.style.bottom = 'auto'; element.style.height = height + 'px'; };
  const clip = () => { document.documentElement.style.clipPath = 'inset(' + spot.button + 'px 0 0 0)'; };
`;

const drafts: string[] = [];
/** Where the button was before the attack. */
let where = { x: 0, y: 0 };
let page: Awaited<ReturnType<typeof openSignedIn>>['page'];
let card: Card;

/** The document afresh, signed in, the card ready and known to be visible. */
async function afresh(): Promise<void> {
  for (const old of await reviewsOpen(test)) await old.close();
  await page?.close().catch(() => undefined);
  ({ page, card } = await openSignedIn(test, drafts.shift() ?? DEMO_OUTGOING_DRAFT));
  await sleep(STEADY_MS);
}

async function strike(script: string): Promise<void> {
  const facts = await (await partOfCard(page, 'dl')).boundingBox();
  const button = await middleOf(card);
  if (button) where = button;
  const spot = { facts: Math.round(facts?.y ?? 0) + 4, button: Math.round((button?.y ?? 0) - 24) };
  await inPage(page, `const spot = ${JSON.stringify(spot)}; ${WITH_PLACES} ${script}`);
}

describe('a page that hides what is signed', () => {
  for (const { name, script } of attacks) {
    it(`gets no signature, and the person is led to the review: ${name}`, async () => {
      await afresh();
      const before = harmDone(test);
      await strike(script);
      await sleep(STEADY_MS);
      const at = (await middleOf(card)) ?? where;
      await page.mouse.click(at.x, at.y, { delay: 20 });
      const [review] = await waitFor('the review to open', async () => {
        const open = await reviewsOpen(test);
        return open.length > 0 && open;
      });
      expect(review?.url()).toContain('#/review/');
      expect(harmDone(test)).toEqual(before);
    });
  }

  it('gets nothing by a view transition that shows an old picture of the page', async () => {
    await afresh();
    const before = harmDone(test);
    await strike(
      `${rule(
        '::view-transition { pointer-events: none } ::view-transition-group(*), ::view-transition-old(*), ::view-transition-new(*) { animation-duration: 1000s !important } ::view-transition-new(root) { opacity: 0 !important; animation: none !important } ::view-transition-old(root) { animation-name: none !important; opacity: 1 !important; filter: blur(20px) }',
      )} document.startViewTransition(() => {});`,
    );
    await sleep(STEADY_MS);
    await page.mouse.click(where.x, where.y, { delay: 20 });
    await sleep(600);
    expect(harmDone(test)).toEqual(before);
  });
});

describe('a page that moves the card', () => {
  /** Presses where the button will be, as a person who aims at something of the page would. */
  const pressed = async (): Promise<void> => {
    await page.mouse.click(where.x, where.y, { delay: 10 });
    await waitFor('the review to open', async () => (await reviewsOpen(test)).length > 0);
  };

  it('under the cursor just before the click gets no signature', async () => {
    await afresh();
    const before = harmDone(test);
    await strike(
      "fight(() => host.style.setProperty('transform', 'translate(-300px, -200px)', 'important')); window.host = host;",
    );
    await sleep(STEADY_MS + 300);
    await page.mouse.move(where.x, where.y);
    await inPage(page, "window.host.style.setProperty('transform', 'translate(0px, 0px)', 'important');");
    await sleep(60);
    await pressed();
    expect(harmDone(test)).toEqual(before);
  });

  it('while it keeps the main thread busy gets no signature', async () => {
    await afresh();
    const before = harmDone(test);
    await page.mouse.move(where.x, where.y);
    await strike(`
      const kept = host.style.cssText;
      fight(() => { host.style.setProperty('transform', 'translate(-400px, -200px)', 'important'); });
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        const end = performance.now() + 1500;
        while (performance.now() < end);
        host.style.cssText = kept;
      })));
    `);
    await sleep(500);
    await pressed();
    expect(harmDone(test)).toEqual(before);
  });
});

describe('what a page writes into its own style sheets', () => {
  interface Look {
    readonly ink: readonly string[];
    readonly widths: readonly number[];
    readonly direction: string;
    readonly opacity: string;
  }
  const look = async (): Promise<Look> =>
    (await partOfCard(page, '')).evaluate(region => {
      const parts = [...region.querySelectorAll('h2, dt, dd, code, button')].filter(
        part => !part.closest('details'),
      );
      const style = (element: Element) => getComputedStyle(element);
      return {
        ink: [region, ...parts].map(part => `${style(part).color} on ${style(part).backgroundColor}`),
        widths: parts.map(part => {
          const range = document.createRange();
          range.selectNodeContents(part);
          return Math.round(range.getBoundingClientRect().width);
        }),
        direction: style(region).direction,
        opacity: style((region.getRootNode() as ShadowRoot).host).opacity,
      };
    });

  const sheets: readonly (readonly [string, string])[] = [
    [
      'rules with !important, in layers too',
      rule(
        '@layer evil { html > div { opacity: 0.01 !important } } :root > * { opacity: 0 !important; display: none !important }',
      ),
    ],
    [
      'the direction of the text',
      rule('html { direction: rtl !important; unicode-bidi: bidi-override !important }'),
    ],
    [
      'inherited colours and sizes',
      rule(
        'html { color: transparent; font-size: 1px; -webkit-text-fill-color: transparent; letter-spacing: -9px; visibility: visible }',
      ),
    ],
    [
      'registered custom properties of whatever names it finds',
      `const names = [...host.computedStyleMap().keys()].filter(name => name.startsWith('--'));
       const known = ['--ink', '--surface', '--muted', '--accent', '--on-accent', '--tone'];
       for (const name of [...new Set([...names, ...known])])
         CSS.registerProperty({ name, syntax: '<color>', inherits: false, initialValue: 'transparent' });`,
    ],
    [
      'fonts under the names of the usual ones',
      rule(
        [
          'system-ui',
          'sans-serif',
          'monospace',
          'ui-monospace',
          '-apple-system',
          'Segoe UI',
          'Roboto',
          'Cascadia Mono',
          'SF Mono',
          'Menlo',
          'Consolas',
        ]
          .map(
            name =>
              `@font-face { font-family: "${name}"; src: local("DejaVu Serif Bold"), local("DejaVu Sans Bold"), local("Liberation Serif"); size-adjust: 180% }`,
          )
          .join(' '),
      ),
    ],
  ];
  for (const [what, script] of sheets) {
    it(`does not change what the card shows: ${what}`, async () => {
      await afresh();
      const before = await look();
      await strike(script);
      await sleep(300);
      expect(await look()).toEqual(before);
      expect(before.direction).toBe('ltr');
    });
  }
});
