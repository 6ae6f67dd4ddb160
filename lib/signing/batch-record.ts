import type { Fact } from './fact.ts';
import type { Failure } from './failure.ts';
import type { SignatureSummary } from './signature-summary.ts';

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
  /** The other side's signature as it was checked before the click; null where there is none. */
  readonly theirs?: SignatureSummary | null;
  /** What the service remarked when it took the document. */
  readonly warning?: string | null;
}

export interface BatchObstacle {
  readonly failure: Failure;
  readonly owner: string;
}

export interface BatchRecord {
  readonly id: string;
  readonly state: 'preparing' | 'ready' | 'running' | 'paused' | 'stopped' | 'finished';
  readonly createdAt: number;
  readonly startedAt: number | null;
  /** The key per owner, fixed when the batch starts: it cannot change within a batch. */
  readonly keys: Readonly<Record<string, string>>;
  readonly items: readonly BatchItem[];
  /** What stands in the way of every further document, and whose documents met it; null when a person paused. */
  readonly pausedBy?: BatchObstacle | null;
  /** Companies whose documents wait for something of their own, while those of the others go on. */
  readonly blocked?: readonly BatchObstacle[];
  /** It ended with failures, and somebody has seen them. */
  readonly dismissed?: boolean;
  /** Since when documents follow one another without a person in between, and how many had ended by then. */
  readonly pace?: { readonly since: number; readonly ended: number } | null;
}
