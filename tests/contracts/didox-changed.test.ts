import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_INCOMING, DEMO_OUTGOING_DRAFT, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { getIdentity, inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { issueIdentity } from '../../sandbox/pki/issue-identity.ts';
import { type DidoxWorld, endOf, startWorld } from './didox-world.ts';

/** Somebody changes or signs the document between what was shown and what would be sent. */
let world: DidoxWorld;
afterEach(() => world?.stop());

const submissions = (id: string) => world.didox.documents.get(id)?.submissions ?? [];
async function signedIn(who: 'sender' | 'receiver') {
  world = await startWorld();
  const actor = world.as(who);
  expect(endOf(await actor.signIn())).toBe('done');
  return actor;
}
/** Once, before the first request to that path. */
function before(path: string, act: () => unknown): void {
  let done = false;
  world.meanwhile = async asked => {
    if (done || !asked.endsWith(path)) return;
    done = true;
    await act();
  };
}
/** Another key of the sender's company. */
const colleague = () =>
  issueIdentity({
    id: 'colleague',
    cn: 'HAMKASB IKKINCHI KALITOVICH',
    name: 'IKKINCHI',
    surname: 'HAMKASB',
    organization: getIdentity('sender').organization,
    locality: 'Soxta tumani',
    state: 'Namuna viloyati',
    tin: SENDER_TIN,
    pinfl: '30000000000199',
  });

describe('a draft that was changed on the site after it was shown', () => {
  it('is not sent, and its new content is', async () => {
    const sender = await signedIn('sender');
    const shown = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.documents.edit(DEMO_OUTGOING_DRAFT, { withVat: 5 });
    expect(endOf(await sender.run(shown))).toBe('document-changed, sent no');
    expect(submissions(DEMO_OUTGOING_DRAFT)).toEqual([]);
    expect(endOf(await sender.act(DEMO_OUTGOING_DRAFT, 'sign'))).toBe('done');
    expect(submissions(DEMO_OUTGOING_DRAFT)).toMatchObject([{ effect: true, match: 'bytes' }]);
  });

  it('is not sent with the signature of an earlier try', async () => {
    const sender = await signedIn('sender');
    const shown = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    world.didox.set({ faults: [{ answer: 'validation', endpoints: ['sign'] }] });
    const refused = await sender.run(shown);
    expect(endOf(refused)).toBe('validation-failed, sent no');
    const tries = submissions(DEMO_OUTGOING_DRAFT).length;
    world.didox.documents.edit(DEMO_OUTGOING_DRAFT, { number: '1042-A' });
    expect(endOf(await sender.retry(refused))).toBe('document-changed, sent no');
    expect(submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(tries);
  });
});

describe('somebody else signs it', () => {
  it('before the click: it is said, and nothing is sent', async () => {
    const sender = await signedIn('sender');
    const other = world.as(colleague());
    await other.signIn();
    const shown = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    expect(endOf(await other.act(DEMO_OUTGOING_DRAFT, 'sign'))).toBe('done');
    await sender.signIn();
    expect(endOf(await sender.run(shown))).toBe('already-signed, sent no');
    expect(submissions(DEMO_OUTGOING_DRAFT)).toHaveLength(1);
  });

  it('in the moment between the look and the submission: the refusal is not taken for our own', async () => {
    const sender = await signedIn('sender');
    const other = world.as(colleague());
    await other.signIn();
    await sender.signIn();
    const shown = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    const theirs = await other.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    const subject = { subject: 'somebody else’s computer' };
    before('/sign', async () => {
      expect(endOf(await other.run(theirs, undefined, subject))).toBe('done');
    });
    expect(endOf(await sender.run(shown))).toBe('already-signed, sent no');
    const { pkcs7, effective } = world.didox.documents.get(DEMO_OUTGOING_DRAFT) ?? {};
    expect(effective).toBe(1);
    expect(inspectPkcs7(pkcs7 ?? new Uint8Array()).signers).toMatchObject([{ serial: colleague().serial }]);
  });

  it('and an incoming document that was accepted elsewhere is not accepted twice', async () => {
    const receiver = await signedIn('receiver');
    const shown = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    expect(endOf(await receiver.act(DEMO_INCOMING, 'accept'))).toBe('done');
    expect(endOf(await receiver.run(shown))).toBe('done');
    expect(submissions(DEMO_INCOMING)).toHaveLength(1);
  });
});
