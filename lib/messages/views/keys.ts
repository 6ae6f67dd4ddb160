import type { Failure } from '../../signing/failure.ts';
import type { ModuleView } from './module.ts';

export type KeyKind = 'pfx' | 'ytks' | 'ftjc' | 'idcard' | 'baikey' | 'ckc';

export interface KeyView {
  readonly id: string;
  readonly kind: KeyKind;
  /** Holder's name, ready to print; for a token the device's own text. */
  readonly holder: string;
  readonly organization: string | null;
  readonly position: string | null;
  readonly tin: string | null;
  readonly pinfl: string | null;
  readonly serial: string | null;
  /** File name without path, e.g. DS3000000190001. */
  readonly file: string | null;
  /** YYYY-MM-DD as the module says. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly validity: 'valid' | 'expires-soon' | 'expired' | 'not-yet-valid' | 'unknown';
}

/** Keys of one company (by TIN), one person (by PINFL or uid), or the tokens. */
export interface KeyGroup {
  /** `tin:300000019`, `person:30000000000017`, `token`. */
  readonly owner: string;
  readonly title: string;
  readonly tin: string | null;
  readonly keys: readonly KeyView[];
  /** Checked radio: chosen by the user, or the best one by ourselves. */
  readonly chosen: string | null;
}

export interface KeysView {
  readonly groups: readonly KeyGroup[];
  /** Epoch ms of the listing; null when never listed. The list is shown at once from the cache. */
  readonly listedAt: number | null;
  readonly listing: boolean;
  readonly module: ModuleView;
  readonly error: Failure | null;
}
