import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_OF_TWO_TIN, SECOND_OF_TWO_TIN, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { askFrom } from '../harness/ask.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

/** What a service answers when it will not take a document; each needs words of its own. */
const REFUSALS = [
  { answer: 'validation' },
  { answer: 'forbidden' },
  { answer: 'field-errors' },
  { answer: 'signature-field' },
  { answer: 'error-reason' },
  { answer: 'bare-string' },
  { answer: 'rate-limited', retryAfter: 1, count: 2 },
] as const;
/** What leaves it open whether the document arrived, or asks for patience: nobody has to do anything about these. */
const HICCUPS = [
  { answer: 'drop', when: 'after' },
  { answer: 'server-error', when: 'after' },
  { answer: 'html', when: 'after' },
  { answer: 'partial', when: 'after' },
  { answer: 'rate-limited', retryAfter: 1 },
] as const;

describe('a batch', () => {
  let test: TestBrowser;
  let desk: Desk;

  beforeAll(async () => {
    const world = await startWorld({ eimzo: { listDelayMs: 0 } });
    test = await startBrowser({ world });
    await test.settings.putPartnerToken();
    await test.settings.trustSandboxRoot();
    desk = new Desk(await test.desk('inbox'));
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });
  beforeEach(() => test.world.set({ eimzo: { signDelayMs: 0 }, didox: { faults: [] } }));

  const document = (id: string) => {
    const found = test.world.didox.documents.get(id);
    if (found === null) throw new Error(`no document ${id}`);
    return found;
  };
  const windows = () => test.world.eimzo.calls.filter(({ window }) => window !== null).length;
  const effects = (ids: readonly string[]) => ids.map(id => document(id).effective);
  /** Each kind once: the ids of a seed are always the same, and what was signed stays signed for the extension. */
  const seed = (kind: 'mixed-100' | 'outgoing-100' | 'incoming-100') => {
    test.world.didox.seed('empty');
    return test.world.didox.seed(kind);
  };
  const invoicesOf = (ids: readonly string[]) => ids.filter(id => document(id).doctype === '002');
  /** All documents of a folder (with `type`: of one type), reviewed and started. */
  const start = async (folder: string, all: number, type = '', count = all) => {
    await desk.goTo(`inbox/${folder}`);
    await desk.press('Refresh');
    await desk.waitForText(new RegExp(`\\b${all} documents · loaded`));
    await desk.choose('Type', type);
    await desk.press('Select all that are shown');
    await desk.press(new RegExp(`^Review ${count} documents`));
    await desk.press(new RegExp(`^Sign ${count} documents`), 30_000);
  };

  it('of two companies of one person: one password each, one after the other', async () => {
    await desk.press(/^Sign in: Jismoniyev/i);
    await desk.waitForText('2 companies of this person');
    await enter(/ALFA/, 2);
    await desk.press(/accounts, 2 signed in/);
    await enter(/GAMMA/, 3);
    await desk.goTo('inbox/drafts');
    await desk.choose('Type', '002');
    for (const tin of [FIRST_OF_TWO_TIN, SECOND_OF_TWO_TIN]) {
      await desk.choose('Company', `tin:${tin}`);
      await desk.row(/Invoice/, { tick: true });
    }
    await desk.choose('Company', '');
    await desk.press(/^Review 2 documents/);
    const before = windows();
    const review = await desk.waitForText(/can be signed/);
    expect(review).toMatch(/Alfa, Beta/i);
    expect(review).toMatch(/Gamma/i);
    await desk.press(/^Sign 2 documents/);
    await desk.waitForText(/2 of 2|All 2/);
    for (const tin of [FIRST_OF_TWO_TIN, SECOND_OF_TWO_TIN]) {
      const signed = test.world.didox.documents
        .ids({ sender: tin })
        .map(document)
        .filter(one => one.effective > 0);
      expect(signed).toMatchObject([{ effective: 1, signatures: [{ taxId: tin, ok: true }] }]);
    }
    expect(windows() - before).toBe(2);
  });

  async function enter(name: RegExp, signedIn: number): Promise<void> {
    const button = await waitFor(`the company ${name}`, async () => {
      const company = await desk.find('.related-company', name);
      return company?.$('button:first-of-type:not([aria-disabled])');
    });
    await button.click();
    await desk.waitForText(new RegExp(`accounts, ${signedIn} signed in`));
  }

  it('of a hundred, of which the service refuses seven and stumbles over five: each is signed once, the seven are named and retried', async () => {
    const ids = seed('mixed-100');
    await desk.goTo('inbox');
    await desk.press(/accounts, 3 signed in/);
    await desk.press(/^Sign in: .*Topilgan Savdo/i);
    const refused = REFUSALS.map((fault, at) => ({
      ...fault,
      documentId: ids[at * 14],
      endpoints: ['sign'],
    }));
    const hiccups = HICCUPS.map((fault, at) => ({
      ...fault,
      documentId: ids[at * 14 + 5],
      endpoints: ['sign'],
    }));
    test.world.set({ didox: { faults: [...refused, ...hiccups] } });
    const before = windows();
    await start('all', 100);
    await desk.waitForText(/Retry failed/, 60_000);
    await test.screenshot('batch-with-failures', desk.page);

    const unsigned = ids.filter(id => document(id).effective === 0);
    expect(unsigned.sort()).toEqual(refused.map(({ documentId }) => documentId).sort());
    expect(Math.max(...effects(ids))).toBe(1);
    expect(await desk.text()).toMatch(/93 of 100 signed/);
    const named = (await desk.rows()).slice(0, 7);
    expect(named.filter(row => / Signed$/.test(row))).toEqual([]);
    expect(new Set(named.map(row => /No\. П-\d+/.exec(row)?.[0])).size).toBe(7);
    // None when the module still remembers the one of the sign-in.
    expect(windows() - before).toBeLessThanOrEqual(1);

    await desk.press('Retry failed');
    await desk.waitForText(/100 of 100|All 100/, 30_000);
    expect(effects(ids)).toEqual(ids.map(() => 1));
    expect(ids.every(id => document(id).signatures.every(({ ok }) => ok))).toBe(true);
    expect(ids.every(id => document(id).signatures.at(-1)?.taxId === SENDER_TIN)).toBe(true);
  });

  it('goes on while the worker is ended and the desk is closed, after a pause', async () => {
    const ids = invoicesOf(seed('outgoing-100'));
    const done = () => effects(ids).reduce((sum, one) => sum + one, 0);
    test.world.set({ eimzo: { signDelayMs: 100 } });
    await start('drafts', 100, '002', 20);
    await waitFor('the first documents', () => done() > 2, { seen: () => desk.text() });
    await desk.press('Pause');
    await desk.waitForText(/Paused/i);
    await waitFor('the last calls under way', async () => {
      const before = done();
      await new Promise(resolve => setTimeout(resolve, 700));
      return done() === before;
    });
    const paused = done();
    expect(paused).toBeLessThan(20);
    await desk.press('Resume');
    await waitFor('more documents', () => done() > paused + 2, { seen: () => desk.text() });

    await test.worker.kill();
    await desk.page.close();
    await test.worker.evaluate(() => true); // Something wakes it: here the harness, in life an alarm or a page.
    // What was just being sent may be unclear now: it is said so, not sent again, and cleared up with one more click.
    let unclear: readonly string[] = [];
    const settled = async () => {
      unclear = await unclearJobs();
      return done() + unclear.length >= 20;
    };
    await waitFor('the end of every document', settled, { timeoutMs: 80_000, seen: done });
    expect(Math.max(...effects(ids))).toBe(1);
    desk = new Desk(await test.desk('inbox'));
    const tryAgain = async () => (await desk.buttons()).filter(name => name.startsWith('Try again: '));
    await waitFor('a button for each', async () => (await tryAgain()).length === unclear.length, {
      seen: () => desk.text(),
    });
    for (const name of await tryAgain()) await desk.press(name);
    await waitFor('all documents', () => done() === 20, { seen: done });
    expect(effects(ids)).toEqual(ids.map(() => 1));
    await desk.goTo('receipts');
    await desk.waitForText(/\d+ receipts/);
  });

  async function unclearJobs(): Promise<string[]> {
    const answer = await test.withExtensionPage(page => askFrom(page, 'jobs/list', { open: false }));
    const jobs = answer?.ok ? answer.value : [];
    return jobs.filter(job => job.step === 'failed' && job.sent === 'unknown').map(job => job.id);
  }

  it('stops when told so, and leaves the rest as they were', async () => {
    const ids = invoicesOf(seed('incoming-100'));
    test.world.set({ eimzo: { signDelayMs: 100 } });
    await start('waiting', 100, '002', 20);
    await waitFor('the first documents', () => effects(ids).some(one => one === 1), {
      seen: () => desk.text(),
    });
    await desk.press('Stop');
    await desk.waitForText(/not signed|stopped/i);
    await new Promise(resolve => setTimeout(resolve, 1000));
    const signed = effects(ids).filter(one => one === 1).length;
    expect(signed).toBeLessThan(20);
    expect(Math.max(...effects(ids))).toBe(1);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(effects(ids).filter(one => one === 1).length).toBe(signed);

    test.world.set({ eimzo: { signDelayMs: 0 } });
    await desk.press(/^Sign the remaining \d+ documents/);
    // A worker that was ended is missed by its watchdog after half a minute.
    await desk.waitForText(/All 20|20 of 20/, 90_000);
    expect(effects(ids).filter(one => one === 1)).toHaveLength(20);
  });
});
