import type { BatchItemView, BatchView } from '../lib/messages/views.ts';
import type { BatchRecord } from '../lib/signing/batch-record.ts';
import type { Journal } from '../lib/signing/ports.ts';
import { BatchTarget, isSameDeed } from './batch-items.ts';
import type { signersFor } from './signers.ts';

export interface BatchViewPorts {
  readonly journal: Journal;
  readonly now: () => number;
  readonly signersOf: (owner: string) => ReturnType<typeof signersFor>;
}

/** A batch for the eyes of the desk. */
export async function viewOfBatch(batch: BatchRecord, ports: BatchViewPorts): Promise<BatchView> {
  const items = await Promise.all(
    batch.items.map(async (item): Promise<BatchItemView> => {
      const job = item.jobId && item.state !== 'done' ? await ports.journal.get(item.jobId) : undefined;
      // Tried again on its own, from the list of jobs.
      const doneSince = item.state !== 'working' && job?.state.step === 'done' && isSameDeed(job, item);
      return {
        owner: item.owner,
        documentId: BatchTarget.parse(item.target).documentId,
        title: item.title,
        subtitle: item.facts.find(fact => fact.label === 'counterparty')?.value ?? '',
        facts: item.facts,
        state: doneSince ? 'done' : item.state,
        step: item.state === 'working' ? (job?.state.step ?? null) : null,
        error: doneSince ? null : item.failure,
        jobId: item.jobId,
      };
    }),
  );
  const done = items.filter(item => item.state === 'done').length;
  const ended = items.filter(
    item => item.state !== 'waiting' && item.state !== 'working' && item.state !== 'skipped',
  ).length;
  const keys = await Promise.all(
    [...new Set(batch.items.map(item => item.owner))].map(async owner => {
      const { settled, candidates } = await ports.signersOf(owner);
      const key = settled ?? candidates[0];
      return {
        owner,
        label: key ? (key.organization ?? key.holder) : owner,
        count: batch.items.filter(item => item.owner === owner && item.state !== 'skipped').length,
      };
    }),
  );
  return {
    id: batch.id,
    state: batch.state,
    items,
    keys,
    startedAt: batch.startedAt,
    msPerItem: batch.startedAt !== null && ended > 0 ? (ports.now() - batch.startedAt) / ended : null,
    done,
    failed: items.filter(item => item.state === 'failed').length,
  };
}
