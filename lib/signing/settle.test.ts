import { describe, expect, it } from 'vitest';
import { failure } from './failure.ts';
import {
  INTERRUPTED,
  NOTHING_TOLD,
  type SubmissionPorts,
  settleEarlier,
  settleSubmission,
} from './settle.ts';
import { DONE, refusal } from './testing/set-up.ts';

type Answer = 'done' | 'not-done' | 'unknown' | Error;

function ports(
  submissions: (Error | 'ok')[],
  answers: Answer[],
  repeat: SubmissionPorts['repeat'] = 'when-proved',
) {
  const calls: string[] = [];
  return {
    calls,
    repeat,
    unclear: 'ambiguous-submit',
    begin: async () => void calls.push('begin'),
    submit: async () => {
      calls.push('submit');
      const next = submissions.shift() ?? 'ok';
      if (next instanceof Error) throw next;
      return DONE;
    },
    ask: async () => {
      calls.push('ask');
      const next = answers.length > 1 ? answers.shift() : answers[0];
      if (next instanceof Error) throw next;
      return next ?? 'not-done';
    },
    wait: async (ms: number) => void calls.push(`wait:${ms}`),
    again: async (): Promise<'unchanged' | 'done'> => {
      calls.push('again');
      return 'unchanged';
    },
  };
}

describe('settleSubmission', () => {
  it('asks nobody when the answer is clear', async () => {
    const world = ports(['ok'], []);
    expect(await settleSubmission(world)).toEqual({ kind: 'accepted', accepted: DONE });
    expect(world.calls).toEqual(['begin', 'submit']);
  });
  it('believes the service’s state rather than a refusal: it may be about our own request', async () => {
    const world = ports([refusal('already-signed')], ['done']);
    expect(await settleSubmission(world)).toMatchObject({ kind: 'accepted' });
    expect(world.calls).toEqual(['begin', 'submit', 'ask']);
  });
  it('does not say that somebody else signed it when it cannot be asked who', async () => {
    const world = ports([refusal('already-signed')], [refusal('network-gone')]);
    expect(await settleSubmission(world)).toMatchObject({
      failure: { code: 'ambiguous-submit' },
      sent: 'unknown',
    });
  });
  it('passes a refusal on when the state proves that nothing happened', async () => {
    const world = ports([refusal('validation-failed')], ['not-done']);
    expect(await settleSubmission(world)).toMatchObject({
      failure: { code: 'validation-failed' },
      sent: 'no',
    });
  });
  it.each(['network-gone', 'service-slow', 'service-unavailable', 'service-malformed'])(
    'asks several times after %s, and does not claim that nothing was sent',
    async code => {
      const world = ports([refusal(code)], ['not-done']);
      expect(await settleSubmission(world)).toMatchObject({ failure: { code }, sent: 'unknown' });
      expect(world.calls.filter(call => call === 'ask')).toHaveLength(4);
      expect(world.calls.filter(call => call === 'submit')).toHaveLength(1);
    },
  );
  it('finds out late that a slow service did it after all', async () => {
    const world = ports([refusal('network-gone')], ['not-done', refusal('network-gone'), 'done']);
    expect(await settleSubmission(world)).toMatchObject({ kind: 'accepted' });
  });
  it('says that it is not known when the service cannot be asked', async () => {
    const world = ports([refusal('network-gone')], [refusal('network-gone')]);
    expect(await settleSubmission(world)).toMatchObject({
      failure: { code: 'ambiguous-submit' },
      sent: 'unknown',
    });
  });
  it.each(['rate-limited', 'session-expired'])(
    'submits a second time after %s, written down anew and only after asking and a new look',
    async code => {
      const world = ports([refusal(code, { retryAfterMs: 2000 }), 'ok'], ['not-done']);
      expect(await settleSubmission(world)).toMatchObject({ kind: 'accepted' });
      expect(world.calls).toEqual(['begin', 'submit', 'ask', 'wait:2000', 'again', 'begin', 'submit']);
    },
  );
  it('submits no second time what that look finds done', async () => {
    const world = { ...ports([refusal('rate-limited')], ['not-done']), again: async () => 'done' as const };
    expect(await settleSubmission(world)).toEqual({ kind: 'accepted', accepted: NOTHING_TOLD });
    expect(world.calls).toEqual(['begin', 'submit', 'ask']);
  });
  it('nor what it finds changed', async () => {
    const again = async () => Promise.reject(refusal('document-changed'));
    const world = { ...ports([refusal('rate-limited')], ['not-done']), again };
    await expect(settleSubmission(world)).rejects.toThrow('document-changed');
    expect(world.calls).toEqual(['begin', 'submit', 'ask']);
  });
  it('never submits a third time', async () => {
    const again = () => refusal('rate-limited');
    const world = ports([again(), again(), again()], ['not-done']);
    expect(await settleSubmission(world)).toMatchObject({ failure: { code: 'rate-limited' }, sent: 'no' });
    expect(world.calls.filter(call => call === 'submit')).toHaveLength(2);
  });
  it('claims nothing after an error that nobody foresaw', async () => {
    const world = ports([new TypeError('x')], ['not-done']);
    expect(await settleSubmission(world)).toMatchObject({ failure: { code: 'unexpected' }, sent: 'unknown' });
    expect(asked(world.calls)).toBe(4);
  });
  it('does not submit what could not be written down', async () => {
    const world = { ...ports(['ok'], []), begin: async () => Promise.reject(refusal('storage-full')) };
    await expect(settleSubmission(world)).rejects.toThrow('storage-full');
    expect(world.calls).toEqual([]);
  });
});

