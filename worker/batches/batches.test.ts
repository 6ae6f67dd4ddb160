import { describe, expect, it } from 'vitest';
import { keyView } from '../keys/keys.fixture.ts';
import { OWNER, refusal, setUpBatches } from './batches.fixture.ts';

type World = Awaited<ReturnType<typeof setUpBatches>>;
/** Waits for a state: the batch runs on its own. */
const until = (check: () => unknown) => expect.poll(check, { timeout: 5_000, interval: 2 });
const ready = (world: World) => until(async () => (await world.view()).state).toBe('ready');
const started = async (...options: Parameters<typeof setUpBatches>) => {
  const world = await setUpBatches(...options);
  await ready(world);
  return world;
};
const count = (states: readonly string[], wanted: string) => states.filter(state => state === wanted).length;
const stateOf = async (world: World) => (await world.view()).state;

/** Two are signed, and whichever comes second is on its way until it is let go; a third is being asked about. */
async function onItsWay() {
  const world = await started();
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  world.script.sign = question => (question <= 2 ? 'signed' : null);
  world.script.submit = async () => {
    if (world.numbers('submitted').length === 2) await sent;
    return { answer: 'ok', warning: null };
  };
  await world.batches.start(world.id);
  await until(() => world.numbers('submitted').length).toBe(2);
  await until(() => world.numbers('asked')).toEqual([1, 2, 3]);
  return { world, send };
}

describe('what stands in the way of all', () => {
  it.each([
    'pin-wrong',
    'pin-format',
    'pin-blocked',
    'token-missing',
    'usb-missing',
    'wrong-password',
    'cancelled',
    'invalid-api-key',
    'site-blocked',
    'not-running',
  ] as const)('after %s on the first document nobody is asked again', async code => {
    const world = await started({ token: true });
    world.script.sign = () => code;
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('paused');
    expect(world.numbers('asked')).toEqual([1]);
    const view = await world.view();
    // The document is as untouched as the others; why is said once.
    expect(count(await world.states(), 'waiting')).toBe(12);
    expect([view.pausedBy, ...view.blocked].filter(Boolean)).toMatchObject([{ owner: OWNER }]);
    expect(view.failed).toBe(0);
  });

  it('asks for no second PIN when one is wrong in the middle, with eight documents under way', async () => {
    const world = await started({ token: true });
    world.script.sign = question => (question <= 2 ? 'signed' : null);
    await world.batches.start(world.id);
    await until(() => world.numbers('asked').length).toBe(3);
    await until(async () => count(await world.states(), 'working')).toBe(8);
    world.answer('pin-wrong');
    await until(() => stateOf(world)).toBe('paused');
    await until(async () => count(await world.states(), 'working')).toBe(0);
    expect(world.numbers('asked')).toEqual([1, 2, 3]);
    expect(count(await world.states(), 'waiting')).toBe(10);
    world.script.sign = () => 'signed';
    world.pass(1_000);
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
    expect((await world.view()).done).toBe(12);
    expect(new Set(world.numbers('submitted')).size).toBe(12);
    expect(world.numbers('submitted')).toHaveLength(12);
  });

  it('asks with one document at a time until the key has signed, though the first never came so far', async () => {
    const world = await started();
    world.script.read = async n => {
      if (n === 1) throw refusal('document-gone');
    };
    world.script.sign = () => null;
    // A worker that has to read the documents anew.
    const next = world.live();
    await next.start(world.id);
    await until(() => world.numbers('asked')).toEqual([1]);
    const states = (await world.view(next)).items.map(({ state }) => state);
    expect([count(states, 'failed'), count(states, 'working')]).toEqual([1, 1]);
    world.answer();
    await until(async () =>
      count(
        (await world.view(next)).items.map(({ state }) => state),
        'working',
      ),
    ).toBe(8);
  });

  it('stops at an offer that is not signed, and goes on with the very signature once it is', async () => {
    const world = await started();
    world.script.submit = async () => Promise.reject(refusal('offer-not-signed'));
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('paused');
    expect(world.numbers('submitted')).toEqual([1]);
    expect((await world.view()).blocked).toMatchObject([
      {
        failure: { code: 'offer-not-signed', words: 'its words' },
        owner: OWNER,
        name: 'Alfa',
        count: 12,
      },
    ]);
    world.script.submit = async () => ({ answer: 'ok', warning: null });
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
    expect(world.numbers('asked')).toHaveLength(12);
  });

  it('goes on past what is wrong with one document', async () => {
    const world = await started();
    world.script.submit = async n =>
      n % 5 === 0 ? Promise.reject(refusal('validation-failed')) : { answer: 'ok', warning: null };
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.view()).toMatchObject({ done: 10, failed: 2, pausedBy: null });
  });

  it('pauses for what nobody has seen before, and gets past it when resumed', async () => {
    const world = await started({ count: 3 });
    world.script.submit = async n =>
      n === 1 ? Promise.reject(refusal('never-heard-of')) : { answer: 'ok', warning: null };
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('paused');
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.states()).toEqual(['failed', 'done', 'done']);
  });
});

