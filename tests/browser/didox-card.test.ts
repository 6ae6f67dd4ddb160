import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import {
  DEMO_DRAFT_FIRST_OF_TWO,
  DEMO_DRAFT_SECOND_OF_TWO,
  DEMO_INCOMING_FOR_SENDER,
  DEMO_OUTGOING_DRAFT,
  DEMO_SENT,
  FIRST_OF_TWO_TIN,
  RECEIVER_TIN,
  SECOND_OF_TWO_TIN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { Desk } from '../harness/desk.ts';
import { openSignedIn, requestsTo, SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import { shareBrowser } from '../harness/shared-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const test = shareBrowser();
const document = (id: string) => test().world.didox.documents.get(id);
const signed = (id: string) => inspectPkcs7(document(id)?.pkcs7 ?? new Uint8Array());

afterEach(() => {
  // Two calls at once are reported to hang the real module; no test may ever make the product do that.
  expect(test().world.eimzo.calls.filter(call => call.overlapped)).toEqual([]);
});

/** What an invoice says, read independently of the product. */
interface Invoice {
  readonly facturadoc: { readonly facturano: string; readonly facturadate: string };
  readonly buyertin: string;
  readonly productlist: {
    readonly products: readonly { readonly deliverysumwithvat: number; readonly vatsum: number }[];
  };
}
const money = (sums: readonly number[]): string => {
  const hundredths = sums.reduce((total, sum) => total + Math.round(sum * 100), 0);
  const digits = { minimumFractionDigits: hundredths % 100 ? 2 : 0 };
  return `${(hundredths / 100).toLocaleString('en-US', digits)} UZS`;
};

describe('an own draft', () => {
  it('is signed by two real clicks, and the facts on the card are those of the signed bytes', async () => {
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    const before = await card.waitForButton(SIGN_IN);
    expect(before.facts).toEqual({});
    expect(before.key).toContain('Topilgan Savdo');

    await card.click(SIGN_IN);
    const ready = await card.waitForButton(SIGN);
    await card.click(SIGN);
    const done = await card.waitForStatus(/Signed/);
    expect(done.alert).toBe('');
    expect(done.buttons.map(({ name }) => name)).toEqual(['Reload the page', 'Collapse']);

    const { content, signers } = signed(DEMO_OUTGOING_DRAFT);
    expect(signers).toMatchObject([
      { tin: SENDER_TIN, digestOk: true, signatureOk: true, chainOk: true, stampOk: true },
    ]);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ match: 'bytes' }] });
    const bytes = content ?? new Uint8Array();
    const invoice = JSON.parse(new TextDecoder().decode(bytes)) as Invoice;
    const { facturano, facturadate } = invoice.facturadoc;
    const { products } = invoice.productlist;
    expect(ready.title).toBe(`Invoice No. ${facturano}`);
    expect(ready.facts).toMatchObject({
      Number: facturano,
      Date: facturadate.split('-').reverse().join('.'),
      'Other side': expect.stringContaining(invoice.buyertin),
      'Sum with VAT': money(products.map(({ deliverysumwithvat }) => deliverysumwithvat)),
      VAT: money(products.map(({ vatsum }) => vatsum)),
    });
    const digest = createHash('sha256').update(bytes).digest('hex');
    const [head = '', tail = ''] = done.digest.replaceAll(' ', '').split('…');
    expect(head.length + tail.length).toBeGreaterThanOrEqual(16);
    expect(digest.startsWith(head) && digest.endsWith(tail)).toBe(true);

    await page.evaluate(() => Object.assign(window, { before: true }));
    await card.click('Reload the page');
    await waitFor('the page to be loaded anew', () => page.evaluate(() => !('before' in window)));
    // What is done is said; taking it back is possible, but nothing that a hasty click should hit.
    const after = await card.waitForStatus(/Waits for the other side/);
    expect(after.status).not.toMatch(/Ready/);
    expect(await page.$$('::-p-aria([name="Sign"][role="button"])')).toEqual([]);
  });

  it('is found under each form of its address', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT, { owner: null });
    for (const address of [
      `https://didox.uz/documents/${DEMO_OUTGOING_DRAFT}/1`,
      `https://didox.uz/documents/${DEMO_OUTGOING_DRAFT.toLowerCase()}?tab=all`,
      `https://didox.uz/document_form/002/${DEMO_OUTGOING_DRAFT}/edit`,
    ]) {
      await page.goto(address);
      expect((await card.waitForButton(SIGN)).title).toBe('Invoice No. 1042');
    }
    // On its form it is saved under the same address: what was shown before is not signed, what was saved is.
    const sum = '::-p-aria([name="Сумма с НДС"][role="textbox"])';
    await page.click(sum, { count: 3 });
    await page.type(sum, '1250000');
    await page.click('::-p-aria([name="Сохранить"][role="button"])');
    await waitFor('the form to be saved', async () => {
      const field = await page.$(sum);
      return (await field?.evaluate(input => (input as HTMLInputElement).value))?.endsWith(',00');
    });
    expect((await card.read())?.facts['Sum with VAT']).not.toBe('1,250,000 UZS');
    await card.click(SIGN);
    const changed = await card.waitForAlert(/The document has changed/);
    expect(changed.facts['Sum with VAT']).toBe('1,250,000 UZS');
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ match: 'bytes' }] });
  });

  it('that has been sent offers to be taken back, not to be signed', async () => {
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
    await test().openDocument(DEMO_SENT, { page });
    const sent = await card.waitForTitle('Invoice No. 1040');
    expect(sent.status).toMatch(/Waits for the other side/);
    await card.click('Cancel document');
    const asked = await card.waitForButton('Back');
    expect(asked.text).toContain('This cannot be undone');
    expect(document(DEMO_SENT)?.submissions).toEqual([]);
    await card.click('Cancel document');
    await card.waitForStatus(/Signed: document cancelled/);
    expect(document(DEMO_SENT)?.submissions.map(({ kind, effect }) => [kind, effect])).toEqual([
      ['cancel', true],
    ]);
  });
});

