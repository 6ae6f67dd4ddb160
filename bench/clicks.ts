import type { ElementHandle } from 'puppeteer';
import { PARTNER_TOKEN } from '../sandbox/didox/index.ts';
import { installBareHops, runBareClicks } from './bare-hops.ts';
import { type BenchContext, OWNER } from './context.ts';
import { medianOf, type Row, summarize } from './row.ts';

const CLICKS = 30;
/** From the first move of the mouse over the page to its press; people need longer. */
const REACHING_MS = 100;

/** From the press of the mouse to "Signed" in the card's status, for a document that is open; and the floor for it. */
export async function measureClicks({ world, browser }: BenchContext): Promise<Row[]> {
  const ids = world.didox.seed('outgoing-100');
  await browser.worker.evaluate(installBareHops, OWNER, PARTNER_TOKEN);
  const bare = await browser.worker.evaluate(runBareClicks, ids.slice(CLICKS, CLICKS * 3));
  const times: number[] = [];
  const connects: number[] = [];
  let page = await browser.openDocument(ids[0] ?? '');
  for (const id of ids.slice(0, CLICKS)) {
    page = await browser.openDocument(id, { page });
    const card = browser.card(page);
    await card.waitForButton('Sign');
    const region = (await page.$('::-p-aria([name="Imzochi"][role="region"])')) as ElementHandle<HTMLElement>;
    await region.evaluate(element => {
      const times = { pressed: 0, signed: 0 };
      Object.assign(element, { times });
      element.addEventListener('click', () => (times.pressed ||= performance.now()), { capture: true });
      new MutationObserver(() => {
        if (!times.signed && /^Signed/.test(element.querySelector('[role=status]')?.textContent ?? ''))
          times.signed = performance.now();
      }).observe(element, { subtree: true, childList: true, characterData: true });
    });
    // A hand comes to the card before it presses: with its first move somebody works here.
    const box = await region.boundingBox();
    await page.mouse.move(box?.x ?? 0, box?.y ?? 0);
    await new Promise(resolve => setTimeout(resolve, REACHING_MS));
    const before = world.eimzo.calls.length;
    const socketsBefore = world.eimzo.connections.opened;
    await card.click('Sign');
    await card.waitForStatus(/^Signed/);
    const measured = await region.evaluate(
      element => (element as unknown as { times: { pressed: number; signed: number } }).times,
    );
    times.push(measured.signed - measured.pressed);
    const call = world.eimzo.calls.slice(before).find(candidate => candidate.name === 'create_pkcs7');
    // A socket opened for this very call carries a number above all that were open before the click.
    connects.push(call && call.socketId > socketsBefore ? 1 : 0);
    await region.dispose();
  }
  await page.close();
  const floor = medianOf(bare.floor);
  return [
    summarize('floor: sign + stamp + submit, bare', bare.floor),
    summarize('baseline: fetch + connect + sign + stamp + submit', bare.baseline),
    summarize('warm click to "Signed"', times, {
      floor,
      baseline: medianOf(bare.baseline),
      target: { of: 'ratio-to-floor', atMost: 1.1 },
    }),
    summarize('connects on the way of a click', connects, {
      unit: 'count',
      // Not even one of them: the median would forgive every other click.
      target: { of: 'max', atMost: 0 },
    }),
  ];
}
