import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_DRAFT_FIRST_OF_TWO, DEMO_INCOMING_FOR_STRANGER } from '../../sandbox/didox/index.ts';
import type { Tab } from '../chaos/tab.ts';
import { cardStage, PATIENCE, stand } from './card-stage.ts';

const stage = cardStage();
/** All keys of this computer are one person's, who may act for two companies. */
beforeEach(async () => {
  stage.module.set({ keys: [{ disk: 'C:\\', path: 'DSKEYS', identities: ['person'] }] });
});
const COMPANY = /ALFA.* · JISMONIYEV/i;
const choices = (tab: Tab) => tab.view?.keyChoices.map(({ label }) => label) ?? [];
const logins = (endpoint: string) =>
  stage.didox.requests.filter(request => request.endpoint === endpoint).length;
async function pick(tab: Tab, label: RegExp) {
  const choice = tab.view?.keyChoices.find(one => label.test(one.label));
  const request = {
    viewId: tab.view?.viewId ?? '',
    action: 'sign-in',
    visible: true,
    keyId: choice?.id,
  } as const;
  const outcome = await stage.browser.ask('card/act', request, { tabId: tab.id, href: tab.href });
  expect(outcome).toEqual({ outcome: 'started' });
}

describe('a document of a company that a person enters', () => {
  it('is reached from its own page after the browser was started: the person, then the company', async () => {
    const tab = await stage.open(DEMO_DRAFT_FIRST_OF_TWO);
    await tab.click('sign-in');
    await expect.poll(() => choices(tab), PATIENCE).toContainEqual(expect.stringMatching(COMPANY));
    expect(tab.actions()).toEqual(['sign-in', 'open-desk']);
    // Looked at again, it stands still: nobody signed in meanwhile.
    const { view } = tab;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(tab.view).toBe(view);
    await pick(tab, COMPANY);
    await expect.poll(() => stand(tab), PATIENCE).toBe('Ready to sign [sign,delete-draft]');
    expect([logins('auth-token'), logins('auth-company')]).toEqual([1, 1]);
  });

  it('is reached with one password when the tokens of both have ended', async () => {
    const tab = await stage.open(DEMO_DRAFT_FIRST_OF_TWO);
    await tab.click('sign-in');
    await expect.poll(() => choices(tab), PATIENCE).toContainEqual(expect.stringMatching(COMPANY));
    await pick(tab, COMPANY);
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
    stage.didox.forgetSessions();
    const later = await stage.open(DEMO_DRAFT_FIRST_OF_TWO);
    expect(choices(later)).toContainEqual(expect.stringMatching(COMPANY));
    await pick(later, COMPANY);
    await expect.poll(() => stand(later), PATIENCE).toBe('Ready to sign [sign,delete-draft]');
    expect([logins('auth-token'), logins('auth-company')]).toEqual([2, 2]);
  });

  it('that nobody at hand may enter leads to the desk', async () => {
    const tab = await stage.open(DEMO_INCOMING_FOR_STRANGER, false);
    await tab.click('sign-in');
    await expect.poll(() => choices(tab).length, PATIENCE).toBe(2);
    await pick(tab, COMPANY);
    await expect.poll(() => choices(tab).length, PATIENCE).toBe(0);
    expect(tab.view?.actions[0]?.label).toMatch(/GAMMA/i);
    await tab.click('sign-in');
    await expect.poll(() => stand(tab), PATIENCE).toBe('The document is not there [retry,open-desk]');
  });
});
