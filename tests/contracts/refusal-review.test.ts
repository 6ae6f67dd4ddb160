import { describe, expect, it } from 'vitest';
import { DEMO_INCOMING_FOR_SENDER, DEMO_SENT } from '../../sandbox/didox/index.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();
const reviewOf = (reviewId: string) => stage.ask('review/get', { reviewId });
const opened = () => stage.browser.desks.at(-1)?.replace('review/', '') ?? '';

describe.each([
  ['reject', DEMO_INCOMING_FOR_SENDER, false],
  ['cancel', DEMO_SENT, true],
] as const)('a click on %s', (action, id, outgoing) => {
  it('is enough when nothing is signed but the document and the reason', async () => {
    await stage.signIn();
    const tab = await stage.open(id, outgoing);
    await tab.click(action);
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(stage.browser.desks).toEqual([]);
    expect(stage.effective(id)).toBe(1);
  });

  it('opens the review when the service adds something to what is signed; only what stands there is', async () => {
    await stage.signIn();
    const tab = await stage.open(id, outgoing);
    stage.didox.set({ attacks: [{ kind: 'tosign-says-more' }] });
    const signatures = stage.signatures();
    await tab.click(action);
    await expect.poll(opened, PATIENCE).not.toBe('');
    expect(stage.signatures()).toBe(signatures);
    const review = await reviewOf(opened());
    expect(review).toMatchObject({ action: `didox-${action}`, jobIds: [] });
    const facts = review?.items[0]?.facts ?? [];
    expect(facts.at(-1)).toEqual({ label: 'statement', value: 'Долг признаём', kind: 'raw', strong: true });
    // The card is as it was, and its button still there.
    expect(tab.actions()).toContain(action);

    const options = { keyId: review?.keyId ?? '', detached: false, stamp: true };
    const shown = (review?.items ?? []).map(({ sha256 }) => sha256);
    await stage.browser.ask('review/confirm', { reviewId: opened(), options, shown }, 'extension');
    await expect.poll(() => stage.signatures(), PATIENCE).toBe(signatures + 1);
  });

  it('opens the review from the inbox, too', async () => {
    await stage.signIn();
    const here = { owner: OWNER, documentId: id, outgoing };
    const { previewId } = await stage.ask('inbox/preview', { server: 'production', ...here });
    stage.didox.set({ attacks: [{ kind: 'tosign-says-more' }] });
    const signatures = stage.signatures();
    const reason = action === 'reject' ? { reason: 'Сумма не та' } : {};
    const answer = await stage.ask('inbox/act', { previewId, action, ...reason });
    expect(answer).toEqual({ reviewId: opened() });
    const facts = (await reviewOf(opened()))?.items[0]?.facts.map(({ label }) => label);
    expect(facts?.slice(-2)).toEqual([action === 'reject' ? 'reason' : 'documentId', 'statement']);
    expect(stage.signatures()).toBe(signatures);
    expect(stage.submissions(id)).toEqual([]);
  });
});
