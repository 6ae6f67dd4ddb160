import type { DidoxServer } from '../../didox/servers.ts';
import type { Fact } from '../../signing/fact.ts';
import type { Failure } from '../../signing/failure.ts';
import type { SignatureSummary } from '../../signing/signature-summary.ts';
import type { DidoxAccount } from './account.ts';
import type { CardActionId } from './card.ts';
import type { KeyView } from './keys.ts';

export type InboxFolder = 'waiting' | 'drafts' | 'sent' | 'done' | 'all';

export interface InboxQuery {
  /** null: the one that the options name. */
  readonly server: DidoxServer | null;
  readonly folder: InboxFolder;
  readonly owner: string | null;
  readonly refresh: boolean;
}

export interface InboxRow {
  readonly owner: string;
  readonly documentId: string;
  readonly outgoing: boolean;
  readonly doctype: string;
  readonly number: string;
  readonly date: string | null;
  readonly partner: string;
  readonly partnerTin: string | null;
  readonly sum: number | null;
  readonly status: number;
  /** What fits: sign, accept, …; empty when nothing does. */
  readonly actions: readonly CardActionId[];
  readonly updatedAt: number | null;
  readonly jobId: string | null;
}

export interface InboxView {
  readonly accounts: readonly DidoxAccount[];
  readonly rows: readonly InboxRow[];
  readonly total: number;
  readonly loadedAt: number | null;
  readonly loading: boolean;
  readonly errors: readonly { readonly owner: string; readonly error: Failure }[];
  /** Whose documents these are: everything that is begun from here names it. */
  readonly server: DidoxServer;
  /** The one that the options name. */
  readonly chosen: DidoxServer;
}

export interface InboxPreview {
  readonly previewId: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly counterparty: SignatureSummary | null;
  /** Holder and organisation of the key that signs; null: nothing is signed, not known yet, or to be chosen. */
  readonly key: string | null;
  /** With the action `choose-key`: one of these is to be chosen. */
  readonly keyChoices: readonly KeyView[];
  readonly actions: readonly CardActionId[];
  readonly html: string | null;
  /** Blob id of a PDF in the database. */
  readonly pdfBlobId: string | null;
  readonly sha256: string | null;
  readonly error: Failure | null;
  readonly siteUrl: string;
}