describe('an incoming document', () => {
  it('is accepted with both signatures in it', async () => {
    const { card } = await openSignedIn(test(), DEMO_INCOMING_FOR_SENDER, { owner: 0 });
    expect((await card.read())?.text).toMatch(/signed on .*; the signature is verified/);
    await card.click('Sign and accept');
    await card.waitForStatus(/Signed and accepted/);
    expect(document(DEMO_INCOMING_FOR_SENDER)).toMatchObject({
      effective: 1,
      status: { sender: 3, receiver: 3 },
    });
    // A SET has no order of its own: DER sorts it.
    const { signers } = signed(DEMO_INCOMING_FOR_SENDER);
    expect(signers.map(({ tin }) => tin).sort()).toEqual([SENDER_TIN, RECEIVER_TIN]);
    expect(signers).toMatchObject([
      { signatureOk: true, stampOk: true },
      { signatureOk: true, stampOk: true },
    ]);
  });

  it('is refused with the very reason that was typed', async () => {
    const { card } = await openSignedIn(test(), DEMO_INCOMING_FOR_SENDER, { owner: 0 });
    await card.click('Reject…');
    await card.type('Reason for the refusal', 'Сумма НДС неверна, "исправьте"');
    await card.click('Sign the refusal');
    await card.waitForStatus(/Signed: the refusal was sent/);
    expect(document(DEMO_INCOMING_FOR_SENDER)).toMatchObject({
      effective: 1,
      comment: 'Сумма НДС неверна, "исправьте"',
      status: { receiver: 4 },
    });
  });
});

