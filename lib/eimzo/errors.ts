import { codeFor, domainIn, type ModuleErrorCode, triesLeftIn } from './status-table.ts';

export type { ModuleErrorCode } from './status-table.ts';

/** What may be known about a failure beside its code. */
export interface ModuleErrorFacts {
  /** The call that failed, e.g. 'pfx.load_key'. */
  verb?: string;
  /** The module's own number; null when it sent none or never answered. */
  status?: number | null;
  /** The module's own words, in the language it is set to. May name files; show it, do not log it. */
  moduleReason?: string | null;
  /** For 'origin-refused': the domain that the module says we are. */
  domain?: string | null;
  /** For 'pin-wrong': tries left before the PIN is blocked. */
  triesLeft?: number | null;
  /** For 'malformed-answer': the shape of what came (never its values). */
  sample?: string | null;
}

/** Any failure of the module or on the way to it. Its message carries no data, only code, call and status. */
export class ModuleError extends Error {
  readonly code: ModuleErrorCode;
  readonly verb: string;
  readonly status: number | null;
  readonly moduleReason: string | null;
  readonly domain: string | null;
  readonly triesLeft: number | null;
  readonly sample: string | null;

  constructor(code: ModuleErrorCode, facts: ModuleErrorFacts = {}) {
    const { verb = '', status = null } = facts;
    super(`module: ${code}${verb && ` (${verb}${status === null ? '' : `, status ${status}`})`}`);
    this.name = 'ModuleError';
    this.code = code;
    this.verb = verb;
    this.status = status;
    this.moduleReason = facts.moduleReason ?? null;
    this.domain = facts.domain ?? null;
    this.triesLeft = facts.triesLeft ?? null;
    this.sample = facts.sample ?? null;
  }
}

/** The error for a refusal `{success:false, status?, reason?}`. */
export function refusal(verb: string, status: number | null, reason: string): ModuleError {
  const code = codeFor(status, reason);
  return new ModuleError(code, {
    verb,
    status,
    moduleReason: reason === '' ? null : reason,
    domain: code === 'origin-refused' || code === 'invalid-api-key' ? domainIn(reason) : null,
    triesLeft: code === 'pin-wrong' ? triesLeftIn(reason) : null,
  });
}

/** Whatever was thrown, as a ModuleError ('refused-other' is for the module's words alone, so strangers become `fallback`). */
export function asModuleError(thrown: unknown, fallback: ModuleErrorCode, verb: string): ModuleError {
  return thrown instanceof ModuleError ? thrown : new ModuleError(fallback, { verb });
}
