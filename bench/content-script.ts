import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

/** Main-thread time of our content script on a heavy page, and on one that is no document: from Chromium's own trace. */
export async function measureContentScript({ browser }: BenchContext): Promise<Row[]> {
  const heavy = await traced(
    browser.origin,
    await browser.newPage(),
    'https://didox.uz/documents/new?tab=all&page=1&limit=20',
  );
  const none = await traced(browser.origin, await browser.newPage(), 'https://didox.uz/profile/account');
  const target = { of: 'median', atMost: 20 } as const;
  return [
    summarize('content script: 1,000 rows, 5,000 mutations', [heavy.total], { target }),
    summarize('its longest task', [heavy.longest]),
    summarize('content script on a page that is no document', [none.total], { target }),
  ];
}

async function traced(
  origin: string,
  page: Page,
  address: string,
): Promise<{ total: number; longest: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-trace-'));
  const path = join(folder, 'trace.json');
  await page.tracing.start({ path, categories: ['devtools.timeline', 'v8.execute'] });
  await page.goto(address);
  await page.evaluate(async () => {
    const table = document.body.appendChild(document.createElement('table'));
    for (let row = 0; row < 1000; row += 1) table.insertRow().insertCell().textContent = `row ${row}`;
    for (let change = 0; change < 5000; change += 1) {
      const cell = table.rows[change % 1000]?.cells[0];
      if (cell) cell.textContent = `changed ${change}`;
      if (change % 100 === 0) await new Promise(resolve => setTimeout(resolve));
    }
  });
  await new Promise(resolve => setTimeout(resolve, 1_500));
  await page.tracing.stop();
  await page.close();
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] };
  rmSync(folder, { recursive: true, force: true });
  const ours = traceEvents.filter(
    event => event.dur && RUNS_SCRIPT.has(event.name) && (event.args?.data?.url ?? '').startsWith(origin),
  );
  const times = ours.map(event => (event.dur ?? 0) / 1000);
  return { total: times.reduce((sum, time) => sum + time, 0), longest: Math.max(0, ...times) };
}

interface TraceEvent {
  readonly name: string;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}
const RUNS_SCRIPT = new Set(['EvaluateScript', 'FunctionCall', 'v8.compile']);
