import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { DEMO_OUTGOING_DRAFT } from '../sandbox/didox/index.ts';
import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

const RUNS = 5;

/** What there is of ours on each page, and whether anything has to be watched there. */
const PAGES = [
  { name: 'a Didox document, card shown', address: `https://didox.uz/documents/${DEMO_OUTGOING_DRAFT}/1` },
  { name: 'a Didox list', address: 'https://didox.uz/documents/new?tab=all&page=1&limit=20' },
  {
    name: 'a Didox page that is no document',
    address: 'https://didox.uz/profile/account',
    needsNothing: true,
  },
  { name: 'an eUgoda page without an agreement', address: 'https://eugoda.com/about' },
];

/**
 * Main-thread time of our content scripts while a page builds 1,000 rows and changes them 5,000 times, from Chromium's
 * own trace. On a page that needs nothing they must not be called at all during the changes.
 */
export async function measureContentScript({ browser }: BenchContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, address, needsNothing } of PAGES) {
    const runs: Spent[] = [];
    for (let run = 0; run < RUNS; run += 1)
      runs.push(await traced(browser.origin, await browser.newPage(), address));
    rows.push(
      summarize(
        `content script, 5,000 changes: ${name}`,
        runs.map(({ total }) => total),
        { target: { of: 'median', atMost: 20 } },
      ),
      summarize(
        `  its longest task`,
        runs.map(({ longest }) => longest),
        { target: { of: 'max', atMost: 50 } },
      ),
    );
    if (needsNothing)
      rows.push(
        summarize(
          `  calls of it during the changes`,
          runs.map(({ called }) => called),
          { unit: 'count', target: { of: 'max', atMost: 0 } },
        ),
      );
  }
  return rows;
}

interface Spent {
  readonly total: number;
  readonly longest: number;
  readonly called: number;
}

async function traced(origin: string, page: Page, address: string): Promise<Spent> {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-trace-'));
  const path = join(folder, 'trace.json');
  await page.bringToFront();
  await page.tracing.start({ path, categories: ['devtools.timeline', 'v8.execute', 'blink.user_timing'] });
  await page.goto(address);
  await new Promise(resolve => setTimeout(resolve, SETTLED_MS));
  await page.evaluate(async () => {
    performance.mark('changes-begin');
    const table = document.body.appendChild(document.createElement('table'));
    for (let row = 0; row < 1000; row += 1) table.insertRow().insertCell().textContent = `row ${row}`;
    for (let change = 0; change < 5000; change += 1) {
      const cell = table.rows[change % 1000]?.cells[0];
      if (cell) cell.textContent = `changed ${change}`;
      if (change % 100 === 0) await new Promise(resolve => setTimeout(resolve));
    }
    await new Promise(resolve => setTimeout(resolve, 500));
    performance.mark('changes-end');
  });
  await page.tracing.stop();
  await page.close();
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] };
  rmSync(folder, { recursive: true, force: true });
  const at = (mark: string) => traceEvents.find(event => event.name === mark)?.ts ?? Number.NaN;
  const [begun, ended] = [at('changes-begin'), at('changes-end')];
  if (Number.isNaN(begun + ended)) throw new Error('the trace lacks its marks');
  const ours = outermost(
    traceEvents.filter(
      event => event.dur && RUNS_SCRIPT.has(event.name) && (event.args?.data?.url ?? '').startsWith(origin),
    ),
  );
  const times = ours.map(event => (event.dur ?? 0) / 1000);
  return {
    total: times.reduce((sum, time) => sum + time, 0),
    longest: Math.max(0, ...times),
    called: ours.filter(event => event.ts > begun && event.ts < ended).length,
  };
}

/** The card has come by then. */
const SETTLED_MS = 1_200;

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  /** Microseconds, as `dur`. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}
const RUNS_SCRIPT = new Set(['EvaluateScript', 'FunctionCall', 'v8.compile']);

/** A call within a call is not counted twice. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  const ends = new Map<number, number>();
  for (const event of [...events].sort((a, b) => a.ts - b.ts)) {
    if (event.ts < (ends.get(event.tid) ?? 0)) continue;
    kept.push(event);
    ends.set(event.tid, event.ts + (event.dur ?? 0));
  }
  return kept;
}