describe('an end of everything', () => {
  it('stops a batch at work, and what still comes of it does not bring it back', async () => {
    const { world, send } = await onItsWay();
    await world.batches.stopAll();
    expect(world.numbers('asked')).toEqual([1, 2, 3]);
    await Promise.all([world.db.clear('batches'), world.db.clear('jobs')]);
    send();
    await until(async () => count(await world.states(), 'done')).toBe(2);
    expect(await world.db.count('batches')).toBe(0);
    expect(await world.batches.get(null)).toBeNull();
  });
});

describe('a pause', () => {
  it('calls back what waits for the module, and lets go on what is signed', async () => {
    const { world, send } = await onItsWay();
    await until(async () => count(await world.states(), 'working')).toBe(8);
    await world.batches.control(world.id, 'pause');
    await until(async () => count(await world.states(), 'working')).toBe(1);
    expect(world.numbers('asked')).toEqual([1, 2, 3]);
    send();
    await until(async () => count(await world.states(), 'done')).toBe(2);
    expect(count(await world.states(), 'waiting')).toBe(10);
    expect((await world.view()).pausedBy).toBeNull();
  });

  it('is not repeated by the jobs it called back, however quickly it is ended', async () => {
    const world = await started();
    world.script.sign = question => (question === 1 ? 'signed' : null);
    await world.batches.start(world.id);
    await until(async () => count(await world.states(), 'working')).toBe(8);
    const pausing = world.batches.control(world.id, 'pause');
    await until(() => stateOf(world)).toBe('paused');
    world.script.sign = () => 'signed';
    await world.batches.control(world.id, 'resume');
    await pausing;
    await until(() => stateOf(world)).toBe('finished');
    expect((await world.view()).done).toBe(12);
  });

  it('outlives the worker: a reborn one opens no window for it', async () => {
    const world = await started();
    world.script.sign = question => (question === 1 ? 'signed' : null);
    await world.batches.start(world.id);
    const steps = async () => (await world.db.getAll('jobs')).map(({ state }) => state.step);
    await until(async () => count(await steps(), 'signing')).toBe(8);
    // The worker dies in the moment of the pause: it is written, and nothing was called back.
    const stored = await world.db.get('batches', world.id);
    if (!stored) throw new Error('no batch');
    await world.db.put('batches', { ...stored, state: 'paused' });
    const asked = world.numbers('asked').length;
    const next = world.live();
    await next.rebirth();
    await until(async () =>
      count(
        (await world.view(next)).items.map(({ state }) => state),
        'working',
      ),
    ).toBe(0);
    expect(world.numbers('asked')).toHaveLength(asked);
    expect((await world.view(next)).state).toBe('paused');
  });
});

describe('a browser that was started anew', () => {
  it('opens no window by itself for a batch that was running: it pauses and says why', async () => {
    const world = await started();
    world.script.sign = () => null;
    await world.batches.start(world.id);
    await until(async () => world.numbers('asked').length).toBe(1);
    const read = world.numbers('read').length;
    world.script.signedIn = false;
    const next = world.live();
    await next.rebirth();
    await until(async () => (await world.view(next)).items.some(({ state }) => state === 'working')).toBe(
      false,
    );
    expect(await world.view(next)).toMatchObject({
      state: 'paused',
      pausedBy: { failure: { code: 'session-expired' }, owner: OWNER },
      failed: 0,
    });
    expect([world.numbers('asked').length, world.numbers('read').length]).toEqual([1, read]);
    expect(world.numbers('signed in')).toEqual([]);
    await next.control(world.id, 'resume');
    await until(() => world.numbers('signed in').length).toBe(1);
  });
  it('reads nothing of a batch that was being read, and offers to read it', async () => {
    const world = await setUpBatches();
    world.script.read = () => new Promise(() => {});
    await until(async () => world.numbers('read').length).toBe(8);
    world.script.signedIn = false;
    const next = world.live();
    await next.rebirth();
    await until(async () => (await world.view(next)).state).toBe('ready');
    expect((await world.view(next)).readable).toBe(12);
    expect(world.numbers('read')).toHaveLength(8);
  });
});

