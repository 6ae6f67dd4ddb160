import type { Page } from 'puppeteer';
import { waitFor } from '../tests/harness/index.ts';
import { type BenchContext, OWNER } from './context.ts';
import { type Row, summarize } from './row.ts';
import { fillDatabase } from './stored-records.ts';

const SIZES = [10, 100, 1000] as const;
const RUNS = 3;

interface Use {
  readonly ms: number;
  readonly kB: number;
}

/**
 * What ten times as many receipts, keys, documents and open jobs cost: the time until the page that lists them shows them,
 * and the memory it holds then. Neither may grow faster than the work.
 */
export async function measureGrowth(context: BenchContext): Promise<Row[]> {
  const { browser, world, ask } = context;
  const grown = [
    {
      of: 'receipts',
      grow: (size: number) => fillDatabase(browser, 'receipts', size),
      address: 'desk.html#/receipts',
      shown: '.receipt-line, [data-receipt], #main li, #main [role=row]',
    },
    {
      of: 'keys',
      grow: async (size: number) => {
        world.set({ eimzo: { manyKeys: size } });
        await ask('keys/list', { refresh: true });
        await waitFor(`${size} keys`, async () => (await countKeys(ask)) >= size);
      },
      address: 'popup.html',
      shown: '[role=radiogroup] input',
    },
    {
      of: 'documents',
      grow: async (size: 10 | 100 | 1000) => {
        world.didox.seed('empty');
        world.didox.seed(`incoming-${size}`);
        await inboxLoaded(context, size);
      },
      address: 'desk.html#/inbox',
      shown: '#main [role=row], #main [data-select]',
    },
    // The last one: the popup would list them beside the keys. The worker that is awake did not start them and leaves
    // them alone; one that is born anew would end them, and then they would not be shown.
    {
      of: 'open jobs',
      grow: (size: number) => fillDatabase(browser, 'jobs', size),
      address: 'popup.html',
      shown: '[aria-labelledby=now-title] .thing',
    },
  ];
  const rows: Row[] = [];
  for (const { of, grow, address, shown } of grown) {
    const uses: Use[] = [];
    for (const size of SIZES) {
      await grow(size);
      const runs: Use[] = [];
      for (let run = 0; run < RUNS; run += 1)
        runs.push(await used(await browser.newPage(), `${browser.origin}/${address}`, shown));
      const ms = summarize(
        `${size} ${of}: open to shown`,
        runs.map(one => one.ms),
      );
      rows.push(ms);
      uses.push({ ms: ms.median, kB: Math.min(...runs.map(one => one.kB)) });
    }
    const [, hundred, thousand] = uses;
    if (!hundred || !thousand) continue;
    const target = { of: 'max', atMost: 10 } as const;
    rows.push(
      summarize(`  time with 1,000 ${of} / with 100`, [thousand.ms / hundred.ms], { unit: 'ratio', target }),
      summarize(`  memory with 1,000 ${of} / with 100`, [thousand.kB / hundred.kB], {
        unit: 'ratio',
        target,
      }),
    );
  }
  return rows;
}

async function countKeys(ask: BenchContext['ask']): Promise<number> {
  const { groups } = await ask<{ groups: { keys: unknown[] }[] }>('keys/list', { refresh: false });
  return groups.reduce((sum, { keys }) => sum + keys.length, 0);
}

/** Opens the page and waits for its first entry; then what its heap holds after a collection. */
async function used(page: Page, address: string, shown: string): Promise<Use> {
  const begun = performance.now();
  await page.goto(address);
  await page.waitForSelector(shown);
  const ms = performance.now() - begun;
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await page.close();
  return { ms, kB: usedSize / 1000 };
}

/** The list as the worker has it, complete. */
export async function inboxLoaded({ ask }: Pick<BenchContext, 'ask'>, atLeast: number): Promise<void> {
  const list = (refresh: boolean) =>
    ask<{ rows: unknown[] }>('inbox/list', { server: null, folder: 'waiting', owner: OWNER, refresh });
  await list(true);
  await waitFor(`${atLeast} documents in the inbox`, async () => (await list(false)).rows.length >= atLeast, {
    timeoutMs: 60_000,
    seen: () => list(false),
  });
}
