import type { Fault as DidoxFault } from '../../sandbox/didox/index.ts';
import { defaultSettings as eugodaDefaults } from '../../sandbox/eugoda/settings.ts';
import type { Arena } from './arena.ts';
import type { Random } from './random.ts';
import type { StandIns } from './stage.ts';

const ENDPOINTS = [
  'auth-token',
  'timestamp',
  'join',
  'document',
  'document-base64',
  'sign',
  'tosign',
  'reject',
  'delete',
  'delete-draft',
  'list',
];
/** Endpoints at which something takes effect. */
export const EFFECTS: readonly string[] = ['sign', 'reject', 'delete', 'delete-draft', 'offer-sign'];
const ANSWERS = [
  'drop',
  'drop',
  'hang',
  'slow',
  'partial',
  'html',
  'garbage',
  'empty',
  'server-error',
  'bad-gateway',
  'token-expired',
  'token-expired',
  'invalid-user-key',
  'rate-limited',
  'unavailable',
  'database',
  'forbidden',
  'redirect',
] as const satisfies readonly DidoxFault['answer'][];
/** Answers after which a service may still do what it was asked for, without having lied. */
const LATE_ANSWERS = ['drop', 'drop', 'hang', 'hang', 'hang', 'server-error', 'html', 'empty'] as const;

/** How long things take, ms: in the clock's time, or in real time. */
export interface Pace {
  readonly slowMs: number;
  readonly hangMs: number;
  /** Of the module, which always waits in real time. */
  readonly moduleMs: number;
  /** Within the patience of a job, and after it. */
  readonly lateMs: readonly number[];
  /** Between two things that a person does; real time. */
  readonly pausesMs: readonly number[];
  /** How long everything may take in the end; real time. */
  readonly patienceMs: number;
}
export const VIRTUAL: Pace = {
  slowMs: 5_000,
  hangMs: 70_000,
  moduleMs: 30,
  lateMs: [100, 1_000, 5_000, 12_000, 20_000, 60_000],
  pausesMs: [0, 1, 4, 10, 20, 40, 80],
  patienceMs: 20_000,
};

const MODULE_FAULTS = [
  'drop-before-reply',
  'drop-after-reply',
  'malformed',
  'silence',
  'restart',
  'busy',
  'delay',
  'status',
] as const;
const MODULE_CALLS = ['pfx.load_key', 'pkcs7.create_pkcs7', 'pkcs7.append_pkcs7_attached', 'pfx.*', '*'];

function didoxFault(random: Random, pace: Pace): DidoxFault {
  const answer = random.pick(ANSWERS);
  return {
    answer,
    when: random.chance(0.5) ? 'after' : 'before',
    endpoints: random.chance(0.5) ? [random.pick(EFFECTS)] : [random.pick(ENDPOINTS)],
    count: random.chance(0.8) ? 1 : 2,
    skip: random.chance(0.6) ? 0 : random.below(3),
    delayMs: answer === 'hang' ? pace.hangMs : pace.slowMs,
    retryAfter: random.pick([null, 0, 1, 2, 300]),
  };
}

/** One thing that goes wrong, and how it is called in the story of the run. */
export interface Mischief {
  readonly what: string;
  /** The service may do something after it was asked whether it had. */
  readonly isLate: boolean;
}

export function doMischief(random: Random, arena: Arena, standIns: StandIns, pace: Pace): Mischief {
  if (random.chance(0.12)) return { what: beLate(random, arena, standIns, pace), isLate: true };
  return { what: goWrong(random, arena, standIns, pace), isLate: false };
}

function beLate(random: Random, arena: Arena, { didox }: StandIns, pace: Pace): string {
  const answer = random.pick(LATE_ANSWERS);
  const effectAfterMs = random.pick(pace.lateMs);
  const dies = random.chance(0.5);
  if (dies) arena.dieWhen('sending');
  const delayMs = dies ? pace.hangMs : pace.slowMs;
  didox.set({ faults: [{ answer, when: 'late', effectAfterMs, delayMs, count: 1, endpoints: EFFECTS }] });
  return `didox ${answer}, and does it ${effectAfterMs} ms later${dies ? '; the worker will die sending' : ''}`;
}

function goWrong(random: Random, arena: Arena, standIns: StandIns, pace: Pace): string {
  const { didox, module, eugoda } = standIns;
  switch (random.below(17)) {
    case 0:
    case 1:
    case 2: {
      const faults = Array.from({ length: 1 + random.below(3) }, () => didoxFault(random, pace));
      didox.set({ faults });
      return `didox ${faults.map(({ answer, when, endpoints }) => `${answer} ${when} ${endpoints}`).join(', ')}`;
    }
    case 3: {
      const kind = random.pick(MODULE_FAULTS);
      const fault = {
        kind,
        on: random.pick(MODULE_CALLS),
        times: 1 + random.below(2),
        delayMs: pace.moduleMs,
        ...(kind === 'status'
          ? { status: random.pick([-1010, -5000, -2011, -9999]), reason: 'Ключ по идентификатору не найден' }
          : {}),
      };
      module.set({ faults: [fault] });
      return `module ${kind} on ${fault.on}`;
    }
    case 4: {
      const outcomes = random.some(['cancel', 'wrong', 'wrong', 'ok'] as const, 3);
      module.set({ passwordOutcomes: outcomes, rememberMs: random.pick([0, 60_000]) });
      return `password ${outcomes}`;
    }
    case 5: {
      const downMs = random.pick([0, 0, 30]);
      void module.restart(downMs);
      return `module restarts (${downMs} ms)`;
    }
    case 6:
      didox.forgetSessions();
      return 'tokens die';
    case 7:
      arena.dieSoon(random.next());
      return 'the worker will die';
    case 8:
      arena.kill();
      return 'the worker dies';
    case 9: {
      const gone = random.chance(0.5);
      arena.setNetwork(gone);
      return gone ? 'the network goes' : 'the network is back';
    }
    case 10: {
      const skew = random.pick([0, 0, 3_600_000, -3_600_000, 420 * 60_000]);
      return arena.setSkew(skew) ? `the clock is wrong by ${skew / 60_000} minutes` : 'the clock is right';
    }
    case 11:
    case 12:
    case 13: {
      const moment = random.pick(['leaving', 'sending', 'sending', 'sent', 'signed'] as const);
      arena.dieWhen(moment);
      return `the worker will die ${moment}`;
    }
    case 14: {
      const answer = random.pick(['drop', 'partial', 'html', 'server-error', 'token-expired'] as const);
      didox.set({ faults: [{ answer, when: 'after', endpoints: EFFECTS, count: 1 }] });
      return `didox ${answer} after whatever has an effect`;
    }
    case 15: {
      const change = random.pick([
        { fault: 'fail-before' },
        { fault: 'fail-after' },
        { fault: 'drop-before' },
        { fault: 'drop-after' },
        { breakAfter: 300 },
        { chunkSize: 200, chunkMs: 3 },
        { deleteWhen: 'asked' },
      ] as const);
      eugoda.set({ ...eugodaDefaults(), ...change });
      return `eugoda ${JSON.stringify(change)}`;
    }
    default:
      if (random.chance(0.3) && arena.restart()) return 'the browser is restarted';
      module.set({ listening: false });
      return 'the module goes';
  }
}

/** Everything works again; what was broken stays as it was left. */
export function endMischief(arena: Arena, { didox, module, eugoda }: StandIns): void {
  didox.set({ faults: [] });
  eugoda.set(eugodaDefaults());
  module.set({ faults: [], passwordOutcomes: [], listening: true, busy: 'no', rememberMs: 60_000 });
  arena.appease();
}
