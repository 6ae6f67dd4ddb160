import { afterEach, describe, expect, it } from 'vitest';
import { readRow } from '../../lib/didox/inbox.ts';
import {
  type Attack,
  DEMO_BY_DOCTYPE,
  DEMO_DRAFT_FIRST_OF_TWO,
  DEMO_DRAFT_SECOND_OF_TWO,
  DEMO_INCOMING,
  DEMO_INCOMING_FIRST_OF_TWO,
  DEMO_INCOMING_FOR_PERSON,
  DEMO_INCOMING_FOR_SENDER,
  DEMO_INCOMING_FOR_STRANGER,
  DEMO_INCOMING_SECOND_OF_TWO,
  DEMO_OUTGOING_DRAFT,
  DEMO_PHP_STYLE,
  DEMO_ROAMING,
  DEMO_SENT,
  DEMO_SIGNED,
  FIRST_OF_TWO_TIN,
  RECEIVER_TIN,
  SECOND_OF_TWO_TIN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { getIdentity, inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { DOCTYPES } from './didox-types.ts';
import { type DidoxWorld, endOf, startWorld } from './didox-world.ts';

let world: DidoxWorld;
afterEach(() => world?.stop());

const signedIn = async (who: 'sender' | 'receiver' | 'stranger', options = {}) => {
  world = await startWorld(options);
  const actor = world.as(who);
  expect(endOf(await actor.signIn())).toBe('done');
  return actor;
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => error.failure?.code ?? String(error),
  );
const document = (id: string) => {
  const found = world.didox.documents.get(id);
  if (!found) throw new Error(`no document ${id}`);
  return found;
};
const goodSigners = (id: string) =>
  document(id)
    .signatures.filter(({ ok }) => ok)
    .map(({ taxId }) => taxId);

describe('every action', () => {
  it('signs an own draft, byte for byte', async () => {
    const sender = await signedIn('sender');
    const job = await sender.act(DEMO_OUTGOING_DRAFT, 'sign');
    expect(endOf(job)).toBe('done');
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ status: { sender: 1, receiver: 2 }, effective: 1 });
    expect(document(DEMO_OUTGOING_DRAFT).submissions).toMatchObject([{ match: 'bytes' }]);
    expect(goodSigners(DEMO_OUTGOING_DRAFT)).toEqual([SENDER_TIN]);
    expect(job.signature).toMatchObject({ outcome: 'verified', tin: SENDER_TIN });
    expect(job.signature?.stampedAt).not.toBeNull();
  });

  it.each(['text', 'string', 'data', 'documentBase64'] as const)(
    'accepts an incoming document; documentBase64 as %s',
    async documentBase64Shape => {
      const receiver = await signedIn('receiver', { settings: { documentBase64Shape } });
      expect(endOf(await receiver.act(DEMO_INCOMING, 'accept'))).toBe('done');
      expect(document(DEMO_INCOMING)).toMatchObject({ status: { sender: 3, receiver: 3 }, effective: 1 });
      expect(goodSigners(DEMO_INCOMING)).toEqual([SENDER_TIN, RECEIVER_TIN]);
    },
  );

  it('accepts bytes that are not our way of writing JSON, and documents of other operators', async () => {
    const sender = await signedIn('sender');
    for (const id of [DEMO_PHP_STYLE, DEMO_ROAMING]) {
      expect(endOf(await sender.act(id, 'accept'))).toBe('done');
      expect(goodSigners(id)).toEqual([RECEIVER_TIN, SENDER_TIN]);
    }
  });

  it('accepts with an old module by appending, and joins nothing then', async () => {
    const receiver = await signedIn('receiver');
    world.appends = true;
    const job = await receiver.act(DEMO_INCOMING, 'accept');
    expect(endOf(job)).toBe('done');
    expect(goodSigners(DEMO_INCOMING)).toEqual([SENDER_TIN, RECEIVER_TIN]);
    expect(world.didox.requests.filter(({ endpoint }) => endpoint === 'join')).toEqual([]);
  });

  it.each(['object', 'base64'] as const)(
    'rejects with a Cyrillic reason; tosign as %s',
    async tosignShape => {
      const receiver = await signedIn('receiver', { settings: { tosignShape } });
      const reason = 'Сумма неверна: «№ 5», ўзгартиринг\nвторая строка';
      const job = await receiver.act(DEMO_INCOMING, 'reject', reason);
      expect(endOf(job)).toBe('done');
      expect(document(DEMO_INCOMING)).toMatchObject({
        status: { sender: 4, receiver: 4 },
        comment: reason,
        effective: 1,
      });
      expect(job.facts.find(({ label }) => label === 'reason')?.value).toBe(reason);
    },
  );

  it('says that the site has to do it when tosign has nothing to sign', async () => {
    const receiver = await signedIn('receiver', { settings: { tosignShape: 'nothing' } });
    expect(await codeOf(receiver.act(DEMO_INCOMING, 'reject', 'x'))).toBe('not-supported-here');
  });

  it('cancels a sent document and deletes a draft', async () => {
    const sender = await signedIn('sender');
    expect(endOf(await sender.act(DEMO_SENT, 'cancel'))).toBe('done');
    expect(document(DEMO_SENT)).toMatchObject({ status: { sender: 5 }, effective: 1 });
    const before = world.signings();
    expect(endOf(await sender.act(DEMO_OUTGOING_DRAFT, 'delete-draft'))).toBe('done');
    expect(document(DEMO_OUTGOING_DRAFT)).toMatchObject({ status: { sender: 55 }, effective: 1 });
    expect(world.signings()).toBe(before);
  });

  it('works where the time stamp comes as a bare token', async () => {
    const receiver = await signedIn('receiver', { settings: { timestampAttached: false } });
    expect(endOf(await receiver.act(DEMO_INCOMING, 'accept'))).toBe('done');
    expect(goodSigners(DEMO_INCOMING)).toEqual([SENDER_TIN, RECEIVER_TIN]);
  });

  it('works where PHP writes the answers, decimals with zeros behind them', async () => {
    const sender = await signedIn('sender', { settings: { phpStyleJson: true, trailingZeros: true } });
    expect(endOf(await sender.act(DEMO_OUTGOING_DRAFT, 'sign'))).toBe('done');
    expect(document(DEMO_OUTGOING_DRAFT).submissions).toMatchObject([{ match: 'bytes' }]);
  });

  it('shows a success’s warning', async () => {
    const sender = await signedIn('sender', { settings: { warningOnSign: 'Проверьте код каталога' } });
    const job = await sender.act(DEMO_OUTGOING_DRAFT, 'sign');
    expect(job.state).toMatchObject({ step: 'done', warning: 'Проверьте код каталога' });
  });

  it('finds out the direction itself', async () => {
    const receiver = await signedIn('receiver');
    const prepared = await receiver.prepare(DEMO_INCOMING);
    expect(prepared).toMatchObject({ action: 'accept', document: { outgoing: false, status: 2 } });
    // The address said "our own": the service knows better.
    expect((await receiver.prepare(DEMO_INCOMING, { outgoing: true })).action).toBe('accept');
  });
});

