import { beforeEach, describe, expect, it } from 'vitest';
import { type Connection, createConnection } from './connection.ts';
import { PLAIN, TLS } from './endpoints.ts';
import type { ModuleError } from './errors.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';
import { DROP, FakeModule, ok, SILENCE } from './testing/fake-module.ts';

let clock: FakeClock;
let module: FakeModule;
let connection: Connection;

const ask = (name = 'version', signal?: AbortSignal) =>
  connection.call({ verb: name, text: JSON.stringify({ name }), deadlineMs: 5000, signal });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: ModuleError) => error.code,
  );

beforeEach(() => {
  clock = new FakeClock();
  module = new FakeModule({ silent: SILENCE, drops: DROP, late: SILENCE, next: ok({ from: 'next' }) });
  connection = createConnection({ sockets: module, timer: clock });
});

describe('while nobody works', () => {
  it('opens nothing and runs no timer, and leaves nothing behind after a call', async () => {
    expect(module.sockets).toHaveLength(0);
    await ask();
    await settle();
    expect(module.live).toHaveLength(0);
    expect(clock.timers.size).toBe(0);
  });

  it('closes the spare and stops reconnecting when work ends', async () => {
    connection.setWorking(true);
    await settle();
    module.live[0]?.drop();
    expect(clock.timers.size).toBe(1);
    connection.setWorking(false);
    expect(clock.timers.size).toBe(0);
    connection.setWorking(true);
    await settle();
    expect(module.live).toHaveLength(1);
    connection.setWorking(false);
    expect(module.live).toHaveLength(0);
  });

  it('gives up a connection attempt that nobody needs any more', async () => {
    module.doors[PLAIN] = 'silent';
    connection.setWorking(true);
    await settle();
    connection.setWorking(false);
    expect(module.live).toHaveLength(0);
    expect(clock.timers.size).toBe(0);
  });
});

