import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { beforeEach, describe, expect, it } from 'vitest';
import { cover } from '../harness/cover.ts';
import { SIGN } from '../harness/didox-hands.ts';
import { waitFor } from '../harness/index.ts';
import { harmDone, inPage, middleOf, partOfCard, STEADY_MS } from './hostile-hands.ts';
import {
  before,
  card,
  nextAct,
  nothingHappened,
  page,
  reviewOpensInstead,
  sameAct,
  setTheStage,
  test,
} from './hostile-stage.ts';

/** Hostile pages that get hold of a real press: of the second of two clicks, of one that is held, of a key. */
setTheStage();

/** Something of the page that takes the mouse, asked for by a key: pages may do that after a person's act only. */
async function onKey(script: string): Promise<void> {
  await inPage(page, `addEventListener('keydown', () => { ${script} }, { once: true });`);
  await page.keyboard.press('F9');
}

describe('the second of two quick clicks', () => {
  /** Known beforehand: nothing but the click may come between the end of the one and it. */
  let at: { x: number; y: number };

  beforeEach(async () => {
    await sameAct();
    at = (await middleOf(card)) ?? { x: 0, y: 0 };
    await page.mouse.move(at.x, at.y);
    await sleep(STEADY_MS);
  });

  it('after a list that was folded down over the card opens the review', async () => {
    await inPage(
      page,
      `const list = document.createElement('select'); list.innerHTML = '<option>1<option>2'; list.style.cssText = 'position:fixed;top:0;left:0'; document.body.append(list); globalThis.list = list;`,
    );
    await onKey('list.showPicker();');
    await waitFor('the list', () => page.$('select:open'));
    await sleep(STEADY_MS);
    await inPage(page, 'list.remove();');
    await reviewOpensInstead(undefined, at);
  });

  it('after a pointer lock, whose false pointer was elsewhere, opens the review', async () => {
    await onKey('document.body.requestPointerLock();');
    await waitFor('the lock', () => page.evaluate(() => document.pointerLockElement !== null));
    await sleep(STEADY_MS);
    await page.evaluate(
      () =>
        new Promise(done => {
          document.addEventListener('pointerlockchange', done, { once: true });
          document.exitPointerLock();
        }),
    );
    await reviewOpensInstead(undefined, at);
  });

  it('under a small window of the page that stays in front opens the review', async () => {
    await onKey('documentPictureInPicture.requestWindow({ width: 300, height: 200 });');
    await waitFor('the window', () => page.evaluate('documentPictureInPicture.window !== null'));
    await page.bringToFront();
    await sleep(STEADY_MS);
    await reviewOpensInstead(undefined, at);
    await inPage(page, 'documentPictureInPicture.window?.close();');
  });

  it('by a mouse that comes back from another window opens the review', async () => {
    await page.mouse.move(-50, -50);
    await sleep(STEADY_MS);
    await reviewOpensInstead(undefined, at);
  });
});

describe('a press that is held', () => {
  it('opens the review when the card was uncovered only just before it', async () => {
    await sameAct();
    await cover(page);
    await sleep(STEADY_MS);
    await reviewOpensInstead(async ({ x, y }) => {
      await page.mouse.move(x, y);
      await inPage(page, 'document.documentElement.lastElementChild.remove();');
      await page.mouse.down();
      await sleep(2 * STEADY_MS);
      await page.mouse.up();
    });
  });
});

describe('a finger', () => {
  it('signs, wherever the mouse is', async () => {
    await nextAct();
    await page.mouse.move(10, 10);
    await page.mouse.move(-50, -50);
    const at = await middleOf(card);
    await sleep(STEADY_MS);
    await page.touchscreen.tap(at?.x ?? 0, at?.y ?? 0);
    await card.waitForStatus(/Signed/);
  });
});

describe('the keyboard', () => {
  const onSign = async (): Promise<boolean> =>
    (await card.button(SIGN))?.evaluate(
      button => (button.getRootNode() as ShadowRoot).activeElement === button,
    ) ?? false;

  /** From the page's last element on, as a person gets there; tells how often. Other parts of the card may come first. */
  const tabToSign = async (): Promise<number> => {
    let times = 0;
    for (; times < 5 && !(await onSign()); times += 1) await page.keyboard.press('Tab');
    expect(await onSign()).toBe(true);
    return times;
  };

  it('of somebody who fills in a form of the page, and gets to our button: the Enter opens the review', async () => {
    await nextAct();
    await inPage(
      page,
      "globalThis.field = document.createElement('input'); document.body.append(field); field.focus();",
    );
    const times = await tabToSign();
    await inPage(page, 'field.focus();');
    await page.keyboard.type('abc');
    await sleep(STEADY_MS);
    await reviewOpensInstead(async () => {
      for (let n = 0; n < times; n += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    });
  });

  it('signs once the button has had the focus for a while', async () => {
    await nextAct();
    await sleep(STEADY_MS);
    await inPage(page, 'document.body.inert = true; document.activeElement.blur();');
    await tabToSign();
    await sleep(STEADY_MS);
    await page.keyboard.press('Enter');
    await card.waitForStatus(/Signed/);
  });
});

describe('a low window', () => {
  const low = (on: Page) => on.setViewport({ width: 400, height: 260 });
  const scroll = async (by: number): Promise<void> => {
    await page.mouse.wheel({ deltaY: by });
    await sleep(100);
  };

  it('whose facts were passed by too quickly opens the review, and one whose facts were read signs', async () => {
    await nextAct();
    // However quickly: they do not count as seen here.
    await cover(page);
    await low(page);
    const box = await (await partOfCard(page, '')).boundingBox();
    if (!box) throw new Error('no card');
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await scroll(2000);
    await inPage(page, 'document.documentElement.lastElementChild.remove();');
    await sleep(STEADY_MS);
    await reviewOpensInstead();

    await sameAct();
    await scroll(-2000);
    await sleep(STEADY_MS + 200);
    const sum = await (
      await partOfCard(page, '[data-strong=true]:nth-last-child(1 of [data-strong=true])')
    ).boundingBox();
    expect((sum?.y ?? 0) + (sum?.height ?? 0)).toBeLessThan(box.y + box.height);
    await scroll(2000);
    await sleep(STEADY_MS);
    const at = await middleOf(card);
    await page.mouse.click(at?.x ?? 0, at?.y ?? 0, { delay: 20 });
    await card.waitForStatus(/Signed/);
    expect(harmDone(test).signatures).toBe(before.signatures + 1);
  });

  it('that is too low for the card shows its facts, not its button, at first', async () => {
    await nextAct();
    await low(page);
    const at = await middleOf(card);
    const box = await (await partOfCard(page, '')).boundingBox();
    expect(at?.y).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0) - 20);
    await nothingHappened();
  });
});
