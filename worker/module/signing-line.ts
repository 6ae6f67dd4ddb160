import { ModuleError, type ModuleErrorCode } from '../../lib/eimzo/errors.ts';
import type { TimerPort } from '../../lib/eimzo/ports.ts';
import { unlessAborted } from '../../lib/signing/unless-aborted.ts';

/**
 * What a person answered to the module's window, or what became of the key itself. It would be the same window for
 * whoever stands behind: three wrong PINs in a row, and the token is blocked.
 */
const COUNTS_FOR_ALL: ReadonlySet<ModuleErrorCode> = new Set([
  'cancelled',
  'wrong-password',
  'pin-wrong',
  'pin-blocked',
  'pin-format',
  'token-missing',
  'usb-missing',
]);

/**
 * A refusal counts for this much longer: a batch needs a moment to write down that it pauses, and some of its documents
 * are on their way here. Nobody who has read the refusal is back so soon.
 */
const ECHO_MS = 300;

export interface SigningLine {
  /**
   * Runs `sign` when all earlier signatures with this key are over. Whoever stands in line while one of them is refused
   * by the person shares that refusal, and the module is not asked again; whoever comes later begins anew.
   */
  turn<T>(key: string, signal: AbortSignal, sign: () => Promise<T>): Promise<T>;
}

/** The module takes one call at a time anyway; here the calls of one key stand in sight of each other. */
export function createSigningLine(timer: Pick<TimerPort, 'setTimeout'>): SigningLine {
  /** The end of each line: the refusal that counts for whoever comes behind, or null. */
  const ends = new Map<string, Promise<ModuleError | null>>();
  return {
    turn(key, signal, sign) {
      const before = ends.get(key);
      const own = before ? afterwards(before, signal, sign) : sign();
      const end = Promise.all([before, own.then(() => null, refusalIn)]).then(
        ([earlier, mine]) => earlier ?? mine,
      );
      ends.set(key, end);
      const leave = () => {
        if (ends.get(key) === end) ends.delete(key);
      };
      void end.then(refusal => (refusal ? timer.setTimeout(leave, ECHO_MS) : leave()));
      return own;
    },
  };
}

async function afterwards<T>(
  before: Promise<ModuleError | null>,
  signal: AbortSignal,
  sign: () => Promise<T>,
): Promise<T> {
  const refusal = await unlessAborted(before, signal, () => new ModuleError('aborted'));
  if (refusal) throw refusal;
  return sign();
}

function refusalIn(error: unknown): ModuleError | null {
  return error instanceof ModuleError && COUNTS_FOR_ALL.has(error.code) ? error : null;
}
