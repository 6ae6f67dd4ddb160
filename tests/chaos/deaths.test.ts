import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobView } from '../../lib/messages/views/job.ts';
import { DEMO_BY_DOCTYPE, DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { LOST } from './arena.ts';
import { Browser } from './browser.ts';
import { OWNER, type Stage, startStage } from './stage.ts';

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
    browser = new Browser(stage.clock, stage.addresses);
    await browser.ask('didox/sign-in', { server: 'production', owner: OWNER });
    await expect.poll(async () => (await list())[0]?.step, PATIENCE).toBe('done');
    return () => browser.close();
  }, 60_000);
  const PATIENCE = { timeout: 30_000, interval: 10 };
  const list = async () => {
    const jobs = await browser.ask('jobs/list', { open: false });
    return jobs === LOST ? [] : jobs;
  };
  const opened = async (id: string, outgoing: boolean) => {
    const tab = browser.openTab({ id, outgoing });
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
      // It may have said so with its last breath, before that was written: the next life finds out, and says the same.
      await expect.poll(() => browser.lives.length, PATIENCE).toBeGreaterThan(1);
      await expect.poll(async () => (await list())[0]?.step, PATIENCE).toBe('done');
      await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
      expect(submissions(id).filter(one => one.effect)).toHaveLength(1);
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
    const made = await browser.ask('batch/prepare', { server: 'production', documents });
    if (made === LOST) throw new Error(browser.lastRefusal);
    const batch = async () => {
      const seen = await browser.ask('batch/get', { batchId: made.batchId });
      return seen === LOST ? null : seen;
    };
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    browser.outage.deadly = 'sending';
    await browser.ask('batch/start', { batchId: made.batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('finished');
    expect((await batch())?.items.map(item => item.state)).toEqual(['done', 'done']);
    expect(browser.lives.length).toBeGreaterThan(1);
  }, 60_000);

  it('in a batch before any job exists, twice: nobody looks, and the alarm alone brings it to its end', async () => {
    const documents = [
      DEMO_OUTGOING_DRAFT,
      ...(['005', '007', '000'] as const).map(type => DEMO_BY_DOCTYPE[type].draft),
    ].map(documentId => ({ owner: OWNER, documentId, outgoing: true }));
    const made = await browser.ask('batch/prepare', { server: 'production', documents }, 'extension');
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

describe('the worker dies, and the service would take the same again', () => {
  let stage: Stage;
  let browser: Browser;
  const PATIENCE = { timeout: 30_000, interval: 10 };
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    stage.didox.reset();
    stage.didox.set({ secondTry: 'accepted' });
    await stage.module.restart();
    browser = new Browser(stage.clock, stage.addresses);
    return () => browser.close();
  });
  const ended = async (): Promise<readonly JobView[]> => {
    browser.wake();
    const jobs = await browser.ask('jobs/list', { open: false });
    return jobs === LOST ? [] : jobs;
  };
  const signIn = async () => {
    await browser.ask('didox/sign-in', { server: 'production', owner: OWNER });
    await expect.poll(async () => (await ended())[0]?.step, PATIENCE).toBe('done');
  };
  const effects = (id: string) => stage.didox.documents.get(id)?.effective;
  const sent = (path: RegExp) =>
    browser.ledger.entries.filter(entry => entry.what === 'submission' && path.test(entry.path)).length;

  it('with a request on its way that arrives a minute later: it is not sent again, and one click finds out', async () => {
    await signIn();
    const tab = browser.openTab({ id: DEMO_OUTGOING_DRAFT, outgoing: true });
    await tab.look();
    browser.outage.deadly = 'sending';
    const late = { answer: 'hang', delayMs: 30_000, when: 'late', effectAfterMs: 30_000 } as const;
    stage.didox.set({ faults: [{ ...late, endpoints: ['sign'] }] });
    await tab.click('sign');
    await expect
      .poll(async () => (await ended())[0], PATIENCE)
      .toMatchObject({ step: 'failed', sent: 'unknown', error: { code: 'ambiguous-submit' } });
    await expect.poll(() => effects(DEMO_OUTGOING_DRAFT), PATIENCE).toBe(1);
    await expect.poll(() => tab.view?.actions.map(action => action.id), PATIENCE).toContain('retry');
    await tab.click('retry');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect([sent(/\/sign$/), effects(DEMO_OUTGOING_DRAFT)]).toEqual([1, 1]);
  }, 60_000);

  it('before the request leaves: a batch says so of that document, and is finished with one more click', async () => {
    await signIn();
    const documents = [
      { owner: OWNER, documentId: DEMO_OUTGOING_DRAFT, outgoing: true },
      { owner: OWNER, documentId: DEMO_INCOMING_FOR_SENDER, outgoing: false },
    ];
    const made = await browser.ask('batch/prepare', { server: 'production', documents });
    if (made === LOST) throw new Error(browser.lastRefusal);
    const { batchId } = made;
    const batch = async () => {
      const seen = await browser.ask('batch/get', { batchId });
      return seen === LOST ? null : seen;
    };
    const states = async () => (await batch())?.items.map(item => item.state);
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    browser.outage.deadly = 'leaving';
    await browser.ask('batch/start', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('finished');
    expect(await states()).toEqual(['failed', 'done']);
    expect((await batch())?.items[0]?.error?.code).toBe('ambiguous-submit');
    await browser.ask('batch/control', { batchId, command: 'retry-failed' });
    await expect.poll(states, PATIENCE).toEqual(['done', 'done']);
    expect([effects(DEMO_OUTGOING_DRAFT), effects(DEMO_INCOMING_FOR_SENDER)]).toEqual([1, 1]);
  }, 60_000);

  it.each(['leaving', 'sending', 'sent'] as const)(
    'while signing in (%s): only a person signs in again',
    async deadly => {
      browser.outage.deadly = deadly;
      if (deadly === 'sending') stage.didox.set({ latencyMs: { 'auth-token': 30_000 } });
      await browser.ask('didox/sign-in', { server: 'production', owner: OWNER });
      await expect
        .poll(async () => (await ended())[0], PATIENCE)
        .toMatchObject({ step: 'failed', error: { code: 'login-unanswered' } });
      expect(sent(/\/token\/\w+$/)).toBe(1);
      stage.didox.set({ latencyMs: {} });
      await signIn();
    },
    60_000,
  );

  it('with a text to sign: it is finished, and nothing of it ever leaves', async () => {
    const made = await browser.ask('review/practice', {});
    if (made === LOST) throw new Error(browser.lastRefusal);
    await browser.ask('keys/list', { refresh: true });
    const keyId = async () => {
      const keys = await browser.ask('keys/list', { refresh: false });
      return keys === LOST ? undefined : keys.groups.find(group => group.owner === OWNER)?.keys[0]?.id;
    };
    await expect.poll(keyId, PATIENCE).toBeDefined();
    const options = { keyId: (await keyId()) ?? '', detached: false, stamp: false };
    const view = await browser.ask('review/get', made);
    const shown = view === LOST || !view ? [] : view.items.map(item => item.sha256);
    await browser.ask('review/confirm', { ...made, options, shown });
    await expect.poll(async () => (await browser.snapshot()).jobs[0]?.state.step, PATIENCE).toBe('done');
    // As it was when the last note before the end had been written.
    browser.kill();
    const disk = await browser.disk();
    const [job] = await disk.getAll('jobs');
    if (job) await disk.put('jobs', { ...job, open: 1, state: { step: 'submitting' } });
    await disk.clear('receipts');
    disk.close();
    await expect.poll(async () => (await ended())[0]?.step, PATIENCE).toBe('done');
    expect((await browser.snapshot()).receipts).toHaveLength(1);
  }, 60_000);
});

describe('a page that asks twice', () => {
  it('is told the news of what its last question showed, however slow the first was', async () => {
    const stage = await startStage();
    const browser = new Browser(stage.clock, stage.addresses);
    const tab = browser.openTab({ id: DEMO_OUTGOING_DRAFT, outgoing: true });
    await browser.ask('didox/sign-in', { server: 'production', owner: OWNER });
    const signedIn = async () => {
      const jobs = await browser.ask('jobs/list', { open: false });
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