describe('the spare socket', () => {
  it('stands ready, carries the call, and its successor connects only after the reply', async () => {
    let during = 0;
    module.answers.slow = () => {
      during = module.live.length;
      return ok();
    };
    connection.setWorking(true);
    await settle();
    const [spare] = module.live;
    await ask('slow');
    expect(spare?.sent).toHaveLength(1);
    expect(during).toBe(1);
    await settle();
    expect(module.live).toHaveLength(1);
    expect(module.live[0]).not.toBe(spare);
    expect(module.live[0]?.sent).toHaveLength(0);
  });

  it('does not connect beside a call under way when work begins, but right after it', async () => {
    const call = codeOf(ask('late'));
    await settle();
    connection.setWorking(true);
    await settle();
    expect(module.sockets).toHaveLength(1);
    module.live[0]?.say('{}');
    expect(await call).toBe('answered');
    await settle();
    expect(module.live).toHaveLength(1);
    expect(module.live[0]?.sent).toHaveLength(0);
  });

  it('comes back after the module drops it, slower each time, until a call succeeds', async () => {
    connection.setWorking(true);
    await settle();
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      module.live[0]?.drop();
      const before = clock.time;
      while (module.live.length === 0) await clock.advance(1000);
      pauses.push((clock.time - before) / 1000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await ask();
    await settle();
    module.live[0]?.drop();
    await clock.advance(1000);
    expect(module.live).toHaveLength(1);
  });

  it('that has died unnoticed is replaced before the call', async () => {
    connection.setWorking(true);
    await settle();
    const [spare] = module.live;
    if (spare) spare.readyState = 3;
    await ask();
    expect(spare?.sent).toHaveLength(0);
  });

  it('that speaks unasked is thrown away', async () => {
    connection.setWorking(true);
    await settle();
    const [spare] = module.live;
    spare?.say('{"success":true}');
    expect(JSON.parse(await ask('next')).from).toBe('next');
    expect(spare?.sent).toHaveLength(0);
  });
});

describe('close policies', () => {
  it.each([false, true])('answers many calls in a row (module keeps its socket: %s)', async keeps => {
    module.keepsSocket = keeps;
    connection.setReuse(keeps);
    connection.setWorking(true);
    await settle();
    for (let i = 0; i < 5; i++) await ask();
    expect(module.requests).toHaveLength(5);
    await settle();
    expect(module.live).toHaveLength(1);
    expect(module.sockets).toHaveLength(keeps ? 1 : 6);
  });

  it('never reuses a socket unless told that the module allows it', async () => {
    module.keepsSocket = true;
    connection.setWorking(true);
    await settle();
    await ask();
    await ask();
    expect(module.sockets.every(({ sent }) => sent.length <= 1)).toBe(true);
  });

  it('resolves on the message, without waiting for the close', async () => {
    module.keepsSocket = true;
    expect(await codeOf(ask())).toBe('answered');
  });
});

describe('failures', () => {
  it('a close before the message is "dropped"', async () => {
    expect(await codeOf(ask('drops'))).toBe('dropped');
  });

  it('a reply that comes after the deadline answers nothing', async () => {
    const first = codeOf(ask('late'));
    await clock.advance(5000);
    expect(await first).toBe('no-reply');
    const [old] = module.sockets;
    const second = ask('next');
    old?.say(JSON.stringify(ok({ from: 'late' })));
    expect(JSON.parse(await second).from).toBe('next');
    expect(old?.readyState).toBe(3);
  });

  it('an aborted call takes its socket with it, even where sockets are reused', async () => {
    module.keepsSocket = true;
    connection.setReuse(true);
    connection.setWorking(true);
    await settle();
    const stop = new AbortController();
    const first = codeOf(ask('late', stop.signal));
    await settle();
    stop.abort();
    expect(await first).toBe('aborted');
    const second = ask('next');
    module.sockets[0]?.say(JSON.stringify(ok({ from: 'late' })));
    expect(JSON.parse(await second).from).toBe('next');
    expect(await codeOf(ask('next', stop.signal))).toBe('aborted');
  });

  it('an abort while connecting leaves neither socket nor timer', async () => {
    module.doors[PLAIN] = 'silent';
    const stop = new AbortController();
    const call = codeOf(ask('next', stop.signal));
    await settle();
    stop.abort();
    expect(await call).toBe('aborted');
    await settle();
    expect(module.live).toHaveLength(0);
    expect(clock.timers.size).toBe(0);
    expect(module.requests).toHaveLength(0);
  });
});

describe('addresses', () => {
  it('tries the plain one, then TLS, and remembers the one that worked', async () => {
    module.doors[PLAIN] = 'closed';
    await ask();
    await ask();
    expect(module.sockets.map(({ url }) => url)).toEqual([PLAIN, TLS, TLS]);
    expect(connection.endpoint()).toBe(TLS);
  });

  it('tries the other again when the remembered one fails; failures are not remembered', async () => {
    await ask();
    module.doors[PLAIN] = module.doors[TLS] = 'closed';
    expect(await codeOf(ask())).toBe('not-running');
    module.doors[TLS] = 'open';
    expect(await codeOf(ask())).toBe('answered');
  });

  it('goes on to the next when one neither accepts nor refuses', async () => {
    module.doors[PLAIN] = 'silent';
    const call = codeOf(ask());
    await clock.advance(6500);
    expect(await call).toBe('answered');
  });

  it('waits for a browser that holds a socket back, and only then for the answer', async () => {
    module.doors[PLAIN] = module.doors[TLS] = 'silent';
    const call = codeOf(ask('late'));
    await clock.advance(5000); // Chromium's longest pause after many failures
    module.sockets[0]?.accept();
    await clock.advance(4999);
    module.live[0]?.say(JSON.stringify(ok()));
    expect(await call).toBe('answered');
    expect(module.sockets).toHaveLength(1);
  });

  it('tells why nobody is there, as far as the browser does', async () => {
    for (const [plain, tls, code] of [
      ['closed', 'closed', 'not-running'],
      ['closed', 'untrusted', 'certificate-not-trusted'],
      ['silent', 'closed', 'no-reply'],
      ['closed', 'silent', 'no-reply'],
    ] as const) {
      Object.assign(module.doors, { [PLAIN]: plain, [TLS]: tls });
      const call = codeOf(ask());
      await clock.advance(6500);
      expect(await call).toBe(code);
    }
  });

  it('says when a spare has connected', async () => {
    let ready = 0;
    connection = createConnection({ sockets: module, timer: clock, onReady: () => ready++ });
    module.doors[PLAIN] = module.doors[TLS] = 'closed';
    connection.setWorking(true);
    await settle();
    expect(ready).toBe(0);
    module.doors[PLAIN] = 'open';
    await clock.advance(1000);
    expect(ready).toBe(1);
  });

  it('a socket port that throws counts as nobody there', async () => {
    const throwing = {
      open: () => {
        throw new Error('blocked');
      },
    };
    connection = createConnection({ sockets: throwing, timer: clock });
    expect(await codeOf(ask())).toBe('not-running');
  });
});
