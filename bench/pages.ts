import type { Page } from 'puppeteer';
import type { BenchContext } from './context.ts';
import { inboxLoaded } from './growth.ts';
import { type Row, summarize } from './row.ts';

const OPENINGS = 10;

/** When the first match of a selector was painted, in ms since the page began to load. */
async function paintedAt(page: Page, address: string, selector: string, atLeast: number): Promise<number> {
  await page.evaluateOnNewDocument(
    (wanted: string, count: number) => {
      const look = () => {
        if (document.querySelectorAll(wanted).length < count) return requestAnimationFrame(look);
        // A message that is sent before the frame is drawn arrives when it was drawn.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => Object.assign(window, { paintedAt: performance.now() });
        return port2.postMessage(null);
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

/** The desk's inbox with 2,000 documents that wait: listed by the worker before, handed over at each opening. */
export async function measureInbox(context: BenchContext): Promise<Row[]> {
  const { browser, world } = context;
  world.set({ didox: { latencyMs: {} } });
  world.didox.seed('incoming-2000');
  await inboxLoaded(context, 2000);
  const times: number[] = [];
  const longest: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({
        type: 'longtask',
        buffered: true,
      });
    });
    times.push(await paintedAt(page, `${browser.origin}/desk.html#/inbox`, '.inbox-row', 5));
    const rows = await page.$eval(
      '[role=listbox]',
      list => list.scrollHeight / (list.firstElementChild ? 52 : 1),
    );
    if (rows < 2000) throw new Error(`only ${rows} rows`);
    await page.mouse.move(600, 500);
    for (let step = 0; step < 30; step += 1) await page.mouse.wheel({ deltaY: 900 });
    await new Promise(resolve => setTimeout(resolve, 500));
    longest.push(await page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks)));
    await page.close();
  }
  return [
    summarize('desk inbox, 2,000 rows: open to usable', times, { target: { of: 'median', atMost: 300 } }),
    summarize('longest task while opening and scrolling', longest, { target: { of: 'max', atMost: 50 } }),
  ];
}
