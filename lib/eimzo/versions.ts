/** The module's version; `patch` and `edition` are null in older builds, which do not send them. */
export interface ModuleVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number | null;
  readonly edition: string | null;
}

type Parts = readonly [major: number, minor: number, patch?: number];

/** The oldest module that the vendor's own client accepts [O]. */
export const MINIMUM: Parts = [3, 37];

/**
 * What needs which version. `since`: first version that has
 * it; `until`: first version that no longer does.
 */
export const FEATURES = {
  ftjc: { until: [4, 12] }, // [O]
  idcard: { since: [4, 12] }, // [O]
  baikey: { since: [4, 86] }, // [O]
  ckc: { since: [4, 86] }, // [O]
  ytks: { since: [6, 0] }, // [G] recorded in 6.4.7; the vendor's client never asks older ones
  appendAttached: { until: [6, 0] }, // [S]
  documentJoin: { since: [6, 3, 5] }, // [O] demanded by Didox for the second signature
  closesAfterReply: { since: [6, 0] }, // [S] older builds keep the socket
} as const satisfies Record<string, { since?: Parts; until?: Parts }>;

export type Feature = keyof typeof FEATURES;

/**
 * Compares part by part. (The vendor's major*100+minor would make 3.100 equal 4.0.) A missing patch counts as 0.
 * Negative: older than `parts`.
 */
export function compareVersion(version: ModuleVersion, parts: Parts): number {
  return version.major - parts[0] || version.minor - parts[1] || (version.patch ?? 0) - (parts[2] ?? 0);
}

export function isTooOld(version: ModuleVersion): boolean {
  return compareVersion(version, MINIMUM) < 0;
}

export function supports(version: ModuleVersion, feature: Feature): boolean {
  const { since, until }: { since?: Parts; until?: Parts } = FEATURES[feature];
  return (
    (since === undefined || compareVersion(version, since) >= 0) &&
    (until === undefined || compareVersion(version, until) < 0)
  );
}

/** "6.4.7", or "3.37" where there is no patch. */
export function versionText(version: ModuleVersion): string {
  return [version.major, version.minor, version.patch].filter(part => part !== null).join('.');
}
