import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { type DidoxWorld, endOf, startWorld } from './didox-world.ts';

let world: DidoxWorld;
afterEach(() => world?.stop());
const LATE_MS = 500;

/** A draft was signed, and nobody knows whether that arrived: it takes effect later. */
async function leftUnclear(settings = {}) {
  world = await startWorld({ settings });
  const sender = world.as('sender');
  await sender.signIn();
  const shown = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
  const late = { answer: 'bad-gateway', when: 'late', effectAfterMs: LATE_MS, endpoints: ['sign'] } as const;
  world.didox.set({ faults: [late] });
  const unclear = await sender.run(shown);
  expect(endOf(unclear)).toMatch(/, sent unknown$/);
  return { sender, shown, unclear };
}

it('what may still arrive is not called unsent because a later try of it was refused', async () => {
  const { sender, unclear } = await leftUnclear();
  // "Try again": not there yet, so it goes out once more, and is refused for another reason.
  world.didox.set({ faults: [{ answer: 'user-disabled', endpoints: ['sign'] }] });
  const again = await sender.retry(unclear);
  await expect
    .poll(() => world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective, { timeout: 5_000 })
    .toBe(1);
  expect(endOf(again)).not.toMatch(/sent no$/);
});

it('and no second one is made', async () => {
  const { sender, shown, unclear } = await leftUnclear({ secondTry: 'accepted' });
  world.didox.set({ faults: [{ answer: 'user-disabled', endpoints: ['sign'] }] });
  await sender.retry(unclear);
  // "Nothing was sent": the card offers "Sign", and it is signed anew.
  const anew = await sender.run(shown);
  await new Promise(resolve => setTimeout(resolve, 2 * LATE_MS));
  expect(anew.id).toBe(unclear.id);
  expect(world.didox.documents.get(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
});

describe('an unclear end of a document that was corrected and signed since', () => {
  it('is not "signed", and leaves no receipt of content that the service never took', async () => {
    world = await startWorld();
    const sender = world.as('sender');
    await sender.signIn();
    const first = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.set({ faults: [{ answer: 'bad-gateway', when: 'before', endpoints: ['sign'] }] });
    const unclear = await sender.run(first);
    expect(endOf(unclear)).toMatch(/sent unknown$/);
    world.didox.documents.edit(DEMO_OUTGOING_DRAFT, { withVat: 5 });
    const second = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    expect(endOf(await sender.run(second))).toBe('done');

    const again = await sender.retry(unclear);
    expect(endOf(again)).not.toBe('done');
  });
});
