import type { DidoxServer } from '../../didox/servers.ts';
import type { BatchObstacle } from '../../signing/batch-record.ts';
import type { Fact } from '../../signing/fact.ts';
import type { Failure } from '../../signing/failure.ts';
import type { JobStep } from '../../signing/job.ts';
import type { SignatureSummary } from '../../signing/signature-summary.ts';
import type { KeyView } from './keys.ts';

export interface BatchItemView {
  readonly owner: string;
  readonly documentId: string;
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly Fact[];
  readonly state: 'waiting' | 'working' | 'done' | 'failed' | 'skipped' | 'cancelled';
  readonly step: JobStep | null;
  readonly error: Failure | null;
  /** The other side's signature, as it was checked before the click. */
  readonly theirs: SignatureSummary | null;
  /** What the service remarked when it took the document. */
  readonly warning: string | null;
  readonly jobId: string | null;
}

/** Who signs an owner's documents of a batch. */
export interface BatchKeyView {
  readonly owner: string;
  /** Holder and organisation of the key that will sign; null: not known yet, or to be chosen. */
  readonly label: string | null;
  /** Several keys fit and none was ever chosen: one of these is to be, for `whose`. */
  readonly choices: readonly KeyView[];
  readonly whose: string;
  readonly unusable: Failure | null;
  /** Didox says that its public offer is not signed yet: it would refuse every document. */
  readonly offerMissing: boolean;
  readonly count: number;
}

/**
 * `sign-rest`: what was stopped before it was signed; `read-again`: what was left out because the service or the module
 * was not there; `dismiss`: its failures are known, and need not be told any longer.
 */
export type BatchCommand =
  | 'pause'
  | 'resume'
  | 'stop'
  | 'retry-failed'
  | 'sign-rest'
  | 'read-again'
  | 'dismiss';

/** A company whose documents wait: its name, and how many. */
export interface BatchBlockView extends BatchObstacle {
  readonly name: string;
  readonly count: number;
}

export interface BatchView {
  readonly id: string;
  /** Of all its documents. */
  readonly server: DidoxServer;
  readonly state: 'preparing' | 'ready' | 'running' | 'paused' | 'stopped' | 'finished';
  readonly items: readonly BatchItemView[];
  /** While it is reviewed. */
  readonly keys: readonly BatchKeyView[];
  readonly startedAt: number | null;
  /** What every further document would meet; null: not paused, paused by a person, or see `blocked`. */
  readonly pausedBy: BatchObstacle | null;
  /** Companies whose documents wait for something of their own, while those of the others go on. */
  readonly blocked: readonly BatchBlockView[];
  /** The service asked for a pause: the batch goes on by itself then. */
  readonly heldUntil: number | null;
  readonly msPerItem: number | null;
  readonly done: number;
  readonly failed: number;
  /** Left out, and may be read again. */
  readonly readable: number;
  /** Stopped before they were signed. */
  readonly rest: number;
}
