import { describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import type { Tab } from '../chaos/tab.ts';
import { cardStage, OWNER, PATIENCE, says } from './card-stage.ts';

const stage = cardStage();
/** Nothing of the password is remembered, and its window stays open for a while. */
async function asksForPasswords(): Promise<void> {
  stage.module.set({ rememberMs: 0 });
  await stage.module.restart();
  stage.module.set({ passwordDelayMs: 80 });
}
/** Everything that the card says from now on; and what it said whenever a window was open. */
function overhear(tab: Tab) {
  const said = new Set<string>();
  const behindWindows = new Set<string>();
  const timer = setInterval(() => {
    said.add(says(tab));
    const call = stage.module.calls.at(-1);
    if (call && call.window !== null && call.answeredAt === null) behindWindows.add(says(tab));
  }, 2);
  return { said, behindWindows, stop: () => clearInterval(timer) };
}

describe('a session that the service has ended', () => {
  it('is noticed by a page that is opened: it asks to sign in, and no window opens by itself', async () => {
    await stage.signIn();
    await asksForPasswords();
    stage.didox.forgetSessions();
    const calls = stage.module.calls.length;
    const tab = await stage.open(DEMO_BY_DOCTYPE['005'].draft);
    expect(tab.actions()).toEqual(['sign-in']);
    const list = () =>
      stage.ask('inbox/list', { server: null, folder: 'drafts', owner: null, refresh: true });
    await list();
    expect(stage.module.calls.slice(calls)).toEqual([]);
    const inbox = await list();
    expect(inbox.accounts.filter(({ tokenUntil }) => tokenUntil !== null)).toEqual([]);
    expect(inbox.errors).toEqual([]);
  });

  it.each([
    ['sign', DEMO_OUTGOING_DRAFT, true],
    ['accept', DEMO_INCOMING_FOR_SENDER, false],
    ['reject', DEMO_INCOMING_FOR_SENDER, false],
  ] as const)(
    'and is renewed by the click on %s: the card says whose window is open',
    async (action, id, outgoing) => {
      await stage.signIn();
      const tab = await stage.open(id, outgoing);
      await asksForPasswords();
      stage.didox.forgetSessions();
      const heard = overhear(tab);
      await tab.click(action);
      await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
      heard.stop();
      const said = [...heard.said];
      expect(said.filter(text => /signing in to Didox again/.test(text)).join()).toMatch(
        /behind the browser/,
      );
      // With a window open, never anything else than where to look for it.
      for (const text of heard.behindWindows) expect(text).toMatch(/behind the browser/);
      expect(stage.effective(id)).toBe(1);
      expect(stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token')).toHaveLength(2);
    },
  );
});

describe('a session that a person ended while a document was being signed', () => {
  it('is not begun again by that document: nothing is sent, and the card asks to sign in', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    await asksForPasswords();
    const windows = () => stage.module.calls.filter(({ window }) => window !== null).length;
    const before = windows();
    await tab.click('sign');
    await expect.poll(windows, PATIENCE).toBe(before + 1);
    await stage.browser.ask('didox/sign-out', { server: 'production', owner: OWNER }, 'extension');
    const ended = async () =>
      (await stage.jobs()).map(({ action, step, error }) => [action, step, error?.code]);
    await expect.poll(ended, PATIENCE).toContainEqual(['didox-sign', 'failed', 'session-expired']);
    await expect.poll(() => tab.actions(), PATIENCE).toEqual(['sign-in']);
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toEqual([]);
    expect(windows()).toBe(before + 1);

    await stage.signIn();
    // The signature that was made is kept.
    await expect.poll(() => tab.actions(), PATIENCE).toEqual(['retry']);
    await tab.click('retry');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect(stage.effective(DEMO_OUTGOING_DRAFT)).toBe(1);
  });
});

describe('a session that is over by the clock', () => {
  it('is renewed before the document is signed, and the click is answered at once', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    await asksForPasswords();
    stage.browser.skew = 7 * 3_600_000;
    const heard = overhear(tab);
    await tab.click('sign');
    expect(tab.view?.status.tone).not.toBe('done');
    await expect.poll(() => says(tab), PATIENCE).toMatch(/signing in to Didox again/);
    expect(tab.actions()).toEqual(['stop']);
    await tab.click('stop');
    await expect.poll(() => tab.view?.status.text, PATIENCE).toBe('Cancelled; nothing was sent');
    heard.stop();
    expect(stage.submissions(DEMO_OUTGOING_DRAFT)).toEqual([]);
  });
});

describe('a worker that died', () => {
  it('between the end of a sign-in and the news of it leaves no card that still waits for a window', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    await asksForPasswords();
    stage.module.set({ passwordDelayMs: 60_000 });
    stage.browser.skew = 7 * 3_600_000;
    await tab.click('sign');
    await expect.poll(() => says(tab), PATIENCE).toMatch(/signing in to Didox again/);
    // Looked at once more: what is on screen is kept, and the next worker does not ask the page by itself.
    stage.browser.skew = 0;
    await tab.look();
    stage.browser.kill();
    const disk = await stage.browser.disk();
    for (const job of await disk.getAll('jobs'))
      await disk.put('jobs', { ...job, open: 0, state: { step: 'interrupted' } });
    disk.close();
    await stage.module.restart();
    stage.browser.wake();
    await expect.poll(() => tab.view?.status.tone, PATIENCE).not.toBe('waiting');
    expect(tab.actions()).toContain('sign');
  });
});
