import type { Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { vaultKeys } from '../../lib/vault/records.ts';
import { createVault, partnerTokenName } from '../../lib/vault/vault.ts';
import {
  DEMO_BY_DOCTYPE,
  DEMO_DRAFT_EXPIRED_KEY,
  DEMO_OUTGOING_DRAFT,
  defaultSettings as didoxDefaults,
  PARTNER_TOKEN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { defaultSettings as moduleDefaults } from '../../sandbox/eimzo/settings.ts';
import { startWorld, type WorldSettings } from '../../sandbox/world.ts';
import type { Card, CardReading } from '../harness/card.ts';
import { Desk } from '../harness/desk.ts';
import { callsOf } from '../harness/didox-hands.ts';
import { startAfresh } from '../harness/shared-browser.ts';
import { startBrowser, type TestBrowser } from '../harness/test-browser.ts';
import { waitFor } from '../harness/wait-for.ts';
import { beginning, exactly, wordsOf } from '../harness/words.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const QUIET = { listDelayMs: 0, keys: 'sender', rememberMs: 0 };

/**
 * What can go wrong at the click, in one language: each failure has its own message, and a button that leads on. One
 * signed-in browser for all; each test finds its document unsigned and the world in order.
 */
export function failuresIn(language: 'en' | 'ru'): void {
  const t = wordsOf(language);
  const sign = exactly(t('action.sign'));
  const button = (action: string): string => t(`action.${action}`);
  let test: TestBrowser;
  let page: Page;
  let card: Card;

  beforeAll(async () => {
    test = await startBrowser({ world: await startWorld({ eimzo: QUIET }) });
    await startAfresh(test, QUIET);
    await test.settings.set({ language });
    page = await test.newPage();
    card = test.card(page);
  });
  afterAll(async () => {
    await test?.close();
    await test?.world.stop();
  });
  beforeEach(async () => {
    // A review that a test before left open (a busy machine proves no click) is not the one that the next looks for.
    for (const left of await test.browser.pages())
      if (left !== page && left.url().includes('/desk.html')) await left.close();
    await page.bringToFront();
    change({ eimzo: { ...moduleDefaults(), ...QUIET }, didox: { ...didoxDefaults() } });
    await test.withExtensionPage(own =>
      own.evaluate(key => chrome.storage.local.remove(key), vaultKeys.sealed),
    );
    await test.settings.putPartnerToken();
  });

  const change = (settings: WorldSettings): void => test.world.set(settings);
  const ask = (name: string, request: object): Promise<unknown> =>
    test.withExtensionPage(own =>
      own.evaluate(message => chrome.runtime.sendMessage(message), { imzochi: name, request }),
    );

  /** Opens a document, signed in: the button that signs can be pressed. */
  async function open(id: string = DEMO_OUTGOING_DRAFT): Promise<void> {
    await test.openDocument(id, { page });
    const signIn = beginning(button('sign-in'));
    const first = await card.waitUntil('a button of the card', ({ buttons }) =>
      buttons.some(({ name }) => signIn.test(name) || sign.test(name)),
    );
    if (first.buttons.some(({ name }) => signIn.test(name))) await card.click(signIn);
    await card.waitForButton(sign);
  }

  /** Waits for the alert of that code: its title, and its advice beside it. */
  async function alert(code: string): Promise<CardReading> {
    const seen = await card.waitForAlert(beginning(t(`error.${code}.title`)));
    expect(seen.alert).toContain(t(`error.${code}.hint`).slice(0, 30));
    expect(seen.status).toBe('');
    return seen;
  }
  const offers = (seen: CardReading, ...actions: string[]): void => {
    expect(seen.buttons.map(({ name }) => name)).toEqual(expect.arrayContaining(actions.map(button)));
  };
  const nothingSent = (id: string = DEMO_OUTGOING_DRAFT): void => {
    expect(test.world.didox.documents.get(id)?.submissions.filter(({ effect }) => effect)).toEqual([]);
  };
  async function signs(id: string): Promise<void> {
    await card.click(sign);
    await card.waitForStatus(new RegExp(t('card.done')));
    expect(test.world.didox.documents.get(id)?.effective).toBe(1);
  }

  describe(`a click on Sign, in the language ${language}`, () => {
    it('that is cancelled in the password window is no error, and signs the next time', async () => {
      const id = DEMO_BY_DOCTYPE['005'].draft;
      await open(id);
      change({ eimzo: { passwordOutcomes: ['cancel'] } });
      await card.click(sign);
      const seen = await card.waitForStatus(beginning(t('card.step.cancelled')));
      expect(seen.alert).toBe('');
      nothingSent(id);
      await signs(id);
    });

    it('with a wrong password says so, and signs the next time', async () => {
      const id = DEMO_BY_DOCTYPE['054'].draft;
      await open(id);
      change({ eimzo: { passwordOutcomes: ['wrong'] } });
      await card.click(sign);
      offers(await alert('wrong-password'), 'sign');
      nothingSent(id);
      await signs(id);
    });

    it('without the module names what to do, and goes on when it runs again', async () => {
      await open();
      change({ eimzo: { listening: false } });
      await test.world.eimzo.restart();
      await card.click(sign);
      offers(await alert('module-not-running'), 'sign', 'open-health');
      change({ eimzo: { listening: true } });
      await card.click(sign);
      change({ eimzo: { passwordOutcomes: ['cancel'] } });
      await card.waitUntil('an answer of the module', ({ status, alert }) => alert === '' && status !== '');
      await card.waitForStatus(beginning(t('card.step.cancelled')));
    });

    it('that the module refuses by origin leads to Health', async () => {
      await open();
      change({ eimzo: { originMode: 'strict' } });
      await card.click(sign);
      offers(await alert('origin-refused'), 'open-health');
      await card.click(button('open-health'));
      const health = await test.waitForPage('desk.html#/health');
      await health.close();
      nothingSent();
    });

    it('without a partner token leads to the options', async () => {
      await open();
      await test.withExtensionPage(own =>
        own.evaluate(key => chrome.storage.session.remove(key), vaultKeys.session),
      );
      await test.openDocument(DEMO_OUTGOING_DRAFT, { page });
      offers(await alert('partner-token-missing'), 'open-options');
      await card.click(button('open-options'));
      const options = await test.waitForPage('options.html');
      await options.close();
      nothingSent();
    });

    it('with a wrong partner token says that it is wrong', async () => {
      await open();
      await test.settings.putPartnerToken('production', 'of-somebody-else');
      await test.openDocument(DEMO_OUTGOING_DRAFT, { page });
      offers(await alert('partner-token-wrong'), 'open-options');
      nothingSent();
    });

    it('with a locked partner token asks for the passphrase', async () => {
      await open();
      await test.withExtensionPage(async own => {
        const sealed = await sealedVault();
        await own.evaluate(async records => {
          await chrome.storage.session.clear();
          await chrome.storage.local.set(records);
        }, sealed);
      });
      await test.openDocument(DEMO_OUTGOING_DRAFT, { page });
      await card.click(beginning(button('sign-in')));
      offers(await alert('partner-token-locked'), 'open-options');
      nothingSent();
    });

    it('before the public offer is signed shows the offer, and signs after it', async () => {
      const id = DEMO_BY_DOCTYPE['007'].draft;
      await open(id);
      change({ didox: { offerRequired: [SENDER_TIN] } });
      await card.click(sign);
      offers(await alert('offer-not-signed'), 'offer');
      nothingSent(id);
      const offersSigned = () => test.world.didox.offerSubmissions.filter(({ effect }) => effect).length;
      const before = offersSigned();
      await card.click(button('offer'));
      const review = await test.waitForPage('desk.html#/review');
      await waitFor('the text of the offer', () => review.$('iframe.document-frame[src^="blob:"]'));
      await new Desk(review).press(t('desk.action.offer'));
      await waitFor('the signed offer', () => offersSigned() > before);
      await review.close();
      await page.bringToFront();
      // The document's own signature is kept: no second one is made for it.
      const signatures = callsOf(test, 'pkcs7.create_pkcs7');
      await card.click(button('retry'));
      await card.waitForStatus(new RegExp(t('card.done')));
      expect(test.world.didox.documents.get(id)?.effective).toBe(1);
      expect(callsOf(test, 'pkcs7.create_pkcs7')).toBe(signatures);
    });

    it('without a key for this company asks for the key, and finds it when it is plugged in', async () => {
      await open();
      change({ eimzo: { keys: 'receiver' } });
      await ask('keys/list', { refresh: true });
      await waitFor('the new list of keys', async () => {
        const reply = (await ask('keys/list', { refresh: false })) as { value: { listing: boolean } };
        return !reply.value.listing;
      });
      await test.openDocument(DEMO_OUTGOING_DRAFT, { page });
      offers(await alert('no-key-for-company'), 'retry');
      change({ eimzo: { keys: 'sender' } });
      await card.click(button('retry'));
      await card.waitForButton(sign);
      nothingSent();
    });

    it('on a document that somebody else signed meanwhile says so', async () => {
      await open();
      const body = JSON.stringify({
        data: { status: 'error', message: 'Документ уже подписан', context: [] },
      });
      change({
        didox: { faults: [{ answer: 'custom', status: 422, body, endpoints: ['sign'], count: null }] },
      });
      await card.click(sign);
      offers(await alert('already-signed'), 'reload');
      nothingSent();
    });

    it('is not possible while the network is gone, and is when it is back', async () => {
      await open();
      change({ didox: { faults: [{ answer: 'drop', endpoints: ['document'], count: null }] } });
      await test.openDocument(DEMO_OUTGOING_DRAFT, { page });
      offers(await alert('network-gone'), 'retry');
      change({ didox: { faults: [] } });
      await card.click(button('retry'));
      await card.waitForButton(sign);
      nothingSent();
    });

    it('signs in anew only once when the session does not hold', async () => {
      await open();
      change({
        didox: { faults: [{ answer: 'token-expired', endpoints: ['sign', 'document'], count: null }] },
      });
      test.world.didox.requests.length = 0;
      await card.click(sign);
      await alert('session-expired');
      const logins = test.world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token');
      expect(logins.length).toBeLessThanOrEqual(2);
      nothingSent();
    });
  });

  describe(`a card in the language ${language}`, () => {
    it('says that the only key has expired', async () => {
      await startAfresh(test, { ...QUIET, keys: 'expired' });
      await test.settings.set({ language });
      page = await test.openDocument(DEMO_DRAFT_EXPIRED_KEY);
      card = test.card(page);
      offers(await alert('key-expired'), 'retry');
    });
  });
}

/** What a locked vault with the partner token in it leaves in storage; made by the vault itself. */
async function sealedVault(): Promise<Record<string, unknown>> {
  const area = () => {
    const records = new Map<string, unknown>();
    return {
      records,
      get: async (key: string) => records.get(key),
      set: async (key: string, value: unknown) => void records.set(key, value),
      remove: async (key: string) => void records.delete(key),
    };
  };
  const local = area();
  const vault = createVault({ local, session: area(), clock: { now: () => Date.now() } });
  await vault.put(partnerTokenName('production'), PARTNER_TOKEN);
  await vault.setPassphrase('a passphrase nobody types');
  return Object.fromEntries(local.records);
}
