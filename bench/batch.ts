import { PARTNER_TOKEN } from '../sandbox/didox/index.ts';
import { waitFor } from '../tests/harness/index.ts';
import { installBareHops, runBareBatch, runBareClicks } from './bare-hops.ts';
import { type BenchContext, OWNER } from './context.ts';
import { medianOf, type Row, summarize } from './row.ts';

/** One after the other takes long: so many are measured, and counted for a hundred. */
const BASELINE_DOCUMENTS = 10;

interface BatchView {
  readonly state: string;
  readonly done: number;
  readonly failed: number;
}

/** A hundred documents with one consent, from "Sign" to the last receipt. */
export async function measureBatch({ world, browser, ask }: BenchContext): Promise<Row[]> {
  const documents = world.didox
    .seed('outgoing-100')
    .map(documentId => ({ owner: OWNER, documentId, outgoing: true }));
  const { batchId } = await ask<{ batchId: string }>('batch/prepare', { server: 'production', documents });
  const get = () => ask<BatchView>('batch/get', { batchId });
  await waitFor('the batch to be ready', async () => (await get()).state === 'ready', { timeoutMs: 60_000 });
  const calls = world.eimzo.calls.length;
  const begun = Date.now();
  await ask('batch/start', { batchId });
  await waitFor('the batch to end', async () => (await get()).state === 'finished', {
    timeoutMs: 120_000,
    seen: get,
  });
  const total = Date.now() - begun;
  const ended = await get();
  if (ended.done !== documents.length) throw new Error(`${ended.done} of ${documents.length} were signed`);
  const signing = world.eimzo.calls
    .slice(calls)
    .filter(call => call.name === 'create_pkcs7')
    .reduce((sum, call) => sum + ((call.answeredAt ?? call.at) - call.at), 0);
  await browser.worker.evaluate(installBareHops, OWNER, PARTNER_TOKEN);
  const bare = await browser.worker.evaluate(runBareBatch, world.didox.seed('outgoing-100'));
  const { baseline } = await browser.worker.evaluate(
    runBareClicks,
    world.didox.seed('outgoing-100').slice(0, 2 * BASELINE_DOCUMENTS),
  );
  return [
    summarize("the module's own signing time for 100", [signing]),
    summarize('100 signatures, bare: a socket each', [bare.signed], { floor: signing }),
    summarize('100 documents, bare: the same requests', [bare.submitted], { floor: signing }),
    summarize('batch of 100', [total], {
      floor: signing,
      baseline: medianOf(baseline) * documents.length,
      target: { of: 'ratio-to-floor', atMost: 1.15 },
    }),
  ];
}
