import type { DidoxSession } from '../../lib/didox/session.ts';
import type { BatchItem, BatchRecord } from '../../lib/signing/batch-record.ts';
import { failure } from '../../lib/signing/failure.ts';
import { BatchTarget } from './batch-items.ts';
import { isBlocked } from './batch-obstacles.ts';

/**
 * A batch as a reborn worker may go on with it. One that died within a session left its tokens. Where there is none, the
 * browser was started anew, or somebody signed out: going on would open a password window that nobody has asked for. So
 * the documents of a company without one wait for a person; those of the others go on.
 */
export async function withoutWindows(
  session: Pick<DidoxSession, 'account'>,
  batch: BatchRecord,
): Promise<BatchRecord> {
  if (batch.state !== 'running' && batch.state !== 'preparing') return batch;
  const left = new Set<string>();
  const signedOut = new Set<string>();
  for (const { owner, state, target } of batch.items) {
    if (state !== 'waiting' && state !== 'working') continue;
    left.add(owner);
    if (!(await session.account(BatchTarget.parse(target).server, owner))) signedOut.add(owner);
  }
  const [owner] = signedOut;
  if (owner === undefined) return batch;
  const reason = failure('session-expired');
  if (batch.state === 'running') {
    if (signedOut.size === left.size)
      return { ...batch, state: 'paused', pausedBy: { failure: reason, owner } };
    const met = [...signedOut].filter(one => !isBlocked(batch, one));
    return {
      ...batch,
      blocked: [...(batch.blocked ?? []), ...met.map(one => ({ failure: reason, owner: one }))],
    };
  }
  const isUnread = (item: BatchItem) =>
    item.state === 'waiting' && item.sha256 === null && signedOut.has(item.owner);
  return {
    ...batch,
    items: batch.items.map(item => (isUnread(item) ? { ...item, state: 'skipped', failure: reason } : item)),
  };
}
