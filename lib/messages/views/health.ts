/** One link of the chain on the Health page: `health.<id>.…`. */
export interface HealthLink {
  readonly id: 'module' | 'version' | 'origin' | 'keys' | 'didox' | 'token' | 'eugoda' | 'storage';
  readonly state: 'ok' | 'warning' | 'broken' | 'unknown' | 'checking';
  /** Which sentence: `health.<id>.<verdict>`; `data` fills it. */
  readonly verdict: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly words: string | null;
}

export interface HealthView {
  readonly links: readonly HealthLink[];
  readonly checkedAt: number;
  readonly extensionId: string;
  /** Copyable, without personal data. */
  readonly report: string;
}
