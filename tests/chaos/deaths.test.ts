import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { Browser, LOST } from './browser.ts';
import { OWNER, type Stage, startStage } from './stage.ts';
import { Tab } from './tab.ts';

/** The deaths that matter most, one by one, so that each has a name. */
describe('the worker dies', () => {
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    stage.didox.reset();
    stage.module.set({ passwordDelayMs: 0 });
    await stage.module.restart();
    browser = new Browser(stage.clock, {
      didoxApi: stage.didox.api,
      ws: stage.module.ws,
      wss: stage.module.wss,
    });
    await browser.ask('didox/sign-in', { owner: OWNER }, 'extension');
    await expect.poll(async () => (await list())[0]?.step, PATIENCE).toBe('done');
    return () => browser.close();
  });
  const PATIENCE = { timeout: 30_000, interval: 10 };
  const list = async () => {
    const jobs = await browser.ask('jobs/list', { open: false }, 'extension');
    return jobs === LOST ? [] : jobs;
  };
  const opened = async (id: string, outgoing: boolean, number = 1) => {
    const tab = new Tab(browser, number, id, outgoing);
    await tab.look();
    return tab;
  };
  const submissions = (id: string) => stage.didox.documents.get(id)?.submissions ?? [];

  it.each([
    ['sending', DEMO_OUTGOING_DRAFT, true, 'sign'],
    ['sent', DEMO_OUTGOING_DRAFT, true, 'sign'],
    ['sent', DEMO_INCOMING_FOR_SENDER, false, 'accept'],
  ] as const)(
    'while it is %s a document: the next life asks, and says what happened',
    async (deadly, id, outgoing, action) => {
      const tab = await opened(id, outgoing);
      browser.outage.deadly = deadly;
      // Slow enough to be killed in the middle.
      stage.didox.set({ latencyMs: { sign: 40 } });
      await tab.click(action);
      await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
      expect(submissions(id).filter(one => one.effect)).toHaveLength(1);
      expect(browser.lives.length).toBeGreaterThan(1);
    },
    60_000,
  );

  it('with a signature in hand: it is used, and nobody types a password again', async () => {
    const tab = await opened(DEMO_OUTGOING_DRAFT, true);
    await tab.click('sign');
    await expect.poll(() => browser.overheard.signatures.length, PATIENCE).toBe(2);
    await expect.poll(async () => (await list())[0]?.step, PATIENCE).not.toBe('signing');
    browser.kill();
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(browser.overheard.signatures).toHaveLength(2);
  }, 60_000);

  it('before the password was typed: "interrupted, nothing was sent"', async () => {
    // Nothing is remembered of the password that was typed to sign in.
    await stage.module.restart();
    stage.module.set({ passwordDelayMs: 60_000 });
    const tab = await opened(DEMO_OUTGOING_DRAFT, true);
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('waiting');
    browser.kill();
    stage.module.set({ passwordDelayMs: 0 });
    await expect.poll(() => tab.view?.status.text, PATIENCE).toMatch(/^Interrupted; nothing was sent/);
    expect(submissions(DEMO_OUTGOING_DRAFT)).toEqual([]);
  }, 60_000);

  it('in a batch: the batch goes on, and both its documents are done', async () => {
    const documents = [
      { owner: OWNER, documentId: DEMO_OUTGOING_DRAFT.toLowerCase(), outgoing: true },
      { owner: OWNER, documentId: DEMO_INCOMING_FOR_SENDER, outgoing: false },
    ];
    const made = await browser.ask('batch/prepare', { documents }, 'extension');
    if (made === LOST) throw new Error(browser.lastRefusal);
    const batch = async () => {
      const seen = await browser.ask('batch/get', { batchId: made.batchId }, 'extension');
      return seen === LOST ? null : seen;
    };
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    browser.outage.deadly = 'sending';
    await browser.ask('batch/start', { batchId: made.batchId }, 'extension');
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('finished');
    expect((await batch())?.items.map(item => item.state)).toEqual(['done', 'done']);
    expect(browser.lives.length).toBeGreaterThan(1);
  }, 60_000);

  it('in a batch before any job exists, twice: nobody looks, and the alarm alone brings it to its end', async () => {
    const documents = [
      DEMO_OUTGOING_DRAFT,
      ...(['005', '007', '000'] as const).map(type => DEMO_BY_DOCTYPE[type].draft),
    ].map(documentId => ({ owner: OWNER, documentId, outgoing: true }));
    const made = await browser.ask('batch/prepare', { documents }, 'extension');
    if (made === LOST) throw new Error(browser.lastRefusal);
    const { batchId } = made;
    // Not asked of the worker: a question would wake it.
    const onDisk = async () => {
      const disk = await browser.disk();
      const [batch, open] = await Promise.all([
        disk.get('batches', batchId),
        disk.countFromIndex('jobs', 'open', 1),
      ]);
      disk.close();
      return { state: batch?.state, items: batch?.items.map(item => item.state), open };
    };
    await expect.poll(async () => (await onDisk()).state, PATIENCE).toBe('ready');
    // A life that did not read the documents itself fetches them before it can make a job of any; here in vain.
    browser.kill();
    stage.didox.set({ faults: [{ answer: 'hang', endpoints: ['document'], count: null }] });
    await browser.ask('batch/start', { batchId }, 'extension');
    await expect.poll(async () => (await onDisk()).items, PATIENCE).toContain('working');
    browser.kill();
    expect(await onDisk()).toMatchObject({ state: 'running', open: 0 });
    await expect.poll(() => browser.life, PATIENCE).not.toBeNull();
    browser.kill();
    stage.didox.set({ faults: [] });
    await expect.poll(async () => (await onDisk()).state, PATIENCE).toBe('finished');
    expect((await onDisk()).items).toEqual(['done', 'done', 'done', 'done']);
    expect(browser.lives.length).toBeGreaterThanOrEqual(4);
    for (const { documentId } of documents)
      expect(submissions(documentId).filter(one => one.effect)).toHaveLength(1);
  }, 60_000);
});

describe('a page that asks twice', () => {
  it('is told the news of what its last question showed, however slow the first was', async () => {
    const stage = await startStage();
    const browser = new Browser(stage.clock, {
      didoxApi: stage.didox.api,
      ws: stage.module.ws,
      wss: stage.module.wss,
    });
    const tab = new Tab(browser, 1, DEMO_OUTGOING_DRAFT, true);
    await browser.ask('didox/sign-in', { owner: OWNER }, 'extension');
    const signedIn = async () => {
      const jobs = await browser.ask('jobs/list', { open: false }, 'extension');
      return jobs === LOST ? null : jobs[0]?.step;
    };
    await expect.poll(signedIn, { timeout: 30_000 }).toBe('done');
    stage.didox.set({ faults: [{ answer: 'slow', delayMs: 150, endpoints: ['document'] }] });
    const slow = tab.look();
    await new Promise(resolve => setTimeout(resolve, 20));
    await tab.look();
    const shown = tab.view?.viewId;
    await slow;
    expect(tab.view?.viewId).toBe(shown);
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, { timeout: 30_000 }).toBe('done');
    browser.close();
    await stage.stop();
  }, 60_000);
});
