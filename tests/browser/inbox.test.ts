import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DEMO_INCOMING_FOR_SENDER,
  DEMO_ROAMING,
  DEMO_SENT,
  RECEIVER_TIN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { getIdentity } from '../../sandbox/pki/index.ts';
import { startWorld } from '../../sandbox/world.ts';
import { Desk, startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

declare const chrome: { action: { getBadgeText(details: object): Promise<string> } };

/** The desk's Inbox, one person with the keys of two companies that trade with each other. */
describe('the inbox', () => {
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
  beforeEach(() => test.world.set({ didox: { faults: [], attacks: [] } }));

  const document = (id: string) => test.world.didox.documents.get(id);
  const badge = () => test.worker.evaluate(() => chrome.action.getBadgeText({}));
  /** Opens one document of a folder beside the list. */
  const open = async (folder: string, search: string, row: RegExp) => {
    await desk.goTo(`inbox/${folder}`);
    await desk.fill(/^Search by other side/, search);
    await desk.row(row);
    await desk.page.waitForSelector('::-p-xpath(//main//dt[.="Other side"])');
  };
  /** What has the focus, by its name or what it says. */
  const focused = () =>
    desk.page.evaluate(() => {
      const at = window.document.activeElement as HTMLElement;
      return at === window.document.body ? 'nothing' : (at.ariaLabel ?? at.textContent);
    });
  const focusOn = (what: RegExp) =>
    waitFor(`the focus on ${what}`, async () => what.test(await focused()), { seen: focused });
  const waitingFor = (tin: string) =>
    test.world.didox.documents.ids({ receiver: tin, receiverStatus: 2 }).length;
  /** With what waits for the same company on the site only: agents' documents, and the first steps of the ladders. */
  const listedFor = (...tins: string[]) =>
    tins.reduce((sum, tin) => {
      const onSite = [60, 110, 210, 310].map(
        receiverStatus => test.world.didox.documents.ids({ receiver: tin, receiverStatus }).length,
      );
      return onSite.reduce((all, some) => all + some, sum + waitingFor(tin));
    }, 0);

  it('signs in for two companies from the desk, and lists what waits for both', async () => {
    const fresh = await desk.waitForText(/5 accounts, 0 signed in/);
    expect(fresh).toContain(`Individual · ${getIdentity('person').pinfl}`);
    await desk.press(/^Sign in: .*Topilgan Savdo/i);
    await desk.waitForText(new RegExp(`\\b${listedFor(SENDER_TIN)} documents`));
    await waitFor('the badge', async () => (await badge()) === String(waitingFor(SENDER_TIN)), {
      seen: badge,
    });

    // The list of accounts has folded, and its button with it.
    await focusOn(/5 accounts, 1 signed in/);

    await desk.press(/5 accounts, 1 signed in/);
    await desk.press(/^Sign in: .*Қурилиш/i);
    const both = waitingFor(SENDER_TIN) + waitingFor(RECEIVER_TIN);
    await desk.waitForText(new RegExp(`\\b${listedFor(SENDER_TIN, RECEIVER_TIN)} documents`));
    await waitFor('the badge', async () => (await badge()) === String(both), { seen: badge });
    expect(await desk.text()).toMatch(/5 accounts, 2 signed in/);
    expect(test.problems).toEqual([]);
  });

  it('filters by company and type, searches and sorts', async () => {
    await desk.choose('Company', `tin:${SENDER_TIN}`);
    await desk.waitForText(new RegExp(`\\b${listedFor(SENDER_TIN)} documents`));
    await desk.fill(/^Search by other side/, 'с-77');
    await desk.waitForText(/\b1 document\b/);
    expect((await desk.rows())[0]).toMatch(/С-77/);
    await desk.fill(/^Search by other side/, 'qwertz');
    await desk.waitForText(/Nothing found/i);
    await desk.fill(/^Search by other side/, ' ');
    await desk.choose('Type', '002');
    await desk.press(/Sum/);
    const sums = (await desk.rows()).map(row =>
      Number(/([\d,]+(?:\.\d+)?) Waits/.exec(row)?.[1]?.replaceAll(',', '')),
    );
    expect(sums.length).toBeGreaterThan(3);
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
  });

  it('selects with Shift from the row one was at; in another order, the same row is active', async () => {
    const { keyboard } = desk.page;
    const places = (which: string) =>
      desk.page.$$eval(`[role=option]${which}`, rows => rows.map(row => Number(row.ariaPosInSet)));
    await desk.goTo('inbox/all');
    await desk.waitForText(/documents · loaded/);
    await desk.page.focus('[role=listbox]');
    for (let step = 0; step < 4; step += 1) await keyboard.press('ArrowDown');
    await keyboard.down('Shift');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp'] as const) await keyboard.press(key);
    await keyboard.up('Shift');
    expect(await places('[aria-selected=true]')).toEqual([5, 6]);
    await desk.press('Clear');
    const rows = await desk.page.$$('[role=option]');
    await rows[1]?.click();
    await desk.page.waitForSelector('.browser-detail');
    await keyboard.down('Shift');
    await rows[3]?.click();
    await keyboard.up('Shift');
    expect(await places('[aria-selected=true]')).toEqual([2, 3, 4]);
    await desk.press('Clear');
    await rows[2]?.click();
    const active = () =>
      desk.page.$eval('[role=option][data-active]', row => [row.ariaPosInSet, row.textContent]);
    const [before, opened] = await active();
    await desk.press(/^Sort by Sum/);
    expect(await active()).toEqual([expect.not.stringMatching(`^${before}$`), opened]);
  });

  it('keeps the focus near what was pressed, in a narrow window too', async () => {
    const { keyboard } = desk.page;
    const usual = desk.page.viewport();
    await desk.page.setViewport({ width: 900, height: 800 });
    await open('waiting', 'С-77', /С-77/);
    await desk.press('Reject');
    await focusOn(/^$/);
    await keyboard.type('Сумма');
    await keyboard.press('Escape');
    await focusOn(/^Key.*Accept.*Reject$/);
    await desk.press('Reject');
    expect(await desk.page.$eval('textarea', field => field.value)).toBe('Сумма');
    await desk.press('Back');
    await focusOn(/^Key.*Accept.*Reject$/);
    await keyboard.press('Escape');
    await focusOn(/^Documents\./);
    await keyboard.press('Enter');
    await focusOn(/С-77/);
    await keyboard.press('Escape');
    await focusOn(/^Documents\./);
    await desk.page.setViewport(usual);
  });

  it('shows a document before it is signed: facts, the other side’s signature, the print form without scripts', async () => {
    await open('waiting', 'С-77', /С-77/);
    const text = await desk.waitForText(/The signature (is verified|fits)/);
    expect(text).toMatch(/Number\s+С-77/);
    expect(text).toContain(`(${RECEIVER_TIN})`);
    const frame = await waitFor('the print form', () => desk.page.$('iframe.document-frame'));
    expect(
      await frame.evaluate(element => ({
        sandbox: element.getAttribute('sandbox'),
        src: element.getAttribute('src'),
      })),
    ).toEqual({ sandbox: '', src: null });
    expect(await frame.evaluate(element => element.getAttribute('srcdoc') ?? '')).toContain('С-77');
  });

  it('shows the PDF where there is no HTML', async () => {
    test.world.set({
      didox: {
        // Of this document only: the print form of the one before may still be on its way.
        faults: [
          {
            answer: 'server-error',
            endpoints: ['view'],
            documentId: DEMO_ROAMING,
            form: 'html',
            count: null,
          },
        ],
      },
    });
    await open('waiting', 'V-9', /V-9/);
    const frame = await waitFor('the PDF', () => desk.page.$('iframe.document-frame[src^="blob:"]'));
    expect(await frame.evaluate(element => element.hasAttribute('sandbox'))).toBe(false);
  });

  it('shows, but does not offer, what only the site can do', async () => {
    // Another folder in between: the filters of the last test are gone then.
    await desk.goTo('inbox/all');
    await desk.waitForText(/documents · loaded/);
    await open('waiting', 'waybill', /Waybill/i);
    expect(await desk.text()).toContain('That is done on the site');
    expect(await desk.buttons()).toContain('Open on Didox');
    expect(
      (await desk.buttons()).filter(name => /^(Sign|Accept|Reject|Cancel the document)$/.test(name)),
    ).toEqual([]);
  });

  it('rejects with a reason in Cyrillic, which is signed byte for byte', async () => {
    const reason = 'Нотўғри сумма — «ҚҚС» 12% эмас';
    await open('waiting', 'С-77', /С-77/);
    await desk.press('Reject');
    await desk.fill('Reason', reason);
    await test.screenshot('inbox-reject', desk.page);
    await desk.press('Reject');
    await waitFor('the refusal', () => document(DEMO_INCOMING_FOR_SENDER)?.status.receiver === 4, {
      seen: () => desk.text(),
    });
    const refused = document(DEMO_INCOMING_FOR_SENDER);
    expect(refused?.comment).toBe(reason);
    expect(refused?.submissions).toMatchObject([{ kind: 'reject', match: 'bytes', effect: true }]);
    await desk.waitForText(/Done/);
  });

  it('cancels a document that was sent, after a second question', async () => {
    await open('sent', '1040', /1040/);
    await desk.press('Cancel the document');
    await desk.waitForText(/cannot be undone/);
    await desk.press('Back');
    expect(document(DEMO_SENT)?.status.sender).toBe(1);
    await desk.press('Cancel the document');
    await desk.press('Cancel the document');
    await waitFor('the cancellation', () => document(DEMO_SENT)?.status.sender === 5, {
      seen: () => desk.text(),
    });
    expect(document(DEMO_SENT)?.submissions).toMatchObject([
      { kind: 'cancel', match: 'bytes', effect: true },
    ]);
  });

  it('deletes a draft without a signature', async () => {
    await open('drafts', 'pharmaceutical', /Pharm/);
    await desk.press('Delete the draft');
    await desk.waitForText(/deleted on Didox/);
    await desk.press('Delete the draft');
    await desk.waitForText('Draft deleted');
    const asked = test.world.didox.requests.find(one => one.endpoint === 'delete-draft');
    const deleted = document(asked?.documentId ?? '');
    expect(deleted).toMatchObject({ doctype: '008', status: { sender: 55 }, pkcs7: null });
  });

  it('signs in as a person and enters a company of his without another signature', async () => {
    await desk.goTo('inbox');
    await desk.press(/accounts, 2 signed in/);
    await desk.press(/^Sign in: Jismoniyev/i);
    await desk.waitForText(/accounts, 3 signed in/);
    await desk.waitForText(/2 related companies|2 companies/i);
    await test.screenshot('inbox-person', desk.page);
    await desk.press('Enter');
    await desk.waitForText(/accounts, 4 signed in/);
  });
});
