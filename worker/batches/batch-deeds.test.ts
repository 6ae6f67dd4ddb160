import { expect, it } from 'vitest';
import type { BatchItem } from '../../lib/signing/batch-record.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { earlierJob } from './batch-deeds.ts';

it('a job that ends while the journal is read is not tried again as its record stood', async () => {
  const because = failure('network-gone');
  const state = { step: 'asking', because } as const;
  const job = { id: 'j', open: 1, action: 'didox-sign', sha256: 'd', state, updatedAt: 1 } as JobRecord;
  let running = new Set([job.id]);
  const engine = {
    get running() {
      return running;
    },
  };
  const journal = {
    bySubject: async () => {
      running = new Set();
      return [job];
    },
  } as never;
  const item = { subject: 's', sha256: 'd', jobId: 'j' } as BatchItem;
  expect(await earlierJob({ engine, journal }, item, false)).toEqual({ job, triable: false });
});

it('what was done before the item’s own job ended is another deed: its own is tried again', async () => {
  const like = { open: 0, action: 'didox-sign', sha256: 'd' } as const;
  const done = { ...like, id: 'before', state: { step: 'done' }, updatedAt: 1 } as JobRecord;
  const own = { ...like, id: 'j', state: { step: 'cancelled' }, updatedAt: 2 } as JobRecord;
  const ports = { engine: { running: new Set<string>() }, journal: { bySubject: async () => [done, own] } };
  const item = { subject: 's', sha256: 'd', jobId: 'j' } as BatchItem;
  expect(await earlierJob(ports as never, item, false)).toEqual({ job: own, triable: true });
  const overtaken = { ...own, updatedAt: 0 };
  ports.journal.bySubject = async () => [done, overtaken];
  expect(await earlierJob(ports as never, item, false)).toEqual({ job: done, triable: false });
});
