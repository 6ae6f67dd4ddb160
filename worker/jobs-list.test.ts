import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../lib/signing/failure.ts';
import type { JobRecord, JobState } from '../lib/signing/job.ts';
import { createJournal } from '../lib/signing/journal.ts';
import { openDatabase } from '../lib/store/database.ts';
import { createHandlers, type HandlerPorts } from './handlers.ts';

const FAILED: JobState = { step: 'failed', failure: failure('network-gone'), sent: 'no' };
const UNCLEAR: JobState = { step: 'failed', failure: failure('ambiguous-submit'), sent: 'unknown' };
const DONE: JobState = { step: 'done', receiptId: null, warning: null };
const job = (id: string, state: JobState, open: 0 | 1, updatedAt: number) =>
  ({
    id,
    state,
    open,
    updatedAt,
    action: 'didox-sign',
    facts: [],
    counterparty: null,
    company: { name: 'Alfa' },
    target: {},
    blobs: {},
  }) as unknown as JobRecord;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** The handlers of jobs over a database of fifty new jobs and older ones. */
async function setUp(older: readonly JobRecord[]) {
  const db = await openDatabase();
  for (const one of older) await db.put('jobs', one);
  for (let n = 0; n < 50; n += 1) await db.put('jobs', job(`new-${n}`, DONE, 0, 1000 + n));
  const database = async () => db;
  const platform = { database, announce: () => undefined };
  const handlers = createHandlers({ platform, journal: createJournal(database, () => 0) } as Partial<
    Record<keyof HandlerPorts, unknown>
  > as HandlerPorts);
  return {
    listed: async () => (await handlers['jobs/list'].run({ open: false }, {} as never)).map(({ id }) => id),
    dismiss: (jobId: string, looked = false) => handlers['jobs/dismiss'].run({ jobId, looked }, {} as never),
  };
}

describe('the list of jobs', () => {
  it('is the newest, and whatever is open or unclear, however old', async () => {
    const { listed } = await setUp([
      job('unclear', UNCLEAR, 0, 1),
      job('failed', FAILED, 0, 2),
      job('open', { step: 'unlocking' }, 1, 3),
    ]);
    const ids = await listed();
    expect(ids).toHaveLength(52);
    expect(ids[0]).toBe('new-49');
    expect(ids.slice(-2)).toEqual(['open', 'unclear']);
  });

  it('keeps what is open or unclear when somebody clears it away', async () => {
    const { listed, dismiss } = await setUp([
      job('unclear', UNCLEAR, 0, 1),
      job('open', { step: 'unlocking' }, 1, 3),
    ]);
    for (const id of ['unclear', 'open', 'new-49']) await dismiss(id);
    const ids = await listed();
    expect(ids).toContain('unclear');
    expect(ids).toContain('open');
    expect(ids).not.toContain('new-49');
  });

  it('gives up what is unclear, and nothing open, on the word of somebody who has looked', async () => {
    const { listed, dismiss } = await setUp([
      job('unclear', UNCLEAR, 0, 1),
      job('open', { step: 'unlocking' }, 1, 3),
    ]);
    for (const id of ['unclear', 'open']) await dismiss(id, true);
    const ids = await listed();
    expect(ids).not.toContain('unclear');
    expect(ids).toContain('open');
  });
});
