import type { Fact } from './fact.ts';
import type { Failure } from './failure.ts';

/** One document of a batch. What was shown (facts, digest) is what its job must find again. */
export interface BatchItem {
  readonly subject: string;
  readonly owner: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** SHA-256 of the content as shown; null while it is being fetched or could not be. */
  readonly sha256: string | null;
  readonly target: unknown;
  readonly jobId: string | null;
  readonly state: 'waiting' | 'working' | 'done' | 'failed' | 'skipped' | 'cancelled';
  readonly failure: Failure | null;
}

export interface BatchRecord {
  readonly id: string;
  readonly state: 'preparing' | 'ready' | 'running' | 'paused' | 'stopped' | 'finished';
  readonly createdAt: number;
  readonly startedAt: number | null;
  /** The key per owner, fixed when the batch starts: it cannot change within a batch. */
  readonly keys: Readonly<Record<string, string>>;
  readonly items: readonly BatchItem[];
}
