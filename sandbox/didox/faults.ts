/**
 * Unkindness on order. A fault waits for a request that fits its filter, plays `count` times, and is gone.
 * `before`: the service did nothing. `after`: the service did it, and the answer is lost or spoilt. `late`: it does it
 * some time after its answer was lost or spoilt, when nobody may be waiting for it any more.
 */
export const faultAnswers = [
  'drop',
  'hang',
  'slow',
  'partial',
  'html',
  'garbage',
  'empty',
  'server-error',
  'bad-gateway',
  'undefined-variable',
  'token-expired',
  'invalid-user-key',
  'rate-limited',
  'unavailable',
  'offer-required',
  'offer-prose',
  'user-disabled',
  'validation',
  'database',
  'forbidden',
  'signature-field',
  'field-errors',
  'success-false',
  'error-reason',
  'bare-string',
  'message',
  'redirect',
  'custom',
] as const;
export type FaultAnswer = (typeof faultAnswers)[number];

export interface Fault {
  readonly answer: FaultAnswer;
  /** Default `before`. */
  readonly when?: 'before' | 'after' | 'late';
  /** Endpoint names; default: every endpoint. */
  readonly endpoints?: readonly string[];
  /** Only requests that name this document (any case). */
  readonly documentId?: string;
  /** Only requests for the document in this form. */
  readonly form?: 'html' | 'pdf';
  readonly environment?: string;
  /** How many times it plays; default 1; `null` = for ever. */
  readonly count?: number | null;
  /** How many fitting requests pass unharmed first; default 0. */
  readonly skip?: number;
  /** `slow`: how long, then the real answer. `hang`: then the connection drops. Default 3000 and 60000. */
  readonly delayMs?: number;
  /** `late`: how long after its answer the service does it. Default 5000. */
  readonly effectAfterMs?: number;
  /** `rate-limited`, `unavailable`: Retry-After in seconds; default 2; `null` sends none. */
  readonly retryAfter?: number | null;
  /** `custom`: everything; other answers: the words inside. */
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Lies in the data, to see whether a client notices. */
export const attackKinds = [
  'base64-differs',
  'base64-reordered',
  'json-differs',
  'list-row-differs',
  'document-field-differs',
  'sender-signature-tampered',
  'sender-is-stranger',
  'sender-content-differs',
  'tosign-differs',
  'tosign-says-more',
  'timestamp-of-other',
] as const;
export type AttackKind = (typeof attackKinds)[number];

export interface Attack {
  readonly kind: AttackKind;
  /** Only this document; default: every one. */
  readonly documentId?: string;
  /** How many times; default for ever. */
  readonly count?: number | null;
}

interface Asked {
  readonly endpoint: string;
  readonly documentId: string | null;
  readonly form: string | null;
  readonly environment: string;
}

/** Counts down the faults and attacks of the current settings. */
export class Mischief {
  private readonly left = new Map<object, { skip: number; count: number }>();

  private spend(item: { count?: number | null; skip?: number }, fallback: number): boolean {
    let state = this.left.get(item);
    if (!state) {
      const count = item.count === null ? Number.POSITIVE_INFINITY : (item.count ?? fallback);
      state = { skip: item.skip ?? 0, count };
      this.left.set(item, state);
    }
    if (state.skip > 0) {
      state.skip -= 1;
      return false;
    }
    if (state.count <= 0) return false;
    state.count -= 1;
    return true;
  }

  /** The first fault that fits and still has plays left; it is spent by this call. */
  fault(faults: readonly Fault[], asked: Asked): Fault | null {
    for (const fault of faults) {
      if (fault.endpoints && !fault.endpoints.includes(asked.endpoint)) continue;
      if (fault.environment && fault.environment !== asked.environment) continue;
      if (fault.documentId && fault.documentId.toUpperCase() !== asked.documentId?.toUpperCase()) continue;
      if (fault.form && fault.form !== asked.form) continue;
      if (this.spend(fault, 1)) return fault;
    }
    return null;
  }

  /** Whether this lie is to be told about this document now. */
  attack(attacks: readonly Attack[], kind: AttackKind, documentId: string): boolean {
    return attacks.some(
      attack =>
        attack.kind === kind &&
        (!attack.documentId || attack.documentId.toUpperCase() === documentId.toUpperCase()) &&
        this.spend(attack, Number.POSITIVE_INFINITY),
    );
  }
}
