import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_INCOMING_FOR_SENDER, DEMO_OUTGOING_DRAFT, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { Desk } from '../harness/desk.ts';
import { callsOf, openSignedIn, SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import { popupSays, readPopup } from '../harness/module-hands.ts';
import { shareBrowser } from '../harness/shared-browser.ts';
import { waitFor } from '../harness/wait-for.ts';

const test = shareBrowser();
const change = (eimzo: Record<string, unknown>) => test().world.set({ eimzo });
const document = (id: string) => test().world.didox.documents.get(id);
const calls = () => test().world.eimzo.calls;

afterEach(() => {
  expect(calls().filter(call => call.overlapped)).toEqual([]);
});

describe.each(['3.37', '4.86', '6.4.7'])('E-IMZO %s', profile => {
  it('signs a draft and accepts an incoming document', async () => {
    change({ profile });
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ effective: 1, submissions: [{ match: 'bytes' }] });

    await test().openDocument(DEMO_INCOMING_FOR_SENDER, { page, owner: 0 });
    await card.click('Sign and accept');
    await card.waitForStatus(/Signed and accepted/);
    expect(document(DEMO_INCOMING_FOR_SENDER)?.effective).toBe(1);
    const { signers } = inspectPkcs7(document(DEMO_INCOMING_FOR_SENDER)?.pkcs7 ?? new Uint8Array());
    expect(signers).toMatchObject([
      { signatureOk: true, stampOk: true },
      { signatureOk: true, stampOk: true },
    ]);
    // Old modules append our signature to theirs; new ones cannot, and the service joins the two.
    const old = !profile.startsWith('6');
    expect(callsOf(test(), 'pkcs7.append_pkcs7_attached')).toBe(old ? 1 : 0);
    const joins = test().world.didox.requests.filter(({ endpoint }) => endpoint === 'join');
    expect(joins).toHaveLength(old ? 0 : 1);
  });
});

describe('a token or card', () => {
  it.each(['idcard', 'baikey', 'ckc'])('%s is listed, signs in and signs', async kind => {
    change({ keys: [], hardware: [kind] });
    const { radios } = await popupSays(test(), 'the token in the list', popup => popup.radios.length > 0);
    expect(radios).toHaveLength(1);
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    expect((await card.read())?.key).toMatch(/Namunayev/i);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
    const { signers } = inspectPkcs7(document(DEMO_OUTGOING_DRAFT)?.pkcs7 ?? new Uint8Array());
    expect(signers).toMatchObject([{ tin: SENDER_TIN, signatureOk: true, stampOk: true }]);
    expect(callsOf(test(), 'pfx.load_key')).toBe(0);
  });

  it('that refuses the PIN says how many tries are left, and at the end that it is blocked', async () => {
    change({ keys: [], hardware: ['idcard'], rememberMs: 0 });
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    change({ passwordOutcomes: ['wrong', 'wrong', 'wrong'] });
    await card.click(SIGN);
    await card.waitForAlert(/PIN is wrong.*2 tries left/i);
    await card.click(SIGN);
    await card.waitForAlert(/PIN is wrong.*1 try left/i);
    await card.click(SIGN);
    const blocked = await card.waitForAlert(/PIN is blocked/i);
    expect(blocked.alert).toMatch(/unblock/);
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
  });

  it('of another company is stopped before anything is sent', async () => {
    const { page, card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    change({ keys: [], hardware: ['idcard'], hardwareIdentity: 'stranger' });
    const popup = await test().extensionPage('popup.html');
    await new Desk(popup).press(/Refresh the keys/);
    await waitFor('the token alone', async () => {
      const { radios } = await readPopup(popup);
      return radios.length === 1 && !/Namunayev/i.test(radios[0] ?? '');
    });
    await popup.close();
    await test().openDocument(DEMO_OUTGOING_DRAFT, { page });
    await card.click(SIGN);
    await card.waitForAlert(/Signed with another key/);
    expect(document(DEMO_OUTGOING_DRAFT)?.submissions).toEqual([]);
  });
});

describe('the list of keys', () => {
  it('shows a file once that macOS has at two places, and signs with it', async () => {
    change({ macosDuplicates: true });
    const { radios } = await popupSays(test(), 'the keys', popup => popup.radios.length > 0);
    expect(radios).toHaveLength(1);
    const { card } = await openSignedIn(test(), DEMO_OUTGOING_DRAFT);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
  });

  it('holds two hundred, odd letters in them, and each is found in the popup', async () => {
    change({ manyKeys: 200, keys: 'sender,commas-and-quotes' });
    const { radios } = await popupSays(test(), 'all keys', popup => popup.radios.length >= 202);
    expect(radios).toHaveLength(202);
    expect(radios.join('\n')).toMatch(/GʼAni Oʻgʻli, Ikkinchi|GʻAni|Oʻktam/i);
    const page = await test().openDocument(DEMO_OUTGOING_DRAFT);
    const asked = await test().card(page).waitForButton(SIGN_IN);
    // Two hundred companies are no question to put to anybody: the one the page names is picked already.
    expect(asked.buttons[0]?.name).toMatch(/^Sign in/);
  });
});
