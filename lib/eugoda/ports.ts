/** What this part needs from outside. `fetch` of a browser or of Node fits `FetchPort` as it is. */

export interface FetchInit {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** Plain fetch leaves answers, and the URL with its validation string, in the cache on disk. */
  readonly cache: 'no-store';
  readonly credentials: 'omit';
  readonly redirect: 'error';
  readonly signal: AbortSignal;
}

export interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): ByteReader } | null;
}

export type FetchPort = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** Milliseconds since 1970, UTC. */
export interface ClockPort {
  now(): number;
}

/**
 * Where a download goes. Every promise must resolve only when the bytes are where they survive a crash: the
 * first delivery may be the last one there is.
 */
export interface ArchiveSink {
  open(info: {
    readonly contentType: string | null;
    readonly contentDisposition: string | null;
    /** Bytes to come, null when the service does not say. */
    readonly expected: number | null;
  }): Promise<void>;
  write(chunk: Uint8Array): Promise<void>;
  /** `complete: false` after an interruption; what was written stays. */
  close(end: { readonly complete: boolean }): Promise<void>;
}

/** How to speak for an application; `secret` comes from the vault and goes nowhere but into the MAC. */
export interface EugodaAccess {
  readonly applicationId: string;
  readonly secret: string;
  readonly port: number;
}
