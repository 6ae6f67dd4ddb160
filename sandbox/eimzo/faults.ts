/**
 * What can go wrong on purpose. `drop-before-reply`: the work is done, the socket dies, nothing was said;
 * `drop-after-reply`: the socket dies right behind the answer; `malformed`: half a JSON text; `oversized`: the answer
 * in a frame of `bytes`; `silence`: taken and never answered; `close-1009`: refused as too big; `restart`: the
 * module restarts in the middle of the call; `busy`: -3000; `delay`: answered `delayMs` late; `status`: refused with
 * `status` and `reason`.
 */
export const FAULT_KINDS = [
  'drop-before-reply',
  'drop-after-reply',
  'malformed',
  'oversized',
  'silence',
  'close-1009',
  'restart',
  'busy',
  'delay',
  'status',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** `plugin.name`, `plugin.*` or a meta call's name; null for every call. */
  readonly on: string | null;
  /** How many calls it still hits; null without end. */
  readonly times: number | null;
  readonly delayMs: number;
  readonly bytes: number;
  readonly status: number;
  readonly reason: string;
}

const DEFAULTS: Omit<Fault, 'kind'> = {
  on: null,
  times: null,
  delayMs: 1000,
  bytes: 16 * 1024 * 1024,
  status: -9999,
  reason: 'Сбой по заказу.',
};

function kindOf(value: unknown): FaultKind {
  const kind = FAULT_KINDS.find(one => one === value);
  if (kind === undefined) throw new TypeError(`must name a fault: ${FAULT_KINDS.join(', ')}`);
  return kind;
}

function readFault(value: unknown): Fault {
  if (typeof value === 'string') {
    const parts = /^([\w-]+)(?:@([\w.]+(?:\.\*)?|\*))?(?:\*(\d+))?$/.exec(value);
    if (parts === null) throw new TypeError(`must look like kind[@plugin.name][*times], not "${value}"`);
    const [, kind, on, times] = parts;
    return {
      ...DEFAULTS,
      kind: kindOf(kind),
      on: on ?? null,
      times: times === undefined ? null : Number(times),
    };
  }
  if (typeof value !== 'object' || value === null) throw new TypeError('must be faults');
  const { kind, once, ...rest } = value as Record<string, unknown>;
  const wrong = Object.keys(rest).find(
    name =>
      !Object.hasOwn(DEFAULTS, name) || !sameType(rest[name], DEFAULTS[name as keyof typeof DEFAULTS], name),
  );
  if (wrong !== undefined) throw new TypeError(`has a fault with a wrong "${wrong}"`);
  return { ...DEFAULTS, ...rest, ...(once === true ? { times: 1 } : {}), kind: kindOf(kind) };
}

function sameType(value: unknown, example: unknown, name: string): boolean {
  if (name === 'on') return value === null || typeof value === 'string';
  if (name === 'times') return value === null || Number.isInteger(value);
  return typeof value === typeof example;
}

/** @throws TypeError when it is no list of faults */
export function readFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new TypeError('must be a list of faults');
  return value.map(readFault);
}

function hits(fault: Fault, call: string): boolean {
  if (fault.times === 0) return false;
  if (fault.on === null || fault.on === '*' || fault.on === call) return true;
  return fault.on.endsWith('.*') && call.startsWith(fault.on.slice(0, -1));
}

/**
 * The fault that hits a call, if any, and the list as it is after it.
 * @param call `plugin.name`, or the name of a meta call
 */
export function takeFault(
  faults: readonly Fault[],
  call: string,
): { fault: Fault | null; left: readonly Fault[] } {
  const fault = faults.find(one => hits(one, call)) ?? null;
  if (fault === null || fault.times === null) return { fault, left: faults };
  const spent = { ...fault, times: fault.times - 1 };
  return { fault, left: faults.map(one => (one === fault ? spent : one)).filter(one => one.times !== 0) };
}
