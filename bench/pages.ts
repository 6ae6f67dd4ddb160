import type { Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

declare const chrome: typeof browserApi;

const OPENINGS = 10;

/** When the first match of a selector was painted, in ms since the page began to load. */
async function paintedAt(page: Page, address: string, selector: string, atLeast: number): Promise<number> {
  await page.evaluateOnNewDocument(
    (wanted: string, count: number) => {
      const look = () => {
        if (document.querySelectorAll(wanted).length < count) return requestAnimationFrame(look);
        // One frame later it is on the screen.
        return requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now() }));
      };
      requestAnimationFrame(look);
    },
    selector,
    atLeast,
  );
  await page.goto(address);
  const handle = await page.waitForFunction(() => (window as unknown as { paintedAt?: number }).paintedAt, {
    timeout: 20_000,
  });
  return (await handle.jsonValue()) as number;
}

/** The popup with 200 keys in the cache, with the module answering and with the module silent. */
export async function measurePopup({ world, browser, ask }: BenchContext): Promise<Row[]> {
  world.set({ eimzo: { manyKeys: 200 } });
  await ask('keys/list', { refresh: true });
  await new Promise(resolve => setTimeout(resolve, 2_000));
  const open = async () => {
    const times: number[] = [];
    for (let at = 0; at <= OPENINGS; at += 1) {
      const page = await browser.newPage();
      await page.setViewport({ width: 400, height: 600 });
      const time = await paintedAt(page, `${browser.origin}/popup.html`, 'input[type=radio]', 4);
      if (at > 0) times.push(time);
      await page.close();
    }
    return times;
  };
  const answering = await open();
  world.set({ eimzo: { faults: ['silence'] } });
  const silent = await open();
  world.set({ eimzo: { faults: [], manyKeys: 0 } });
  await world.eimzo.restart();
  const target = { of: 'median', atMost: 60 } as const;
  return [
    summarize('popup, 200 keys cached: open to painted', answering, { target }),
    summarize('the same, module silent', silent, { target }),
  ];
}

/** The desk's inbox with 2,000 rows: the worker's answer is made up, everything else is the product. */
export async function measureInbox({ browser }: BenchContext): Promise<Row[]> {
  const times: number[] = [];
  const longest: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => {
      const rows = Array.from({ length: 2000 }, (_, index) => ({
        owner: 'tin:300000019',
        documentId: index.toString(16).toUpperCase().padStart(32, '0'),
        outgoing: false,
        doctype: '002',
        number: `${index}`,
        date: '2026-11-20',
        partner: `"Hamkor ${index}" MCHJ`,
        partnerTin: String(300_000_000 + index),
        sum: index * 1000,
        status: 2,
        actions: ['accept', 'reject'],
        updatedAt: index,
        jobId: null,
      }));
      const runtime = chrome.runtime as { sendMessage: (message: { imzochi?: string }) => Promise<unknown> };
      const send = runtime.sendMessage.bind(chrome.runtime);
      runtime.sendMessage = async message => {
        const reply = (await send(message)) as { ok: boolean; value: object };
        return message.imzochi === 'inbox/list'
          ? {
              ok: true,
              value: { ...reply.value, rows, total: rows.length, loadedAt: Date.now(), loading: false },
            }
          : reply;
      };
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({
        type: 'longtask',
        buffered: true,
      });
    });
    times.push(
      await paintedAt(
        page,
        `${browser.origin}/desk.html#/inbox`,
        '[role=row], [role=option], .inbox-row, [data-select]',
        5,
      ),
    );
    await page.mouse.move(600, 500);
    for (let step = 0; step < 30; step += 1) await page.mouse.wheel({ deltaY: 900 });
    await new Promise(resolve => setTimeout(resolve, 500));
    longest.push(await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks)));
    await page.close();
  }
  return [
    summarize('desk inbox, 2,000 rows: open to usable', times, { target: { of: 'median', atMost: 300 } }),
    summarize('longest task while opening and scrolling', longest, { target: { of: 'median', atMost: 50 } }),
  ];
}