describe('facts', () => {
  it.each(DOCTYPES)('of type %s are found in the bytes, never an empty card', async doctype => {
    const sender = await signedIn('sender');
    const { draft, sent } = DEMO_BY_DOCTYPE[doctype];
    for (const id of [draft, sent]) {
      const { read, facts, counterparty } = await sender.prepare(id);
      expect(read.number).toBeTruthy();
      expect(read.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(counterparty?.tin).toBe(RECEIVER_TIN);
      expect(read.sumWithVat || facts.some(({ kind }) => kind === 'raw')).toBe(true);
      expect(facts.length).toBeGreaterThan(4);
    }
  });
});

describe('a refusal says nothing but what was shown, so that one click is enough', () => {
  // The others go from step to step on the site.
  const REFUSED_HERE = DOCTYPES.filter(doctype => !['023', '041', '062'].includes(doctype));

  it.each(REFUSED_HERE)('rejecting type %s', async doctype => {
    const receiver = await signedIn('receiver');
    expect(endOf(await receiver.act(DEMO_BY_DOCTYPE[doctype].sent, 'reject', 'Причина'))).toBe('done');
  });

  it.each(REFUSED_HERE)('cancelling type %s', async doctype => {
    const sender = await signedIn('sender');
    expect(endOf(await sender.act(DEMO_BY_DOCTYPE[doctype].sent, 'cancel'))).toBe('done');
  });

  it.each(['reject', 'cancel'] as const)('and otherwise it is not: %s', async action => {
    const actor = await signedIn(action === 'cancel' ? 'sender' : 'receiver');
    world.didox.set({ attacks: [{ kind: 'tosign-says-more' }] });
    const id = action === 'cancel' ? DEMO_SENT : DEMO_INCOMING;
    const reason = action === 'reject' ? 'Причина' : undefined;
    await expect(actor.act(id, action, reason)).rejects.toThrow('to be reviewed');
  });
});

describe('signing in', () => {
  it('is asked for the partner token only when the service refuses without it', async () => {
    world = await startWorld();
    const sender = world.as('sender');
    world.partner = { state: 'none' };
    expect(endOf(await sender.signIn())).toBe('partner-token-missing, sent no');
    world.partner = { state: 'locked' };
    expect(endOf(await sender.signIn())).toBe('partner-token-locked, sent no');
    world.partner = { state: 'open', token: 'wrong' };
    expect(endOf(await sender.signIn())).toBe('partner-token-wrong, sent no');
    world.didox.set({ enforcePartnerToken: false });
    world.partner = { state: 'none' };
    expect(endOf(await sender.signIn())).toBe('done');
    expect(endOf(await sender.act(DEMO_OUTGOING_DRAFT, 'sign'))).toBe('done');
  });

  it.each([
    [{ unregistered: [SENDER_TIN] }, 'not-registered, sent no'],
    [{ blocked: [SENDER_TIN] }, 'account-blocked, sent no'],
  ])('%j: %s', async (settings, end) => {
    world = await startWorld({ settings });
    expect(endOf(await world.as('sender').signIn())).toBe(end);
  });

  it('never tries a refused sign-in again by itself', async () => {
    world = await startWorld();
    const job = await world.as('sender').signIn({ taxId: RECEIVER_TIN });
    expect(endOf(job)).toBe('login-refused, sent no');
    expect(world.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token')).toHaveLength(1);
    for (const _ of [1, 2]) await world.as('sender').signIn({ taxId: RECEIVER_TIN });
    const locked = await world.as('sender').signIn({ taxId: RECEIVER_TIN });
    expect(endOf(locked)).toBe('too-many-attempts, sent no');
    expect(locked.state).toMatchObject({ failure: { data: { seconds: expect.any(Number) } } });
  });

  it('lets a person accept in the person’s own name', async () => {
    world = await startWorld();
    const person = world.as('person');
    expect(endOf(await person.signIn())).toBe('done');
    const prepared = await person.prepare(DEMO_INCOMING_FOR_PERSON, { action: 'accept' });
    expect(prepared.counterparty?.tin).toBe(SENDER_TIN);
    expect(endOf(await person.run(prepared))).toBe('done');
    expect(document(DEMO_INCOMING_FOR_PERSON).status.receiver).toBe(3);
  });

  it('lets a person sign for two companies, each with a token of its own', async () => {
    world = await startWorld();
    const person = world.as('person');
    await person.signIn({ company: FIRST_OF_TWO_TIN });
    await person.signIn({ company: SECOND_OF_TWO_TIN, branch: '00001' });
    expect(await person.account(`tin:${SECOND_OF_TWO_TIN}`)).toMatchObject({
      via: person.owner,
      branch: '00001',
    });
    const sign = (id: string, tin: string) => person.act(id, 'sign', undefined, `tin:${tin}`);
    expect(endOf(await sign(DEMO_DRAFT_FIRST_OF_TWO, FIRST_OF_TWO_TIN))).toBe('done');
    expect(endOf(await sign(DEMO_DRAFT_SECOND_OF_TWO, SECOND_OF_TWO_TIN))).toBe('done');
    const accepted = await person.act(
      DEMO_INCOMING_FIRST_OF_TWO,
      'accept',
      undefined,
      `tin:${FIRST_OF_TWO_TIN}`,
    );
    expect(endOf(accepted)).toBe('done');
    expect(document(DEMO_INCOMING_FIRST_OF_TWO).effective).toBe(1);
  });

  it('says beforehand, and shows the facts, when the role does not allow it', async () => {
    world = await startWorld({ settings: { roles: { [SECOND_OF_TWO_TIN]: [11, 41] } } });
    const person = world.as('person');
    await person.signIn({ company: SECOND_OF_TWO_TIN });
    const owner = `tin:${SECOND_OF_TWO_TIN}`;
    const prepared = await person.prepare(DEMO_INCOMING_SECOND_OF_TWO, { action: 'accept', owner });
    expect(prepared.obstacle).toMatchObject({ code: 'no-permission' });
    expect(prepared.read.number).toBeTruthy();
    expect(endOf(await person.run(prepared))).toBe('no-permission, sent no');
  });

  it('says so when the company has nothing to do with the person, or the branch does not exist', async () => {
    world = await startWorld();
    const person = world.as('person');
    expect(endOf(await person.signIn({ company: RECEIVER_TIN }))).toMatch(/^login-refused/);
    expect(endOf(await person.signIn({ company: '399999999' }))).toMatch(/^company-not-registered/);
    expect(endOf(await person.signIn({ company: SECOND_OF_TWO_TIN, branch: '00009' }))).toMatch(
      /^login-refused/,
    );
  });

  it('renews a dead token once and goes on; of an entered company through the person', async () => {
    world = await startWorld();
    const person = world.as('person');
    await person.signIn({ company: FIRST_OF_TWO_TIN });
    const owner = `tin:${FIRST_OF_TWO_TIN}`;
    const shown = await person.prepare(DEMO_DRAFT_FIRST_OF_TWO, { action: 'sign', owner });
    world.didox.forgetSessions();
    expect(endOf(await person.run(shown))).toBe('done');
    expect(document(DEMO_DRAFT_FIRST_OF_TWO).effective).toBe(1);
  });

  it('is never begun by looking at a document or a list', async () => {
    const sender = await signedIn('sender');
    const looks = [
      () => sender.prepare(DEMO_OUTGOING_DRAFT),
      () =>
        world.service.list({
          server: 'production',
          owner: sender.owner,
          outgoing: true,
          statuses: null,
          page: 1,
        }),
    ];
    const signings = world.signings();
    for (const look of looks) {
      await sender.signIn();
      world.didox.forgetSessions();
      expect(await codeOf(look())).toBe('session-expired');
      // The dead token is not tried again, and nobody is asked for a password.
      expect(await codeOf(look())).toBe('session-expired');
    }
    expect(world.signings()).toBe(signings + looks.length);
  });

  it('does not see the documents of others', async () => {
    const receiver = await signedIn('receiver');
    expect(await codeOf(receiver.prepare(DEMO_INCOMING_FOR_STRANGER))).toBe('document-gone');
  });
});

describe('the public offer', () => {
  it.each(['envelope', 'undefined-variable', 'prose'] as const)(
    'is asked for (%s), signed, and the document goes out on the second try with the same signature',
    async offerError => {
      const sender = await signedIn('sender', { settings: { offerRequired: [SENDER_TIN], offerError } });
      const refused = await sender.act(DEMO_OUTGOING_DRAFT, 'sign');
      expect(endOf(refused)).toBe('offer-not-signed, sent no');
      expect(endOf(await sender.signOffer())).toBe('done');
      expect(world.didox.offerSubmissions).toMatchObject([{ effect: true, match: 'bytes' }]);
      const before = world.signings();
      expect(endOf(await sender.retry(refused))).toBe('done');
      expect(world.signings()).toBe(before);
      expect(document(DEMO_OUTGOING_DRAFT).effective).toBe(1);
    },
  );
});

describe('attacks stop before anything is signed or sent', () => {
  const cases: [Attack['kind'], 'accept' | 'reject' | 'sign', string][] = [
    ['base64-differs', 'accept', 'counterparty-differs'],
    ['base64-reordered', 'accept', 'counterparty-differs'],
    ['sender-content-differs', 'accept', 'counterparty-differs'],
    ['sender-signature-tampered', 'accept', 'counterparty-not-valid'],
    ['sender-is-stranger', 'accept', 'counterparty-not-valid'],
    ['json-differs', 'accept', 'facts-disagree'],
    ['document-field-differs', 'accept', 'facts-disagree'],
    ['document-field-differs', 'sign', 'facts-disagree'],
    ['tosign-differs', 'reject', 'facts-disagree'],
  ];
  it.each(cases)('%s on %s: %s', async (kind, action, code) => {
    const actor = await signedIn(action === 'sign' ? 'sender' : 'receiver');
    world.didox.set({ attacks: [{ kind }] });
    const id = action === 'sign' ? DEMO_OUTGOING_DRAFT : DEMO_INCOMING;
    const before = world.signings();
    expect(await codeOf(actor.act(id, action, action === 'reject' ? 'Причина' : undefined))).toBe(code);
    expect(world.signings()).toBe(before);
    expect(document(id).submissions).toEqual([]);
  });

  it('list-row-differs: facts-disagree; an honest row is no hindrance', async () => {
    const sender = await signedIn('sender');
    const claimed = async () => {
      const query = {
        server: 'production',
        owner: sender.owner,
        outgoing: true,
        statuses: [0],
        page: 1,
      } as const;
      const rows = (await world.service.list(query)).rows.map(row => readRow(row, sender.owner, true));
      const row = rows.find(known => known?.documentId === DEMO_OUTGOING_DRAFT);
      if (!row) throw new Error('not listed');
      return codeOf(sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign', claims: row.claims }));
    };
    expect(await claimed()).toBe('ok');
    world.didox.set({ attacks: [{ kind: 'list-row-differs' }] });
    expect(await claimed()).toBe('facts-disagree');
  });

  it('tosign-differs on cancel: facts-disagree', async () => {
    const sender = await signedIn('sender');
    world.didox.set({ attacks: [{ kind: 'tosign-differs' }] });
    expect(await codeOf(sender.act(DEMO_SENT, 'cancel'))).toBe('facts-disagree');
    expect(document(DEMO_SENT).submissions).toEqual([]);
  });

  it('timestamp-of-other: stamp-invalid, and nothing was sent', async () => {
    const sender = await signedIn('sender');
    world.didox.set({ attacks: [{ kind: 'timestamp-of-other' }] });
    const job = await sender.act(DEMO_OUTGOING_DRAFT, 'sign');
    expect(endOf(job)).toBe('stamp-invalid, sent no');
    expect(document(DEMO_OUTGOING_DRAFT).submissions).toEqual([]);
  });

  it('a sender whose root nobody knows is shown as such, and stops only where strict checking is on', async () => {
    const receiver = await signedIn('receiver');
    world.trust = { extraTrustAnchors: [], strictTrust: false };
    const shown = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    expect(shown.theirSignature).toMatchObject({ outcome: 'unknown-root', tin: SENDER_TIN, stampedAt: null });
    expect(shown.theirSignature?.reasons).toContain('untrusted-root');
    world.trust = { extraTrustAnchors: [], strictTrust: true };
    expect(await codeOf(receiver.prepare(DEMO_INCOMING, { action: 'accept' }))).toBe(
      'counterparty-not-valid',
    );
  });
});

describe('somebody was quicker', () => {
  it('the same document in two tabs goes out once', async () => {
    const sender = await signedIn('sender');
    const prepared = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    const jobs = await Promise.all([sender.run(prepared), sender.run(prepared)]);
    expect(jobs.map(endOf)).toEqual(['done', 'done']);
    expect(new Set(jobs.map(job => job.id)).size).toBe(1);
    expect(document(DEMO_OUTGOING_DRAFT).effective).toBe(1);
  });

  it('signed on the site with the same key: done', async () => {
    const sender = await signedIn('sender');
    const stale = await sender.prepare(DEMO_OUTGOING_DRAFT, { action: 'sign' });
    await sender.act(DEMO_OUTGOING_DRAFT, 'sign');
    expect(endOf(await sender.run(stale))).toBe('done');
    expect(document(DEMO_OUTGOING_DRAFT).effective).toBe(1);
  });

  it('rejected by a colleague meanwhile: an accept did not happen, and says so', async () => {
    const receiver = await signedIn('receiver');
    const stale = await receiver.prepare(DEMO_INCOMING, { action: 'accept' });
    await receiver.act(DEMO_INCOMING, 'reject', 'нет');
    expect(endOf(await receiver.run(stale))).toMatch(/, sent no$/);
    expect(document(DEMO_INCOMING)).toMatchObject({ status: { receiver: 4 }, effective: 1 });
  });

  it('cancelled by the sender meanwhile', async () => {
    const receiver = await signedIn('receiver');
    const sender = world.as('sender');
    await sender.signIn();
    const stale = await receiver.prepare(DEMO_SENT, { action: 'accept' });
    await sender.act(DEMO_SENT, 'cancel');
    expect(endOf(await receiver.run(stale))).toBe('wrong-status, sent no');
  });

  it('a signed document offers nothing and is shown', async () => {
    const sender = await signedIn('sender');
    expect(await sender.prepare(DEMO_SIGNED)).toMatchObject({ content: null, obstacle: null });
  });
});

describe('the archive', () => {
  it('holds both signatures of an accepted document over the very bytes the sender signed', async () => {
    const receiver = await signedIn('receiver');
    await receiver.act(DEMO_INCOMING, 'accept');
    const { pkcs7 } = document(DEMO_INCOMING);
    const found = pkcs7 && inspectPkcs7(pkcs7, { now: new Date() });
    expect(found?.signers).toHaveLength(2);
    for (const signer of found?.signers ?? [])
      expect(signer).toMatchObject({ digestOk: true, signatureOk: true, chainOk: true, stampOk: true });
    expect(found?.signers.map(({ serial }) => serial).sort()).toEqual(
      ['sender', 'receiver'].map(id => getIdentity(id).serial).sort(),
    );
    expect(world.didox.archive(DEMO_INCOMING)).not.toBeNull();
    expect(document(DEMO_INCOMING_FOR_SENDER).submissions).toEqual([]);
  });
});
