import type { DidoxSession } from '../../lib/didox/session.ts';
import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import { failure } from '../../lib/signing/failure.ts';
import { BatchTarget } from './batch-items.ts';

/**
 * A batch as a reborn worker may go on with it. One that died within a session left its tokens. Where there is none, the
 * browser was started anew, or somebody signed out: going on would open a password window that nobody has asked for. So
 * what needs a token waits for a person.
 */
export async function withoutWindows(
  session: Pick<DidoxSession, 'account'>,
  batch: BatchRecord,
): Promise<BatchRecord> {
  if (batch.state !== 'running' && batch.state !== 'preparing') return batch;
  const signedOut = new Set<string>();
  for (const { owner, state, target } of batch.items) {
    if (state !== 'waiting' && state !== 'working') continue;
    if (!(await session.account(BatchTarget.parse(target).server, owner))) signedOut.add(owner);
  }
  const [owner] = signedOut;
  if (owner === undefined) return batch;
  const reason = failure('session-expired');
  if (batch.state === 'running') return { ...batch, state: 'paused', pausedBy: { failure: reason, owner } };
  const isUnread = (item: BatchItem) =>
    item.state === 'waiting' && item.sha256 === null && signedOut.has(item.owner);
  return {
    ...batch,
    items: batch.items.map(item => (isUnread(item) ? { ...item, state: 'skipped', failure: reason } : item)),
  };
}