describe('a service that asks for a pause', () => {
  it('is left alone by all documents for as long as it said, and the batch goes on by itself', async () => {
    const world = await started();
    const refused = new Set([3]);
    world.script.submit = async n => {
      if (refused.has(n)) throw refusal('rate-limited', { retryAfterMs: 30_000, seconds: 30 });
      return { answer: 'ok', warning: null };
    };
    await world.batches.start(world.id);
    await until(() => world.timers.length).toBeGreaterThan(0);
    await until(async () => count(await world.states(), 'working')).toBe(0);
    const submitted = world.numbers('submitted').length;
    expect(submitted).toBeLessThan(13);
    expect(await world.view()).toMatchObject({ state: 'running', heldUntil: world.clock.now + 30_000 });
    world.pass(30_000);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.view()).toMatchObject({ done: 11, failed: 1 });
    refused.clear();
    await world.batches.control(world.id, 'retry-failed');
    await until(async () => (await world.view()).done).toBe(12);
  });

  it.each([
    ['rate-limited', { retryAfterMs: 600_000, seconds: 600 }, 1],
    ['network-gone', {}, 1],
    ['service-unavailable', {}, 2],
  ] as const)(
    'pauses at %s %j: it is too long to wait, or nobody knows how long',
    async (code, data, tries) => {
      // More than are at work at once: with nothing left to wait for, it would be over instead.
      const world = await started();
      world.script.submit = async () => Promise.reject(refusal(code, data));
      await world.batches.start(world.id);
      await until(() => stateOf(world)).toBe('paused');
      expect((await world.view()).pausedBy?.failure.code).toBe(code);
      expect(new Set(world.numbers('submitted')).size).toBeGreaterThanOrEqual(tries);
      expect(count(await world.states(), 'done')).toBe(0);
    },
  );

  it('goes on past one document that it stumbles over', async () => {
    const world = await started();
    world.script.submit = async n =>
      n === 4 ? Promise.reject(refusal('service-unavailable')) : { answer: 'ok', warning: null };
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.view()).toMatchObject({ done: 11, failed: 1 });
  });

  it('that ends with its last document is no reason to wait for a resume', async () => {
    const world = await started({ count: 1 });
    world.script.submit = async () => Promise.reject(refusal('never-heard-of'));
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.states()).toEqual(['failed']);
  });

  it('is asked again for a document that could not be read', async () => {
    const world = await setUpBatches({ count: 3 });
    let again = 0;
    world.script.read = async n => {
      if (n === 2 && again++ === 0) throw refusal('rate-limited', { retryAfterMs: 20_000, seconds: 20 });
    };
    await until(() => world.timers.length).toBe(1);
    world.pass(20_000);
    await ready(world);
    expect(count(await world.states(), 'waiting')).toBe(3);
  });
});

