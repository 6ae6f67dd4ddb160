import type { DidoxServer } from '../../didox/servers.ts';
import type { Fact } from '../../signing/fact.ts';
import type { Failure } from '../../signing/failure.ts';
import type { JobAction, JobStep } from '../../signing/job.ts';
import type { Tone } from './tone.ts';

export interface JobView {
  readonly id: string;
  readonly action: JobAction;
  readonly title: string;
  /** The type and number of a document: with them it is called by its type (lib/i18n/word-title.ts). */
  readonly facts: readonly Fact[];
  readonly subtitle: string;
  readonly step: JobStep;
  readonly tone: Tone;
  readonly error: Failure | null;
  readonly warning: string | null;
  /** Whether anything left for the service: `unknown` only while it is being asked. */
  readonly sent: 'no' | 'yes' | 'unknown';
  readonly updatedAt: number;
  readonly receiptId: string | null;
  readonly batchId: string | null;
  /** For Didox: whose document, as in DidoxAccount. */
  readonly owner: string | null;
  /** For Didox: on which server. */
  readonly server: DidoxServer | null;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
}
