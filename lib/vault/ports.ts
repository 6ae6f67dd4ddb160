/**
 * What the vault and the settings need from outside. `background.ts` hands over storage areas that look
 * like this; tests hand over maps.
 */

/** A storage area. `get` gives undefined for what was never stored; values survive structured cloning. */
export interface KeyValuePort {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

/** A storage area that also tells when another context changed a key. The returned function ends it. */
export interface WatchedKeyValuePort extends KeyValuePort {
  watch?(key: string, listener: () => void): () => void;
}

/**
 * The administrator's policy (managed storage). It must give undefined, not fail, where a browser has no
 * policy at all (Firefox rejects every read of an area without a manifest).
 */
export interface PolicyPort {
  get(key: string): Promise<unknown>;
  /** Tells of each change of it. The returned function ends it. */
  onChange?(listener: () => void): () => void;
}

/** Milliseconds since 1970, UTC. */
export interface ClockPort {
  now(): number;
}