describe('the card', () => {
  it('speaks to the Test server on the test site', async () => {
    await test().settings.putPartnerToken('test');
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT, { host: 'test3.didox.uz' });
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    const api = test().world.didox.requests.filter(({ server }) => server === 'api');
    expect(new Set(api.map(({ environment }) => environment))).toEqual(new Set(['test']));
    expect(document(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
  });

  it('leads from the test site to the documents on the Test server, though the options name Production', async () => {
    await test().settings.putPartnerToken('test');
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT, { host: 'test3.didox.uz' });
    expect(await card.facts()).toMatchObject({ 'Didox server': 'Test' });
    await page.click('::-p-aria([name="← К списку"][role="link"])');
    await card.waitForStatus(/wait for your signature/);
    expect(await card.facts()).toEqual({ 'Didox server': 'Test' });
    await card.click('Open the desk');
    const opened = await test().waitForPage('desk.html#/inbox/waiting/test');
    const desk = new Desk(opened);
    expect(await desk.waitForText(/Didox server: Test/)).toContain('Options: Production');
    await desk.waitForText(/1 account, 1 signed in/);
    await desk.press('Receipts');
    await desk.press('Inbox');
    await desk.waitForText(/Didox server: Test/);
    expect(opened.url()).toMatch(/#\/inbox\/waiting\/test$/);
    const api = test().world.didox.requests.filter(({ server }) => server === 'api');
    expect(new Set(api.map(({ environment }) => environment))).toEqual(new Set(['test']));
    await desk.press('Inbox: Production');
    await desk.waitUntilSilent(/Didox server: Test/);
    expect(opened.url()).toMatch(/#\/inbox$/);
  });

  it('follows the navigation of the site, and offers the inbox beside a list', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await page.evaluate(() => Object.assign(window, { before: true }));
    const list = '::-p-aria([name="← К списку"][role="link"])';
    await page.click(list);
    await card.waitForTitle('Documents that wait for you');
    await page.evaluate(() => {
      history.pushState(null, '', '/profile/account');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await card.waitUntilGone();
    await page.evaluate(id => {
      history.pushState(null, '', `/documents/${id}/0`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, DEMO_INCOMING_FOR_SENDER);
    const next = await card.waitForButton('Sign and accept');
    expect(next.title).toBe('Invoice No. С-77');
    await page.goBack();
    await card.waitUntilGone();
    await page.goBack();
    const listed = await card.waitForStatus(/wait for your signature/);
    expect(listed.buttons[0]?.name).toBe('Open the desk');
    expect(await page.evaluate(() => 'before' in window)).toBe(true);
    await card.click('Open the desk');
    const desk = await test().waitForPage('desk.html#/inbox');
    await desk.waitForSelector('::-p-aria([name="Inbox"][role="heading"])');
  });

  it('signs in anew, once, when the session is over in the middle', async () => {
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    test().world.didox.forgetSessions();
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(requestsTo(test(), 'auth-token')).toBe(2);
    expect(document(DEMO_OUTGOING_DRAFT)?.effective).toBe(1);
  });
});

describe('somebody with several companies', () => {
  const keys = [
    { disk: 'C:\\', path: 'DSKEYS', identities: ['two-companies-first', 'two-companies-second'] },
  ];
  const signOut = (tin: string) =>
    test().withExtensionPage(page =>
      page.evaluate(
        owner =>
          chrome.runtime.sendMessage({ imzochi: 'didox/sign-out', request: { server: 'production', owner } }),
        `tin:${tin}`,
      ),
    );

  it('is asked once which one signs in, and the other one is offered for its own document', async () => {
    test().world.set({ eimzo: { keys }, didox: { webTaxId: FIRST_OF_TWO_TIN } });
    const page = await test().openDocument(DEMO_DRAFT_FIRST_OF_TWO);
    const card = test().card(page);
    const asked = await card.waitForButton(SIGN_IN);
    expect(asked.choices).toHaveLength(2);
    await card.choose(/ALFA/i);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);

    await signOut(FIRST_OF_TWO_TIN);
    // Remembered, and marked: one click, or another company.
    const again = await card.waitForButton(SIGN_IN);
    expect(again.choices).toHaveLength(2);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);

    await test().openDocument(DEMO_DRAFT_SECOND_OF_TWO, { page });
    const other = await card.waitForButton(SIGN_IN);
    expect(other.status).toMatch(/ALFA.*not theirs/i);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(signed(DEMO_DRAFT_SECOND_OF_TWO).signers).toMatchObject([{ tin: SECOND_OF_TWO_TIN }]);
  });

  it('is asked once which of a company’s keys signs', async () => {
    test().world.set({ eimzo: { ytksKeys: ['sender'] } });
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const card = test().card(page);
    await card.click(SIGN_IN);
    const asked = await card.waitUntil('the question for the key', ({ choices }) => choices.length === 2);
    expect(asked.buttons[0]).toEqual({ name: 'Sign', enabled: false });
    await card.choose(/Namunayev/);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    await test().openDocument(DEMO_INCOMING_FOR_SENDER, { page, owner: 0 });
    const next = await card.waitForButton('Sign and accept');
    expect(next.choices).toEqual([]);
    expect(next.key).toMatch(/Namunayev/);
  });
});
