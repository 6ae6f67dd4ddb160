import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/ensure-build.ts';
import { switchesOr, UsageError } from '../scripts/switches.ts';
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

const HELP = `npm run bench [-- <measure> …]   how fast the production build is, in a real Chromium in the sandbox world

  measures: ${Object.keys(MEASURES).join(', ')} (default: all of them)

Prints the table, writes artifacts/bench.json, and ends with 1 when one misses what is to be reached.
docs/performance.md tells what each of them is.`;

const { help, wanted } = switchesOr(HELP, () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter(name => !Object.hasOwn(MEASURES, name));
  if (unknown.length > 0) throw new UsageError(`there is no measure ${unknown.join(', ')}`);
  return { help: values.help, wanted: positionals };
});
if (help) {
  console.log(HELP);
  process.exit(0);
}
await ensureBuild('chrome');
const rows: Row[] = [];
for (const [name, measure] of Object.entries(MEASURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
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
