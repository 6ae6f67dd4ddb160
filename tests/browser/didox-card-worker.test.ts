import { describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { Desk } from '../harness/desk.ts';
import { callsOf, openSignedIn, requestsTo, SIGN } from '../harness/didox-hands.ts';
import { shareBrowser } from '../harness/shared-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

const test = shareBrowser();
const document = (id: string) => test().world.didox.documents.get(id);
const calls = () => test().world.eimzo.calls;

describe('a worker that dies', () => {
  it('while the password window is open: the card tells the truth, and one click later it is signed once', async () => {
    test().world.set({ eimzo: { rememberMs: 0 } });
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    test().world.set({ eimzo: { passwordDelayMs: 60_000 } });
    await card.click(SIGN);
    await card.waitForStatus(/behind the browser/);
    await waitFor('the window', () => calls().at(-1)?.window);
    await test().worker.kill();
    test().world.set({ eimzo: { passwordDelayMs: 0 } });

    await test().worker.evaluate(() => true); // whatever wakes it: another tab, the popup, its watchdog
    const truth = await card.waitForStatus(/Interrupted; nothing was sent/);
    expect(truth.alert).toBe('');
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ kind: 'sign' }] });
    expect(calls().filter(call => call.overlapped)).toEqual([]);
  });

  it('while the service is slow: the service is asked, and nothing is sent twice', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    test().world.set({
      didox: { faults: [{ answer: 'hang', when: 'after', endpoints: ['sign'], delayMs: 30_000 }] },
    });
    await card.click(SIGN);
    await waitFor('the submission', () => document(DEMO_OUTGOING_DRAFT)?.effective === 1);
    await test().worker.kill();
    await page.reload();
    await card.waitForStatus(/Signed|Waits for the other side/);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ kind: 'sign' }] });
  });

  it('and comes back asks for no second password', async () => {
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await test().worker.kill();
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(callsOf(test(), 'pfx.load_key')).toBe(1);
    expect(calls().filter(call => call.window !== null)).toHaveLength(1);
    expect(requestsTo(test(), 'auth-token')).toBe(1);
  });
});

describe('the module', () => {
  it('that was restarted is given the key anew, once', async () => {
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await test().world.eimzo.restart();
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(callsOf(test(), 'pfx.load_key')).toBe(2);
    expect(document(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
  });

  it('is not connected to between the click and the signature: a socket stands ready', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await page.mouse.move(300, 300);
    await waitFor('the spare socket', () => test().world.eimzo.connections.open === 1);
    const { opened } = test().world.eimzo.connections;
    calls().length = 0;
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(calls().map(({ plugin, name, socketId }) => [`${plugin}.${name}`, socketId <= opened])).toEqual([
      ['pkcs7.create_pkcs7', true],
    ]);
    // Its successor stood ready for the next document.
    await waitFor('the next spare', () => test().world.eimzo.connections.open === 1);
    const next = test().world.eimzo.connections.opened;
    expect(next).toBe(opened + 1);
    await test().openDocument(DEMO_INCOMING_FOR_SENDER, { page, owner: 0 });
    await card.click('Sign and accept');
    await card.waitForStatus(/Signed and accepted/);
    expect(calls().at(-1)?.socketId).toBe(next);
  });

  it('is left alone when nobody works: no socket once the tab is closed', async () => {
    const { page } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await page.mouse.move(300, 300);
    await waitFor('the spare socket', () => test().world.eimzo.connections.open === 1);
    await page.close();
    await waitFor('the socket to go', () => test().world.eimzo.connections.open === 0);
  });

  it('gets one call at a time, whatever tabs and pages ask at once', async () => {
    test().world.set({ eimzo: { listDelayMs: 150, signDelayMs: 100 } });
    const first = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    const second = await openSignedIn(test(), DEMO_BY_DOCTYPE['005'].draft);
    await first.card.click(SIGN);
    const popup = await test().extensionPage('popup.html');
    await new Desk(popup).press(/Refresh the keys/);
    const health = await test().desk('health');
    await second.card.click(SIGN);
    await second.card.waitForStatus(/Signed/);
    await first.page.bringToFront();
    await first.card.waitForStatus(/Signed/);
    await health.close();
    expect(calls().filter(call => call.overlapped)).toEqual([]);
    for (const id of [DEMO_OUTGOING_DRAFT, DEMO_BY_DOCTYPE['005'].draft])
      expect(document(id)?.effective).toBe(1);
  });
});