describe('documents that were left out', () => {
  it('are read again on request, shown, and signed only after another click', async () => {
    const world = await setUpBatches({ count: 3 });
    world.script.read = async n => {
      if (n === 2) throw refusal('network-gone');
    };
    await ready(world);
    expect((await world.view()).readable).toBe(1);
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.states()).toEqual(['done', 'skipped', 'done']);
    world.script.read = async () => undefined;
    await world.batches.control(world.id, 'read-again');
    await ready(world);
    expect(await world.states()).toEqual(['done', 'waiting', 'done']);
    expect(world.numbers('submitted')).toHaveLength(2);
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect(await world.states()).toEqual(['done', 'done', 'done']);
    expect(world.numbers('read').filter(n => n === 1)).toHaveLength(1);
  });

  it('are not all asked about when somebody refused the password of the sign-in', async () => {
    const world = await setUpBatches({ count: 40 });
    world.script.read = async () => Promise.reject(refusal('module-cancelled'));
    await ready(world);
    expect(world.numbers('read').length).toBeLessThanOrEqual(8);
    expect(await world.view()).toMatchObject({ readable: 40 });
  });

  it('stay as they are when the batch is given up while it is read', async () => {
    const world = await setUpBatches({ count: 3 });
    let go: () => void = () => undefined;
    const held = new Promise<void>(resolve => {
      go = resolve;
    });
    world.script.read = () => held;
    await until(() => world.numbers('read').length).toBe(3);
    await world.batches.control(world.id, 'stop');
    go();
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(await world.view()).toMatchObject({ state: 'stopped' });
    expect(await world.states()).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('the key of a batch', () => {
  it('is shown by holder and organisation', async () => {
    const world = await started();
    expect((await world.view()).keys).toMatchObject([{ label: 'k, Alfa', choices: [], count: 12 }]);
  });

  it('is never picked by us: with several, somebody chooses first', async () => {
    const world = await started();
    const candidates = [keyView('k'), keyView('other')];
    world.script.signers = { candidates, settled: null, unusable: null, whose: OWNER };
    expect((await world.view()).keys).toMatchObject([
      { label: null, choices: [{ id: 'k' }, { id: 'other' }] },
    ]);
    await expect(world.batches.start(world.id)).rejects.toMatchObject({ failure: { code: 'several-keys' } });
    expect(await stateOf(world)).toBe('ready');
    world.script.signers = { candidates, settled: keyView('k'), unusable: null, whose: OWNER };
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    const [job] = await world.db.getAll('jobs');
    expect(job?.signer?.keyId).toBe('k');
  });

  it('says when its owner has not signed the offer', async () => {
    const world = await started();
    world.script.offerMissing = true;
    expect((await world.view()).keys).toMatchObject([{ offerMissing: true }]);
  });
});

describe('what is told of a document', () => {
  it('is what the service remarked when it took it', async () => {
    const world = await started({ count: 2 });
    world.script.submit = async n => ({ answer: 'ok', warning: n === 1 ? 'Роуминг отложен' : null });
    await world.batches.start(world.id);
    await until(() => stateOf(world)).toBe('finished');
    expect((await world.view()).items.map(({ warning }) => warning)).toEqual(['Роуминг отложен', null]);
  });

  it('is how the sender’s signature was checked', async () => {
    const world = await started({ count: 2, incoming: true });
    const [item] = (await world.view()).items;
    expect(item?.theirs).toMatchObject({ outcome: 'verified', holder: 'Somebody' });
  });

  it('is why it was left out, when the sender’s signature does not hold', async () => {
    const world = await setUpBatches({ count: 1, incoming: true });
    world.script.theirs = { ...world.script.theirs, outcome: 'not-valid', reasons: ['digest-mismatch'] };
    await ready(world);
    expect((await world.view()).items).toMatchObject([
      { state: 'skipped', error: { code: 'counterparty-not-valid' } },
    ]);
  });
});

describe('the batch on the banner', () => {
  it('is the one at work, not merely the newest', async () => {
    const world = await started({ count: 2 });
    world.script.sign = () => null;
    await world.batches.start(world.id);
    await until(() => world.numbers('asked').length).toBe(1);
    world.clock.now += 1000;
    await world.batches.prepare('production', [
      { owner: OWNER, documentId: world.id.replaceAll('-', ''), outgoing: true },
    ]);
    expect((await world.batches.get(null))?.id).toBe(world.id);
  });
});

describe('the time a document takes', () => {
  it('is reckoned without pauses and without the first password', async () => {
    const world = await started({ count: 4 });
    world.script.sign = () => null;
    await world.batches.start(world.id);
    await until(() => world.numbers('asked').length).toBe(1);
    world.clock.now += 60_000;
    world.answer();
    await until(() => world.numbers('asked').length).toBe(2);
    expect((await world.view()).msPerItem).toBeNull();
    world.clock.now += 2_000;
    world.answer();
    await until(async () => (await world.view()).done).toBe(2);
    expect((await world.view()).msPerItem).toBe(2_000);
    await world.batches.control(world.id, 'pause');
    expect((await world.view()).msPerItem).toBeNull();
    world.clock.now += 3_600_000;
    world.script.sign = () => 'signed';
    await world.batches.control(world.id, 'resume');
    await until(() => stateOf(world)).toBe('finished');
  });
});

describe('the watchdog', () => {
  it('is on while a batch is read and while it runs, and off at rest', async () => {
    const world = await setUpBatches({ count: 3 });
    let go: () => void = () => undefined;
    const held = new Promise<void>(resolve => {
      go = resolve;
    });
    world.script.read = () => held;
    await until(() => world.numbers('read').length).toBe(3);
    expect([...world.alarms]).toEqual([['watchdog', 30_000]]);
    go();
    await ready(world);
    await until(() => world.alarms.size).toBe(0);
    world.script.sign = () => null;
    await world.batches.start(world.id);
    await until(() => world.numbers('asked').length).toBe(1);
    expect(world.alarms.has('watchdog')).toBe(true);
    await world.batches.control(world.id, 'pause');
    await until(() => world.alarms.size).toBe(0);
  });
});
