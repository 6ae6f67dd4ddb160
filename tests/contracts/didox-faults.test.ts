import { afterEach, describe, expect, it } from 'vitest';
import {
  DEMO_INCOMING,
  DEMO_OUTGOING_DRAFT,
  DEMO_SENT,
  type Fault,
  faultAnswers,
} from '../../sandbox/didox/index.ts';
import { type DidoxWorld, endOf, startWorld } from './didox-world.ts';

/**
 * Every unkind answer of the stand-in, to every step, before and after the effect: the job ends in a state that is true,
 * and at most one submission takes effect.
 */
let world: DidoxWorld;
afterEach(() => world?.stop());

const ANSWERS = faultAnswers.filter(answer => answer !== 'custom');
const fault = (answer: Fault['answer'], more: Partial<Fault>): Fault => ({ answer, delayMs: 30, ...more });

async function begin(who: 'sender' | 'receiver', settings = {}) {
  world = await startWorld({ settings });
  const actor = world.as(who);
  expect(endOf(await actor.signIn())).toBe('done');
  return actor;
}
function found(id: string) {
  const document = world.didox.documents.get(id);
  if (!document) throw new Error(`no document ${id}`);
  return document;
}

/** What is said about the document must be so. */
function expectTruth(end: string, happened: boolean, effective: number) {
  expect(effective).toBe(happened ? 1 : 0);
  if (end === 'done') expect(happened).toBe(true);
  else if (end.endsWith('sent no')) expect(happened).toBe(false);
  else expect(end).toMatch(/, sent unknown$/);
}

describe.each(['before', 'after'] as const)('%s the effect, submitting is answered with', when => {
  it.each(ANSWERS)('%s: an own draft', async answer => {
    const sender = await begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.set({ faults: [fault(answer, { when, endpoints: ['sign'] })] });
    const job = await sender.run(prepared);
    const { status, effective } = found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(job), status.sender === 1, effective);
    // Once the service is well again, one more click brings it to its end, without another signature.
    const signings = world.signings();
    const again = job.state.step === 'done' ? job : await sender.retry(job);
    expect(endOf(again)).toBe('done');
    expect(found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
    expect(world.signings()).toBe(signings);
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
    const receiver = await begin('receiver');
    const accept = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    world.didox.set({ faults: [fault(answer, { when, endpoints: ['sign'] })] });
    const accepted = await receiver.run(accept);
    expectTruth(endOf(accepted), found(DEMO_INCOMING).status.receiver === 3, found(DEMO_INCOMING).effective);

    world.didox.set({ faults: [fault(answer, { when, endpoints: ['reject'] })] });
    const rejected = await receiver.act(DEMO_SENT, 'reject', 'нет');
    expectTruth(endOf(rejected), found(DEMO_SENT).status.receiver === 4, found(DEMO_SENT).effective);
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
    const sender = await begin('sender');
    world.didox.set({ faults: [fault(answer, { when, endpoints: ['delete'] })] });
    const cancelled = await sender.act(DEMO_SENT, 'cancel');
    expectTruth(endOf(cancelled), found(DEMO_SENT).status.sender === 5, found(DEMO_SENT).effective);
    world.didox.set({ faults: [fault(answer, { when, endpoints: ['delete-draft'] })] });
    const deleted = await sender.act(DEMO_OUTGOING_DRAFT, 'delete-draft');
    const draft = found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(deleted), draft.status.sender === 55, draft.effective);
  });
});

describe('a step without an effect is answered with', () => {
  it.each(ANSWERS)('%s: the stamp', async answer => {
    const sender = await begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.set({ faults: [fault(answer, { endpoints: ['timestamp'] })] });
    const job = await sender.run(prepared);
    const { status, effective } = found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(job), status.sender === 1, effective);
    expect(endOf(job)).not.toMatch(/sent unknown/);
    expect(endOf(job.state.step === 'done' ? job : await sender.retry(job))).toBe('done');
    expect(world.signings()).toBe(2);
  });

  it.each(ANSWERS)('%s: joining', async answer => {
    const receiver = await begin('receiver');
    const prepared = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    world.didox.set({ faults: [fault(answer, { endpoints: ['join'] })] });
    const job = await receiver.run(prepared);
    const { status, effective } = found(DEMO_INCOMING);
    expectTruth(endOf(job), status.receiver === 3, effective);
    expect(endOf(job.state.step === 'done' ? job : await receiver.retry(job))).toBe('done');
  });

  it.each(ANSWERS)('%s: reading the document', async answer => {
    const receiver = await begin('receiver');
    world.didox.set({ faults: [fault(answer, { endpoints: ['document', 'document-base64'], count: 2 })] });
    const code = await receiver
      .act(DEMO_INCOMING, 'accept')
      .then(endOf, error => error.failure?.code ?? String(error));
    expect(code).not.toBe('unexpected');
    expect(code).toMatch(/^[a-z-]+$/);
    expect(found(DEMO_INCOMING).effective).toBe(code === 'done' ? 1 : 0);
  });

  it.each(ANSWERS)('%s: signing in', async answer => {
    world = await startWorld();
    world.didox.set({ faults: [fault(answer, { endpoints: ['auth-token'] })] });
    const job = await world.as('sender').signIn();
    expect(endOf(job)).not.toMatch(/unexpected/);
    const tries = world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    expect(tries).toBe(1);
    if (job.state.step !== 'done') expect(endOf(await world.as('sender').signIn())).toBe('done');
  });
});

describe('when the state cannot be read after a lost answer', () => {
  it.each(['before', 'after'] as const)(
    'it is said that it is not known; asked again later, the truth comes out (%s)',
    async when => {
      const sender = await begin('sender');
      const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
      world.didox.set({
        faults: [
          fault('drop', { when, endpoints: ['sign'] }),
          // The look beside the signature still sees it.
          fault('bad-gateway', { endpoints: ['document'], skip: 1, count: 20 }),
        ],
      });
      const job = await sender.run(prepared);
      expect(endOf(job)).toBe('ambiguous-submit, sent unknown');
      world.didox.set({ faults: [] });
      expect(endOf(await sender.retry(job))).toBe('done');
      expect(found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
      expect(found(DEMO_OUTGOING_DRAFT).submissions).toHaveLength(1);
    },
  );

  it('a token that dies on the way is renewed once, and the document goes out once', async () => {
    const sender = await begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.forgetSessions();
    expect(endOf(await sender.run(prepared))).toBe('done');
    expect(found(DEMO_OUTGOING_DRAFT).effective).toBe(1);
    expect(world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token')).toHaveLength(2);
  });

  it('the service’s waits are kept', async () => {
    const sender = await begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.set({ faults: [fault('rate-limited', { endpoints: ['sign'], retryAfter: 7 })] });
    expect(endOf(await sender.run(prepared))).toBe('done');
    expect(world.waits).toContain(7000);
  });
});