const asked = (calls: string[]) => calls.filter(call => call === 'ask').length;

describe('settleEarlier', () => {
  const unclear = { kind: 'failed', failure: { code: 'ambiguous-submit' }, sent: 'unknown' };

  it.each(['proof', 'nobody'] as const)(
    'never takes "not done" for a proof, however often it was heard (%s)',
    async mandate => {
      const world = ports([], ['not-done']);
      expect(await settleEarlier(world, INTERRUPTED, mandate)).toMatchObject(unclear);
      expect(world.calls).toEqual(['ask', 'wait:1500', 'ask', 'wait:4000', 'ask', 'wait:8000', 'ask']);
    },
  );
  it.each(['service-unavailable', 'network-gone', 'unexpected', 'ambiguous-submit'])(
    'nor after %s',
    async code => {
      const world = ports([], ['not-done']);
      expect(await settleEarlier(world, failure(code), 'proof')).toMatchObject({
        failure: { code },
        sent: 'unknown',
      });
      expect(asked(world.calls)).toBe(4);
    },
  );
  it('hears of a request that was still on its way', async () => {
    const world = ports([], ['not-done', refusal('network-gone'), 'done']);
    expect(await settleEarlier(world, INTERRUPTED, 'proof')).toMatchObject({ kind: 'accepted' });
  });
  it('allows one more where the first was not looked at, after the wait it named', async () => {
    const world = ports([], ['not-done']);
    const because = failure('rate-limited', null, { retryAfterMs: 2000 });
    expect(await settleEarlier(world, because, 'proof')).toBeNull();
    expect(world.calls).toEqual(['ask', 'wait:2000']);
    expect(await settleEarlier(world, because, 'nobody')).toMatchObject({ failure: because, sent: 'no' });
    const busy = failure('rate-limited', null, { retryAfterMs: 3_600_000 });
    expect(await settleEarlier(world, busy, 'proof')).toMatchObject({ failure: busy, sent: 'no' });
  });
  it('keeps a refusal by name, and what it proves', async () => {
    const because = failure('validation-failed');
    expect(await settleEarlier(ports([], ['not-done']), because, 'proof')).toMatchObject({
      failure: because,
      sent: 'no',
    });
    expect(await settleEarlier(ports([], ['unknown']), because, 'proof')).toMatchObject({
      failure: because,
      sent: 'unknown',
    });
  });
  it('asks once for a person who waited already, and then takes the word for it', async () => {
    const world = ports([], ['not-done']);
    expect(await settleEarlier(world, failure('ambiguous-submit'), 'person')).toBeNull();
    expect(world.calls).toEqual(['ask']);
    const done = ports([], ['done']);
    expect(await settleEarlier(done, failure('ambiguous-submit'), 'person')).toMatchObject({
      kind: 'accepted',
    });
    const untold = ports([], ['unknown']);
    expect(await settleEarlier(untold, failure('ambiguous-submit'), 'person')).toMatchObject(unclear);
  });
  it('repeats what only a person may repeat for nobody else, and waits for nothing', async () => {
    const world = ports([], ['not-done'], 'by-person');
    expect(await settleEarlier(world, INTERRUPTED, 'proof')).toMatchObject(unclear);
    expect(await settleEarlier(world, failure('session-expired'), 'proof')).toMatchObject({ kind: 'failed' });
    expect(world.calls).toEqual(['ask', 'ask']);
    expect(await settleEarlier(world, INTERRUPTED, 'person')).toBeNull();
  });
  it('simply finishes what leaves nothing behind', async () => {
    const world = ports([], ['not-done'], 'harmless');
    expect(await settleEarlier(world, INTERRUPTED, 'nobody')).toBeNull();
    expect(world.calls).toEqual(['ask']);
  });
  it('lets a defect through instead of calling it an unclear answer', async () => {
    const world = ports([], [new TypeError('x')]);
    await expect(settleEarlier(world, INTERRUPTED, 'proof')).rejects.toThrow('x');
  });
});
