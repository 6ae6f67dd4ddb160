import { randomUUID } from 'node:crypto';
import type { Environment } from '../types.ts';

/** Who is behind a user-key. */
export interface Session {
  /** INN of the company, or the PINFL of a natural person. */
  readonly taxId: string;
  readonly environment: Environment;
  readonly roles: readonly number[];
  /** A natural person who entered a company: whose signature counts for it. */
  readonly enteredBy: string | null;
  readonly branch: string | null;
  readonly expiresAt: number;
}

/** User-keys; a key of one environment is worth nothing in another. */
export class Sessions {
  private readonly byToken = new Map<string, Session>();

  open(session: Session): string {
    const token = randomUUID();
    this.byToken.set(token, session);
    return token;
  }

  find(token: string, environment: Environment, now: number): Session | null {
    const session = this.byToken.get(token);
    if (!session || session.environment !== environment || session.expiresAt <= now) return null;
    return session;
  }

  /** All user-keys die, as after a restart of the service. */
  clear(): void {
    this.byToken.clear();
  }
}

/** Wrong logins: 3 within a minute lock for 10 minutes, 10 for 24 hours, 25 for good (docs page 03). */
export class Lockout {
  private readonly failures = new Map<string, number[]>();
  private readonly until = new Map<string, number>();

  fail(taxId: string, now: number): void {
    const times = [...(this.failures.get(taxId) ?? []), now];
    this.failures.set(taxId, times);
    const inMinute = times.filter(time => now - time < 60_000).length;
    if (times.length >= 25) this.until.set(taxId, Number.POSITIVE_INFINITY);
    else if (times.length >= 10) this.until.set(taxId, now + 24 * 3_600_000);
    else if (inMinute >= 3) this.until.set(taxId, now + 600_000);
  }

  /** Milliseconds until the next try is heard; 0: now; Infinity: never. */
  remaining(taxId: string, now: number): number {
    return Math.max(0, (this.until.get(taxId) ?? 0) - now);
  }

  succeed(taxId: string): void {
    this.failures.delete(taxId);
    this.until.delete(taxId);
  }

  clear(): void {
    this.failures.clear();
    this.until.clear();
  }
}
