import type { Fault as DidoxFault } from '../../sandbox/didox/index.ts';
import type { Browser } from './browser.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';

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
const EFFECTS = ['sign', 'reject', 'delete', 'delete-draft'];
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
/** Deadlines are virtual, but the stand-ins wait in real time: so little that it is still slower than everything else. */
const SLOW_MS = 30;
const HANG_MS = 500;

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

function didoxFault(random: Random): DidoxFault {
  const answer = random.pick(ANSWERS);
  return {
    answer,
    when: random.chance(0.5) ? 'after' : 'before',
    endpoints: random.chance(0.5) ? [random.pick(EFFECTS)] : [random.pick(ENDPOINTS)],
    count: random.chance(0.8) ? 1 : 2,
    skip: random.chance(0.6) ? 0 : random.below(3),
    delayMs: answer === 'hang' ? HANG_MS : SLOW_MS,
    retryAfter: random.pick([null, 0, 1, 2, 300]),
  };
}

/** One thing that goes wrong, and how it is called in the story of the run. */
export function doMischief(random: Random, browser: Browser, { didox, module }: Stage): string {
  switch (random.below(16)) {
    case 0:
    case 1:
    case 2: {
      const faults = Array.from({ length: 1 + random.below(3) }, () => didoxFault(random));
      didox.set({ faults });
      return `didox ${faults.map(({ answer, when, endpoints }) => `${answer} ${when} ${endpoints}`).join(', ')}`;
    }
    case 3: {
      const kind = random.pick(MODULE_FAULTS);
      const fault = {
        kind,
        on: random.pick(MODULE_CALLS),
        times: 1 + random.below(2),
        delayMs: SLOW_MS,
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
    case 7: {
      const life = browser.life;
      if (life) life.diesAt = life.steps + 1 + random.below(60);
      return 'the worker will die';
    }
    case 8:
      browser.kill();
      return 'the worker dies';
    case 9:
      browser.outage.gone = !browser.outage.gone;
      return browser.outage.gone ? 'the network goes' : 'the network is back';
    case 11:
    case 12:
    case 13: {
      const deadly = random.pick(['sending', 'sending', 'sent', 'signed'] as const);
      browser.outage.deadly = deadly;
      return `the worker will die ${deadly}`;
    }
    case 14: {
      const answer = random.pick(['drop', 'partial', 'html', 'server-error', 'token-expired'] as const);
      didox.set({ faults: [{ answer, when: 'after', endpoints: EFFECTS, count: 1 }] });
      return `didox ${answer} after whatever has an effect`;
    }
    case 10:
      browser.skew = random.pick([0, 0, 3_600_000, -3_600_000, 420 * 60_000]);
      return `the clock moves by ${browser.skew / 60_000} minutes`;
    default:
      if (random.chance(0.3)) {
        browser.restart();
        return 'the browser is restarted';
      }
      module.set({ listening: false });
      return 'the module goes';
  }
}

/** Everything works again; what was broken stays as it was left. */
export function endMischief(browser: Browser, { didox, module }: Stage): void {
  didox.set({ faults: [] });
  module.set({ faults: [], passwordOutcomes: [], listening: true, busy: 'no', rememberMs: 60_000 });
  browser.outage.gone = false;
  browser.outage.deadly = null;
  browser.skew = 0;
  browser.nextDeath = () => null;
  if (browser.life) browser.life.diesAt = null;
}
