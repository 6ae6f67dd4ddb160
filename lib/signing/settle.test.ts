import { describe, expect, it } from 'vitest';
import { failure } from './failure.ts';
import { settleEarlier, settleSubmission } from './settle.ts';
import { DONE, refusal } from './testing/set-up.ts';

type Answer = 'done' | 'not-done' | 'unknown' | Error;

function ports(submissions: (Error | 'ok')[], answers: Answer[]) {
  const calls: string[] = [];
  return {
    calls,
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
    'submits a second time after %s, written down anew and only after asking',
    async code => {
      const world = ports([refusal(code, { retryAfterMs: 2000 }), 'ok'], ['not-done']);
      expect(await settleSubmission(world)).toMatchObject({ kind: 'accepted' });
      expect(world.calls).toEqual(['begin', 'submit', 'ask', 'wait:2000', 'begin', 'submit']);
    },
  );
  it('never submits a third time', async () => {
    const again = () => refusal('rate-limited');
    const world = ports([again(), again(), again()], ['not-done']);
    expect(await settleSubmission(world)).toMatchObject({ failure: { code: 'rate-limited' }, sent: 'no' });
    expect(world.calls.filter(call => call === 'submit')).toHaveLength(2);
  });
  it('does not submit what could not be written down', async () => {
    const world = { ...ports(['ok'], []), begin: async () => Promise.reject(refusal('storage-full')) };
    await expect(settleSubmission(world)).rejects.toThrow('storage-full');
    expect(world.calls).toEqual([]);
  });
});

describe('settleEarlier', () => {
  it('is patient only when its answer is the last word', async () => {
    const quick = ports([], ['not-done']);
    expect(await settleEarlier(quick, failure('interrupted'), { patient: false })).toBe('not-done');
    expect(quick.calls).toEqual(['ask']);
    const patient = ports([], ['not-done', 'not-done', 'done']);
    expect(await settleEarlier(patient, failure('interrupted'), { patient: true })).toBe('done');
  });
  it('lets a defect through instead of calling it an unclear answer', async () => {
    const world = ports([], [new TypeError('x')]);
    await expect(settleEarlier(world, failure('interrupted'), { patient: false })).rejects.toThrow('x');
  });
});
