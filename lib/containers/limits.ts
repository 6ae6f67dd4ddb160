/** What a stranger's file may cost us. Sizes in bytes. */
export interface Limits {
  /** One file as dropped or pasted. */
  readonly fileBytes: number;
  /** Files looked at in one go. */
  readonly files: number;
  readonly zipEntries: number;
  /** All entries of one archive together, unpacked. */
  readonly zipUnpackedBytes: number;
  /** How many times larger than packed an entry may be; only asked of entries above `zipRatioFromBytes`. */
  readonly zipRatio: number;
  readonly zipRatioFromBytes: number;
  /** Signatures of all kinds, and lists of signed documents, looked at in one archive. */
  readonly signatures: number;
  /** Documents that the lists of one archive name, each counted for every signature over it. */
  readonly listed: number;
}

export const MEBIBYTE = 1024 * 1024;

/**
 * Ordinary archives hold a handful of entries; contracts with scans reach tens of MiB. Text and XML seldom shrink
 * below 1:50, while deflate can reach 1:1032, so 1:200 lets every honest document through and no bomb.
 */
export const DEFAULT_LIMITS: Limits = {
  fileBytes: 64 * MEBIBYTE,
  files: 100,
  zipEntries: 1000,
  zipUnpackedBytes: 256 * MEBIBYTE,
  zipRatio: 200,
  zipRatioFromBytes: MEBIBYTE,
  signatures: 200,
  listed: 5000,
};
