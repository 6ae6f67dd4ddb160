import type { Failure } from '../../signing/failure.ts';

export type AgreementState = 'registering' | 'active' | 'expired' | 'ambiguous' | 'fetched' | 'failed';

/** An archive that is coming; `stuck`: the disk takes nothing, and what came waits in memory. */
export interface DownloadView {
  readonly received: number;
  /** Bytes to come in all; null when the service did not say. */
  readonly expected: number | null;
  readonly stuck: boolean;
}

/** A link that the service gave and the storage did not take: it is shown now, or lost. */
export interface LooseLink {
  readonly link: string;
  readonly error: Failure;
}

export interface AgreementView {
  readonly externalId: string;
  readonly eugodaId: string | null;
  readonly applicationId: string;
  readonly applicationLabel: string;
  readonly name: string;
  readonly state: AgreementState;
  readonly link: string | null;
  readonly until: number | null;
  /** True when the service did not say and we added the lifetime ourselves. */
  readonly untilComputed: boolean;
  readonly createdAt: number;
  readonly archive: {
    readonly blobId: string;
    readonly fileName: string;
    readonly size: number;
    readonly complete: boolean;
  } | null;
  readonly download: DownloadView | null;
  readonly error: Failure | null;
  readonly raw: string | null;
  /** Null where it is not known. */
  readonly removeOnCompleted: boolean | null;
}

export interface AgreementsView {
  readonly applications: readonly {
    readonly id: string;
    readonly label: string;
    readonly secret: 'open' | 'locked' | 'missing';
  }[];
  readonly agreements: readonly AgreementView[];
  readonly vault: 'empty' | 'open' | 'locked';
}
