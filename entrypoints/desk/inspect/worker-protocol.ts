import type { NamedBytes } from '../../../lib/containers/options.ts';
import type { InspectReport } from '../../../lib/containers/report.ts';

/** What the desk asks its inspect worker. The files' bytes are transferred, not copied. */
export interface WorkerRequest {
  readonly id: number;
  readonly files: readonly NamedBytes[];
  /** Trust anchors: SHA-256 over the SubjectPublicKeyInfo, lower-case hex. */
  readonly trusted: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

/** What it answers; `id` is the request's. `failed` is a defect of ours: unreadable files are findings. */
export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly id: number; readonly kind: 'report'; readonly report: InspectReport }
  | { readonly id: number; readonly kind: 'failed'; readonly words: string };
