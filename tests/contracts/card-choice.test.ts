import { describe, expect, it } from 'vitest';
import {
  DEMO_BY_DOCTYPE,
  DEMO_DRAFT_FIRST_OF_TWO,
  DEMO_INCOMING_FOR_SENDER,
  DEMO_OUTGOING_DRAFT,
  DEMO_SENT,
  RECEIVER_TIN,
} from '../../sandbox/didox/index.ts';
import { LOST } from '../chaos/browser.ts';
import { cardStage, PATIENCE, stand } from './card-stage.ts';

const stage = cardStage();

describe('a document between two of one’s own companies', () => {
  it('is shown from the side that the address names, or from the side with something to do', async () => {
    await stage.signIn(`tin:${RECEIVER_TIN}`);
    await stage.signIn();
    expect((await stage.open(DEMO_SENT, true)).actions()).toEqual(['cancel']);
    expect((await stage.open(DEMO_SENT, false)).actions()).toEqual(['accept', 'reject']);
    expect((await stage.open(DEMO_INCOMING_FOR_SENDER, false)).actions()).toEqual(['accept', 'reject']);
    const short = await stage.browser.ask(
      'card/show',
      { href: `https://didox.uz/documents/${DEMO_SENT}`, taxIds: [] },
      { tabId: 99, href: `https://didox.uz/documents/${DEMO_SENT}` },
    );
    expect(short === LOST ? null : short?.actions.map(({ id }) => id)).toEqual(['accept', 'reject']);
  });
});

describe('the company that signs in', () => {
  it('is remembered, and can be another one the next time', async () => {
    stage.module.set({
      keys: [{ disk: 'C:\\', path: 'DSKEYS', identities: ['two-companies-first', 'two-companies-second'] }],
    });
    const tab = await stage.open(DEMO_DRAFT_FIRST_OF_TWO);
    const [first, second] = tab.view?.keyChoices ?? [];
    expect(tab.view?.keyChosen).toBeNull();
    const alfa = /ALFA/i.test(first?.label ?? '') ? first : second;
    await stage.browser.ask(
      'card/act',
      { viewId: tab.view?.viewId ?? '', action: 'sign-in', visible: true, keyId: alfa?.id },
      { tabId: tab.id, href: tab.href },
    );
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
    await stage.browser.ask('didox/sign-out', { server: null, owner: null }, 'extension');
    await expect.poll(() => tab.view?.keyChoices.length, PATIENCE).toBe(2);
    expect(tab.view?.keyChosen).toBe(alfa?.id);
    expect(tab.view?.actions.map(({ label, primary }) => [label, primary])).toEqual([['Sign in', true]]);
  });
});

describe('a company with two keys of one person', () => {
  it('is asked which one signs, and the keys can be told apart', async () => {
    const keys = [{ disk: 'C:\\', path: 'DSKEYS', identities: ['sender'] }];
    stage.module.set({ keys, ytksKeys: ['sender'] });
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    expect(stand(tab)).toMatch(/^Which key signs for this company\? \[sign/);
    const labels = tab.view?.keyChoices.map(({ label }) => label) ?? [];
    expect(new Set(labels).size).toBe(2);
  });
});

describe('what takes something back', () => {
  it.each([
    ['a draft', DEMO_OUTGOING_DRAFT, 'Ready to sign [sign,delete-draft]'],
    [
      'a draft that only the site can sign',
      DEMO_BY_DOCTYPE['041'].draft,
      'This step is done on the site [delete-draft]',
    ],
    ['a sent document', DEMO_SENT, 'Nothing to sign: Waits for the other side [cancel]'],
  ])('%s: is asked about once more, and is nobody’s main button', async (_what, id, expected) => {
    await stage.signIn();
    const tab = await stage.open(id);
    expect(stand(tab)).toBe(expected);
    const back = tab.view?.actions.find(action => action.aside);
    expect(back).toMatchObject({
      primary: false,
      ask: { label: expect.stringContaining('cannot be undone') },
    });
    for (const action of tab.view?.actions ?? []) expect(action.primary).toBe(action.id === 'sign');
  });

  it('leads nowhere from a page that is where the step is done', async () => {
    await stage.signIn();
    expect(stand(await stage.open(DEMO_BY_DOCTYPE['041'].sent))).toBe('This step is done on the site []');
  });
});

describe('a full disk', () => {
  it('takes no card from the screen, and says why nothing is signed', async () => {
    await stage.signIn();
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await tab.click('sign');
      await expect.poll(() => stand(tab), PATIENCE).toBe('The disk is full [retry]');
      const other = await stage.open(DEMO_BY_DOCTYPE['005'].draft);
      expect(stand(other)).toBe('Ready to sign [sign,delete-draft]');
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    await tab.click('retry');
    await expect.poll(() => stand(tab), PATIENCE).toBe('Ready to sign [sign,delete-draft]');
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
  });
});
