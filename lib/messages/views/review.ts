import type { Fact } from '../../signing/fact.ts';
import type { JobAction } from '../../signing/job.ts';
import type { SignatureSummary } from '../../signing/signature-summary.ts';
import type { KeysView } from './keys.ts';

export interface ReviewItem {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string;
  /** Text to show, exactly; null for a binary file. */
  readonly text: string | null;
}

export interface ReviewView {
  readonly id: string;
  readonly kind: 'selection' | 'file' | 'didox' | 'practice';
  readonly action: JobAction;
  readonly items: readonly ReviewItem[];
  readonly from: { readonly title: string; readonly url: string } | null;
  /** How the text was obtained: exactly from the page, or the menu's own (white space may differ). */
  readonly fidelity: 'exact' | 'menu' | null;
  readonly containsPkcs7: boolean;
  readonly keys: KeysView;
  /** The key that will be used unless another is picked. */
  readonly keyId: string | null;
  /** The company that the document fixes; `keys` holds only those that may sign for it. */
  readonly owner: string | null;
  /** Blob id of the PDF that Didox handed over as the text of its offer: shown, not signed. */
  readonly pdfBlobId: string | null;
  readonly counterparty: SignatureSummary | null;
  readonly options: {
    readonly detached: boolean;
    readonly stamp: boolean;
    readonly canStamp: boolean;
    readonly canChooseForm: boolean;
  };
  readonly jobIds: readonly string[];
}

export interface ReviewOptions {
  /** Only a deletion does without. */
  readonly keyId?: string | undefined;
  readonly detached: boolean;
  readonly stamp: boolean;
}
