import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { SIGN } from '../harness/didox-hands.ts';
import { harmDone, inPage, middleOf, partOfCard, STEADY_MS } from './hostile-hands.ts';
import {
  before,
  card,
  nextAct,
  own,
  page,
  reviewOpensInstead,
  sameAct,
  setTheStage,
  test,
} from './hostile-stage.ts';
import { INSTALL, noticed, powerless } from './hostile-tricks.ts';

/** Hostile pages against ADR 3: a click counts when the person saw what it signs. All in the page's own world. */
setTheStage();

/** Lets the page do something, and the browser draw it. */
async function strike(script: string): Promise<void> {
  const facts = await (await partOfCard(page, 'dl')).boundingBox();
  const spot = { facts: Math.round(facts?.y ?? 0) + 4 };
  await inPage(page, `${INSTALL} const spot = ${JSON.stringify(spot)}; ${script}`);
  await page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}
const undo = () => inPage(page, 'globalThis.evil?.undo();');

/** What the person sees of the card, clear of its round corners. */
async function picture(): Promise<string> {
  const box = await (await partOfCard(page, '')).boundingBox();
  if (!box) throw new Error('the card has no place');
  const clip = { x: box.x + 8, y: box.y + 8, width: box.width - 16, height: box.height - 16 };
  return page.screenshot({ clip, encoding: 'base64' });
}

describe('a page that would hide what is signed', () => {
  beforeEach(async () => {
    await sameAct();
    await undo();
    await page.mouse.move(10, 10);
  });

  /** The card of this document as it is when nobody does anything to it. */
  let plain = { of: '', picture: '' };
  const plainPicture = async (): Promise<string> => {
    if (plain.of !== own) plain = { of: own, picture: await picture() };
    return plain.picture;
  };

  for (const { name, script } of powerless)
    it(`does not change a pixel of the card: ${name}`, async () => {
      const untouched = await plainPicture();
      await strike(script);
      expect((await picture()) === untouched).toBe(true);
      const cursor = await (await partOfCard(page, 'dl')).evaluate(dl => getComputedStyle(dl).cursor);
      expect(cursor).toBe('auto');
    });

  it('does not make what it selects invisible', async () => {
    const select = 'getSelection().selectAllChildren(document.documentElement);';
    await strike(select);
    const selected = await picture();
    expect(selected === (await plainPicture())).toBe(false);
    await strike(
      `evil.rule('html::selection, *::selection { color: transparent; background: #fff; -webkit-text-fill-color: transparent; text-shadow: 0 0 30px red; -webkit-text-stroke: 9px #fff }'); ${select}`,
    );
    expect((await picture()) === selected).toBe(true);
    await inPage(page, 'getSelection().removeAllRanges();');
  });

  for (const { name, script } of noticed)
    it(`gets no signature, and the person is led to the review: ${name}`, async () => {
      const where = await middleOf(card);
      await strike(script);
      await sleep(STEADY_MS);
      await reviewOpensInstead(undefined, (await middleOf(card)) ?? where ?? undefined);
    });

  it('gets nothing by a root zoomed to nothing in every frame that is drawn, and not in between', async () => {
    const at = await middleOf(card);
    await strike(
      `const { style } = document.documentElement;
       evil.inEachFrame(() => { style.zoom = '0.3'; }, () => { style.zoom = ''; });`,
    );
    await sleep(STEADY_MS);
    // A press may meet the card or not, as the frames go.
    for (let n = 0; n < 5; n += 1) await page.mouse.click(at?.x ?? 0, at?.y ?? 0, { delay: 5 });
    await sleep(300);
    expect(harmDone(test)).toEqual(before);
  });

  it('gets nothing by a view transition that shows an old picture of the page', async () => {
    const at = await middleOf(card);
    await strike(
      `evil.rule('::view-transition { pointer-events: none } ::view-transition-group(*), ::view-transition-old(*), ::view-transition-new(*) { animation-duration: 1000s !important } ::view-transition-new(root) { opacity: 0 !important; animation: none !important } ::view-transition-old(root) { animation-name: none !important; opacity: 1 !important; filter: blur(20px) }');
       const transition = document.startViewTransition(() => {}); evil.done.push(() => transition.skipTransition());`,
    );
    await sleep(STEADY_MS);
    await page.mouse.click(at?.x ?? 0, at?.y ?? 0, { delay: 20 });
    await sleep(300);
    expect(harmDone(test)).toEqual(before);
  });

  it('while it keeps the main thread busy gets no signature', async () => {
    await strike("const over = evil.top('div', 'width:100vw;height:100vh'); globalThis.over = over;");
    await sleep(STEADY_MS);
    await inPage(
      page,
      `requestAnimationFrame(() => setTimeout(() => {
         const end = performance.now() + 900;
         while (performance.now() < end);
         over.remove();
       }));`,
    );
    await reviewOpensInstead();
  });

  it('gets no signature while it keeps the main thread busy whenever something lies over the card', async () => {
    await strike(
      `evil.rule('#over::backdrop { display: none }');
       const over = evil.top('div', 'inset:0;width:100vw;height:100vh');
       const away = { transform: 'translateX(-200vw)' }, there = { transform: 'none' };
       // Drawn without a word of the main thread, which wakes up and falls asleep while nothing is there.
       const fly = over.animate(
         [away, { ...away, offset: 60 / 350 }, { ...there, offset: 60 / 350 }, there],
         { duration: 350, iterations: Infinity },
       );
       let on = true;
       evil.done.push(() => { on = false; });
       fly.ready.then(() => {
         const { port1, port2 } = new MessageChannel();
         port2.onmessage = () => {
           const phase = (performance.now() - fly.startTime) % 350;
           if (phase > 24) for (const end = performance.now() + 352 - phase; performance.now() < end; );
           if (on) port1.postMessage(0);
         };
         port1.postMessage(0);
       });`,
    );
    await sleep(3 * STEADY_MS);
    await reviewOpensInstead();
  });

  it('and after all that, one click on the very same card signs', async () => {
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(harmDone(test).signatures).toBe(before.signatures + 1);
  });
});

describe('a page that fights for our element', () => {
  /** The card puts itself back a bounded number of times; a page that goes on wins that. */
  const fight = (change: string) =>
    `(async () => { for (let n = 0; n < 80; n += 1) { ${change}; await null; await null; } })();`;

  it.each([
    ['its style', "host.style.setProperty('opacity', '0.01', 'important')"],
    [
      'its place',
      "globalThis.box ??= document.body.appendChild(document.createElement('div')); box.append(host); box.style.opacity = 0.02",
    ],
  ])('for %s gets no signature', async (_, change) => {
    await nextAct();
    await strike(fight(change));
    await sleep(STEADY_MS);
    await reviewOpensInstead();
  });
});
