import { describe, expect, it } from 'vitest';
import { DEMO_INCOMING, DEMO_OUTGOING_DRAFT, DEMO_SENT } from '../../sandbox/didox/index.ts';
import { endOf } from './didox-world.ts';
import { ANSWERS, expectTruth, fault, faultsStage } from './faults-stage.ts';

/**
 * Every unkind answer of the stand-in, to a submission, before and after the effect: the job ends in a state that is true, and at most one submission takes
 * effect.
 */
const stage = faultsStage();

describe.each(['before', 'after'] as const)('%s the effect, submitting is answered with', when => {
  it.each(ANSWERS)('%s: an own draft', async answer => {
    const sender = await stage.begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    stage.world.didox.set({ faults: [fault(answer, { when, endpoints: ['sign'] })] });
    const job = await sender.run(prepared);
    const { status, effective } = stage.found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(job), status.sender === 1, effective);
    // Once the service is well again, one more click brings it to its end, without another signature.
    const signings = stage.world.signings();
    const again = job.state.step === 'done' ? job : await sender.retry(job);
    expect(endOf(again)).toBe('done');
    expect(stage.found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
    expect(stage.world.signings()).toBe(signings);
  });

  it.each([
    'drop',
    'html',
    'partial',
    'bad-gateway',
    'unavailable',
    'rate-limited',
    'token-expired',
  ] as const)('%s: accepting, rejecting, cancelling, deleting', async answer => {
    const receiver = await stage.begin('receiver');
    const accept = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    stage.world.didox.set({ faults: [fault(answer, { when, endpoints: ['sign'] })] });
    const accepted = await receiver.run(accept);
    expectTruth(
      endOf(accepted),
      stage.found(DEMO_INCOMING).status.receiver === 3,
      stage.found(DEMO_INCOMING).effective,
    );

    stage.world.didox.set({ faults: [fault(answer, { when, endpoints: ['reject'] })] });
    const rejected = await receiver.act(DEMO_SENT, 'reject', 'нет');
    expectTruth(
      endOf(rejected),
      stage.found(DEMO_SENT).status.receiver === 4,
      stage.found(DEMO_SENT).effective,
    );
  });

  it.each([
    'drop',
    'html',
    'partial',
    'bad-gateway',
    'unavailable',
    'rate-limited',
    'token-expired',
  ] as const)('%s: cancelling and deleting', async answer => {
    const sender = await stage.begin('sender');
    stage.world.didox.set({ faults: [fault(answer, { when, endpoints: ['delete'] })] });
    const cancelled = await sender.act(DEMO_SENT, 'cancel');
    expectTruth(
      endOf(cancelled),
      stage.found(DEMO_SENT).status.sender === 5,
      stage.found(DEMO_SENT).effective,
    );
    stage.world.didox.set({ faults: [fault(answer, { when, endpoints: ['delete-draft'] })] });
    const deleted = await sender.act(DEMO_OUTGOING_DRAFT, 'delete-draft');
    const draft = stage.found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(deleted), draft.status.sender === 55, draft.effective);
  });
});

describe('when the state cannot be read after a lost answer', () => {
  it.each(['before', 'after'] as const)(
    'it is said that it is not known; asked again later, the truth comes out (%s)',
    async when => {
      const sender = await stage.begin('sender');
      const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
      stage.world.didox.set({
        faults: [
          fault('drop', { when, endpoints: ['sign'] }),
          // The look beside the signature still sees it.
          fault('bad-gateway', { endpoints: ['document'], skip: 1, count: 20 }),
        ],
      });
      const job = await sender.run(prepared);
      expect(endOf(job)).toBe('ambiguous-submit, sent unknown');
      stage.world.didox.set({ faults: [] });
      expect(endOf(await sender.retry(job))).toBe('done');
      expect(stage.found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
      expect(stage.found(DEMO_OUTGOING_DRAFT).submissions).toHaveLength(1);
    },
  );

  it('a token that dies on the way is renewed once, and the document goes out once', async () => {
    const sender = await stage.begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    stage.world.didox.forgetSessions();
    expect(endOf(await sender.run(prepared))).toBe('done');
    expect(stage.found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
    expect(stage.world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token')).toHaveLength(2);
  });

  it('the service’s waits are kept', async () => {
    const sender = await stage.begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    stage.world.didox.set({ faults: [fault('rate-limited', { endpoints: ['sign'], retryAfter: 7 })] });
    expect(endOf(await sender.run(prepared))).toBe('done');
    expect(stage.world.waits).toContain(7000);
  });
});
