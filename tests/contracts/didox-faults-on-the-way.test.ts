import { describe, expect, it } from 'vitest';
import { DEMO_INCOMING, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { endOf } from './didox-world.ts';
import { ANSWERS, expectTruth, fault, faultsStage } from './faults-stage.ts';

/**
 * Every unkind answer of the stand-in, to a step without an effect: the job ends in a state that is true, and at most one submission takes
 * effect.
 */
const stage = faultsStage();

describe('a step without an effect is answered with', () => {
  it.each(ANSWERS)('%s: the stamp', async answer => {
    const sender = await stage.begin('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    stage.world.didox.set({ faults: [fault(answer, { endpoints: ['timestamp'] })] });
    const job = await sender.run(prepared);
    const { status, effective } = stage.found(DEMO_OUTGOING_DRAFT);
    expectTruth(endOf(job), status.sender === 1, effective);
    expect(endOf(job)).not.toMatch(/sent unknown/);
    expect(endOf(job.state.step === 'done' ? job : await sender.retry(job))).toBe('done');
    expect(stage.world.signings()).toBe(2);
  });

  it.each(ANSWERS)('%s: joining', async answer => {
    const receiver = await stage.begin('receiver');
    const prepared = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    stage.world.didox.set({ faults: [fault(answer, { endpoints: ['join'] })] });
    const job = await receiver.run(prepared);
    const { status, effective } = stage.found(DEMO_INCOMING);
    expectTruth(endOf(job), status.receiver === 3, effective);
    expect(endOf(job.state.step === 'done' ? job : await receiver.retry(job))).toBe('done');
  });

  it.each(ANSWERS)('%s: reading the document', async answer => {
    const receiver = await stage.begin('receiver');
    stage.world.didox.set({
      faults: [fault(answer, { endpoints: ['document', 'document-base64'], count: 2 })],
    });
    const code = await receiver
      .act(DEMO_INCOMING, 'accept')
      .then(endOf, error => error.failure?.code ?? String(error));
    expect(code).not.toBe('unexpected');
    expect(code).toMatch(/^[a-z-]+$/);
    expect(stage.found(DEMO_INCOMING).effective).toBe(code === 'done' ? 1 : 0);
  });

  it.each(ANSWERS)('%s: signing in', async answer => {
    const world = await stage.open();
    world.didox.set({ faults: [fault(answer, { endpoints: ['auth-token'] })] });
    const job = await world.as('sender').signIn();
    expect(endOf(job)).not.toMatch(/unexpected/);
    const tries = stage.world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    expect(tries).toBe(1);
    if (job.state.step !== 'done') expect(endOf(await world.as('sender').signIn())).toBe('done');
  });
});
