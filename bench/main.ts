import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/ensure-build.ts';
import { measureBatch } from './batch.ts';
import { measureClicks } from './clicks.ts';
import { measureContentScript } from './content-script.ts';
import { openBench } from './context.ts';
import { measureGrowth } from './growth.ts';
import { measureInbox, measurePopup } from './pages.ts';
import { measureRest } from './rest.ts';
import { type Row, reached } from './row.ts';
import { printTable } from './table.ts';
import { measureVerification } from './verification.ts';

const MEASURES = {
  clicks: measureClicks,
  batch: measureBatch,
  popup: measurePopup,
  inbox: measureInbox,
  'content-script': measureContentScript,
  verification: measureVerification,
  growth: measureGrowth,
  rest: measureRest,
};

/** `npm run bench [-- <measure> …]`: prints the table and writes artifacts/bench.json. */
const wanted = process.argv.slice(2);
await ensureBuild('chrome');
const rows: Row[] = [];
const fits = (name: string) => wanted.length === 0 || wanted.includes(name);
for (const [name, measure] of Object.entries(MEASURES)) {
  if (!fits(name)) continue;
  // A browser of its own for each: one measure's leftovers are not another's load.
  const context = await openBench();
  try {
    console.log(`measuring ${name} …`);
    rows.push(...(await measure(context)));
  } finally {
    await context.close();
  }
}
console.log(`\n${printTable(rows)}`);
const folder = join(import.meta.dirname, '..', 'artifacts');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, rows }, null, 2)}\n`,
);
process.exit(rows.some(row => reached(row) === false) ? 1 : 0);
