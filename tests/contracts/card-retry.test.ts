import { describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { LOST } from '../chaos/browser.ts';
import type { Tab } from '../chaos/tab.ts';
import { cardStage, factOf, OWNER, PATIENCE, stand } from './card-stage.ts';

const stage = cardStage();
const SUM = 'Sum with VAT';

describe('after a refusal and a correction on the site', () => {
  it('the new content is shown, and nothing but its own signature sends it', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    stage.didox.set({ faults: [{ answer: 'validation', endpoints: ['sign'] }] });
    await tab.click('sign');
    await expect
      .poll(() => stand(tab), PATIENCE)
      .toBe('Didox found a mistake in the document [sign,delete-draft]');

    stage.didox.documents.edit(DEMO_OUTGOING_DRAFT, { withVat: 1250 });
    await tab.look();
    expect(factOf(tab.view, SUM)).toBe('1,250 UZS');
    expect(stand(tab)).toBe('Ready to sign [sign,delete-draft]');
    const before = stage.signatures();
    await tab.click('retry');
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(stage.signatures()).toBe(before + 1);
    expect(stage.submissions(DEMO_OUTGOING_DRAFT).filter(({ effect }) => effect)).toMatchObject([
      { match: 'bytes' },
    ]);
  });

  it('"Try again" in the desk does not send the old signature either', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    stage.didox.set({ offerRequired: [SENDER_TIN] });
    await tab.click('sign');
    await expect.poll(() => stand(tab), PATIENCE).toBe("Didox's public offer is not signed [retry,offer]");
    stage.didox.set({ offerRequired: [] });
    stage.didox.documents.edit(DEMO_OUTGOING_DRAFT, { number: '1042-A' });
    const jobs = await stage.browser.ask('jobs/list', { open: false }, 'extension');
    const failed = Array.isArray(jobs) ? jobs.find(job => job.canRetry) : undefined;
    await stage.browser.ask('jobs/retry', { jobId: failed?.id ?? '' }, 'extension');
    // The card looks again by itself: what it shows then is the new content, and why the old one was not sent.
    await expect.poll(() => tab.view?.title, PATIENCE).toBe('Invoice No. 1042-A');
    await expect.poll(() => stand(tab), PATIENCE).toBe('The document has changed [sign,delete-draft,reload]');
    expect(stage.effective(DEMO_OUTGOING_DRAFT)).toBe(0);
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
  });
});

describe('a draft that is changed while it is on screen', () => {
  it('is not signed as it was; the card shows how it is', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    stage.didox.documents.edit(DEMO_OUTGOING_DRAFT, { withVat: 9_000 });
    await tab.click('sign');
    await expect.poll(() => factOf(tab.view, SUM), PATIENCE).toBe('9,000 UZS');
    expect(stand(tab)).toBe('The document has changed [sign,delete-draft,reload]');
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toEqual([]);
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toMatchObject([{ effect: true, match: 'bytes' }]);
  });
});

describe('"Try again" that sends a signature', () => {
  const press = (tab: Tab, viewId: string, visible: boolean) =>
    stage.browser.ask('card/act', { viewId, action: 'retry', visible }, { tabId: tab.id, href: tab.href });
  it('is a click that must count, and needs no second signature', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    const stale = tab.view?.viewId ?? '';
    stage.didox.set({ offerRequired: [SENDER_TIN] });
    await tab.click('sign');
    await expect.poll(() => tab.actions(), PATIENCE).toContain('retry');
    stage.didox.set({ offerRequired: [] });
    const signatures = stage.signatures();
    const refused = stage.submissions(DEMO_OUTGOING_DRAFT).length;
    expect(await press(tab, tab.view?.viewId ?? '', false)).toEqual({ outcome: 'review-opened' });
    expect(await press(tab, stale, true)).toEqual({ outcome: 'stale' });
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(refused);
    await tab.click('retry');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(stage.signatures()).toBe(signatures);
  });
});

describe('a connection that breaks while it is being sent', () => {
  it.each(['before', 'after'] as const)(
    'says that it is not known (%s the service took it), and finds out when the network is back',
    async when => {
      await stage.signIn();
      const tab = await stage.open(DEMO_OUTGOING_DRAFT);
      stage.didox.set({
        faults: [
          { answer: 'drop', when, endpoints: ['sign'], count: when === 'before' ? null : 1 },
          { answer: 'drop', endpoints: ['document'], skip: 1, count: null },
        ],
      });
      await tab.click('sign');
      await expect.poll(() => stand(tab), PATIENCE).toBe('It is not known whether it arrived [retry]');
      expect(stage.effective(DEMO_OUTGOING_DRAFT)).toBe(when === 'after' ? 1 : 0);
      const signatures = stage.signatures();
      stage.didox.set({ faults: [] });
      await tab.click('retry');
      await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
      expect(stage.effective(DEMO_OUTGOING_DRAFT)).toBe(1);
      expect(stage.signatures()).toBe(signatures);
    },
  );
});

describe('the keyboard’s way to a review', () => {
  const press = async () => {
    await stage.browser.wake().worker.reviewDocument(`https://didox.uz/documents/${DEMO_OUTGOING_DRAFT}/1`);
    return stage.browser.desks.at(-1) ?? '';
  };
  const review = (route: string) =>
    stage.browser.ask('review/get', { reviewId: route.replace('review/', '') }, 'extension');

  it('shows the document, or why it cannot be shown', async () => {
    await stage.signIn();
    expect(await review(await press())).toMatchObject({ kind: 'didox' });
    stage.didox.set({ faults: [{ answer: 'server-error', endpoints: ['document'], count: null }] });
    const route = await press();
    expect(route).toMatch(/^review\//);
    expect(await review(route)).toBe(LOST);
    expect(stage.browser.lastRefusal).toMatch(/^review\/get: service-/);
  });
});

describe('a signature of which nobody knows whether it arrived', () => {
  /** `after`: it did. */
  const leftUnclear = async (when: 'before' | 'after'): Promise<Tab> => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    const sent = { answer: 'drop', when, endpoints: ['sign'], count: when === 'before' ? null : 1 } as const;
    stage.didox.set({ faults: [sent, { answer: 'drop', endpoints: ['document'], skip: 1, count: null }] });
    await tab.click('sign');
    await expect.poll(() => stand(tab), PATIENCE).toBe('It is not known whether it arrived [retry]');
    stage.didox.set({ faults: [] });
    return tab;
  };
  const unclear = async () => (await stage.jobs()).find(({ sent }) => sent === 'unknown');
  const here = { owner: OWNER, documentId: DEMO_OUTGOING_DRAFT, outgoing: true };

  it('is not made anew in a batch: the document fails, and one click goes on with it', async () => {
    await leftUnclear('before');
    const [known, signatures] = [await unclear(), stage.signatures()];
    const submitted = stage.submissions(DEMO_OUTGOING_DRAFT).length;
    const { batchId } = await stage.ask('batch/prepare', { server: 'production', documents: [here] });
    const batch = () => stage.ask('batch/get', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    await stage.ask('batch/start', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('finished');
    expect((await batch())?.items).toMatchObject([
      { state: 'failed', jobId: known?.id, error: { code: 'ambiguous-submit' } },
    ]);
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(submitted);
    await stage.ask('batch/control', { batchId, command: 'retry-failed' });
    await expect.poll(async () => (await batch())?.done, PATIENCE).toBe(1);
    expect(stage.signatures()).toBe(signatures);
  });

  it('is not made anew in the inbox: what was begun is shown, and goes on when it is tried again', async () => {
    await leftUnclear('before');
    const [known, signatures] = [await unclear(), stage.signatures()];
    const submitted = stage.submissions(DEMO_OUTGOING_DRAFT).length;
    const { previewId } = await stage.ask('inbox/preview', { server: 'production', ...here });
    expect(await stage.ask('inbox/act', { previewId, action: 'sign' })).toEqual({
      jobId: known?.id,
    });
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(submitted);
    await stage.ask('jobs/retry', { jobId: known?.id ?? '' });
    await expect
      .poll(async () => (await stage.jobs()).find(({ id }) => id === known?.id)?.step, PATIENCE)
      .toBe('done');
    expect(stage.signatures()).toBe(signatures);
  });

  it.each(['before', 'after'] as const)(
    'is gone on with in the review when the click is not proved (%s it arrived), and nothing is begun beside it',
    async when => {
      const tab = await leftUnclear(when);
      const [known, submitted] = [await unclear(), stage.submissions(DEMO_OUTGOING_DRAFT).length];
      await tab.look();
      const where = { tabId: tab.id, href: tab.href };
      const click = { viewId: tab.view?.viewId ?? '', action: 'retry', visible: false } as const;
      expect(await stage.browser.ask('card/act', click, where)).toEqual({ outcome: 'review-opened' });
      const reviewId = stage.browser.desks.at(-1)?.replace('review/', '') ?? '';
      const review = await stage.ask('review/get', { reviewId });
      expect(review).toMatchObject({ action: 'didox-sign', jobIds: [known?.id] });
      const options = { keyId: review?.keyId ?? '', detached: false, stamp: true };
      const shown = (review?.items ?? []).map(({ sha256 }) => sha256);
      await stage.ask('review/confirm', { reviewId, options, shown });
      expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(submitted);
      await stage.ask('jobs/retry', { jobId: known?.id ?? '' });
      await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
      expect(stage.effective(DEMO_OUTGOING_DRAFT)).toBe(1);
      expect(stage.submissions(DEMO_OUTGOING_DRAFT).map(({ kind }) => kind)).not.toContain('cancel');
    },
  );
});
