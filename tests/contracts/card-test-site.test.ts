import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, DEMO_OUTGOING_DRAFT, PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { LOST } from '../chaos/arena.ts';
import type { Tab } from '../chaos/tab.ts';
import { cardStage, factOf, OWNER, PATIENCE, says } from './card-stage.ts';

/** The options name Production all the time; the pages are of Didox's test site. */
const stage = cardStage();
const SITE = 'https://test3.didox.uz';
const SERVER = 'Didox server';
const ON_TEST = { label: 'server', value: 'test', kind: 'server', strong: true };
beforeEach(() => {
  const secrets = {
    'didox-partner-token:production': PARTNER_TOKEN,
    'didox-partner-token:test': PARTNER_TOKEN,
  };
  stage.browser.session.set('vault.session', { v: 1, secrets });
});
const asked = (endpoint: string) =>
  stage.didox.requests.filter(request => request.endpoint === endpoint).map(request => request.environment);
const open = (id: string) => stage.open(id, true, SITE);
/** A click that cannot be proved to have been meant: it goes on in a page of ours. */
const clickUnseen = (tab: Tab, action: 'sign' | 'sign-in') =>
  stage.browser.ask(
    'card/act',
    { viewId: tab.view?.viewId ?? '', action, visible: false },
    { tabId: tab.id, href: tab.href },
  );
const openList = async (site: string) => {
  const page = { tabId: 900, href: `${site}/documents` };
  const view = await stage.browser.ask('card/show', { href: page.href, taxIds: [] }, page);
  if (view === LOST || view === null) throw new Error('no card');
  await stage.browser.ask('card/act', { viewId: view.viewId, action: 'open-desk', visible: true }, page);
  return { view, desk: stage.browser.desks.at(-1) };
};

describe('a card on the test site, while the options name Production', () => {
  it('counts what waits on the test server beside a list, and leads to that inbox', async () => {
    await stage.signIn();
    expect(await openList('https://didox.uz')).toMatchObject({ view: { facts: [] }, desk: 'inbox' });
    const counted = asked('statistics').length;
    const { view, desk } = await openList(SITE);
    expect(view.status.text).not.toMatch(/\d/);
    expect(asked('statistics').slice(counted)).toEqual([]);
    expect(factOf(view, SERVER)).toBe('Test');
    expect(desk).toBe('inbox/waiting/test');
  });

  it('signs in nowhere else: not itself, and not in the desk it leads to', async () => {
    const tab = await open(DEMO_OUTGOING_DRAFT);
    expect(factOf(tab.view, SERVER)).toBe('Test');
    expect(await clickUnseen(tab, 'sign-in')).toEqual({ outcome: 'review-opened' });
    expect(stage.browser.desks).toEqual(['inbox/waiting/test']);
    // As the desk does there: what it was shown names the server, and it asks for that one.
    const list = () =>
      stage.ask('inbox/list', { server: 'test', folder: 'drafts', owner: null, refresh: true });
    const { server, chosen } = await list();
    expect([server, chosen]).toEqual(['test', 'production']);
    await stage.signIn(OWNER, server);
    expect(new Set(asked('auth-token'))).toEqual(new Set(['test']));
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
    await expect.poll(async () => (await list()).rows.length, PATIENCE).toBeGreaterThan(0);
    const production = await stage.ask('inbox/list', {
      server: null,
      folder: 'drafts',
      owner: null,
      refresh: false,
    });
    expect(production).toMatchObject({ server: 'production', rows: [] });
    expect(production.accounts.every(({ tokenUntil }) => tokenUntil === null)).toBe(true);
  });

  it('takes no sign-in to production for its own', async () => {
    const tab = await open(DEMO_OUTGOING_DRAFT);
    stage.module.set({ rememberMs: 0 });
    await stage.module.restart();
    stage.module.set({ passwordDelayMs: 60_000 });
    const { jobId } = await stage.ask('didox/sign-in', { server: 'production', owner: OWNER });
    await expect.poll(async () => (await stage.jobs())[0]?.step, PATIENCE).toBe('unlocking');
    await tab.look();
    expect(tab.actions()).toEqual(['sign-in']);
    expect(tab.view?.status.tone).toBe('idle');
    await stage.ask('jobs/cancel', { jobId });
  });

  it('names the server beside what is signed: on the card, in the review, on the receipt', async () => {
    await stage.signIn(OWNER, 'test');
    const tab = await open(DEMO_OUTGOING_DRAFT);
    expect(factOf(tab.view, SERVER)).toBe('Test');
    await clickUnseen(tab, 'sign');
    const [, reviewId = ''] = /^review\/(.+)\/test$/.exec(stage.browser.desks.at(-1) ?? '') ?? [];
    const review = await stage.ask('review/get', { reviewId });
    expect(review).toMatchObject({ items: [{ facts: expect.arrayContaining([ON_TEST]) }] });
    await tab.click('sign');
    await expect.poll(() => tab.view?.status.tone, PATIENCE).toBe('done');
    expect((await stage.browser.snapshot()).receipts).toMatchObject([
      { facts: expect.arrayContaining([ON_TEST]), url: expect.stringContaining(SITE) },
    ]);
    expect((await stage.jobs()).map(({ server }) => server)).toEqual(['test', 'test']);
    expect(new Set(asked('sign'))).toEqual(new Set(['test']));
  });

  it('says which partner token is refused', async () => {
    const secrets = { 'didox-partner-token:production': PARTNER_TOKEN };
    stage.browser.session.set('vault.session', { v: 1, secrets });
    const tab = await open(DEMO_OUTGOING_DRAFT);
    await tab.click('sign-in');
    await expect.poll(() => says(tab), PATIENCE).toMatch(/asks for a partner token.*Didox server: Test\./);
  });
});

describe('the desk, on the test server while the options name Production', () => {
  it('shows, signs and asks for the offer there', async () => {
    await stage.signIn();
    await stage.signIn(OWNER, 'test');
    const before = stage.didox.requests.length;
    const here = { owner: OWNER, documentId: DEMO_BY_DOCTYPE['005'].draft, outgoing: true };
    const preview = await stage.ask('inbox/preview', { server: 'test', ...here });
    expect(preview).toMatchObject({ facts: expect.arrayContaining([ON_TEST]) });
    expect(preview.siteUrl).toContain(SITE);
    const { batchId } = await stage.ask('batch/prepare', { server: 'test', documents: [here] });
    const batch = () => stage.ask('batch/get', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    expect(await batch()).toMatchObject({ server: 'test', keys: [{ label: expect.any(String) }] });
    await stage.ask('batch/start', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('finished');
    expect(await batch()).toMatchObject({ done: 1 });
    const { reviewId } = await stage.ask('didox/offer', { server: 'test', owner: OWNER });
    expect(await stage.ask('review/get', { reviewId })).toMatchObject({
      action: 'didox-offer',
      pdfBlobId: expect.any(String),
      items: [{ facts: expect.arrayContaining([ON_TEST]) }],
    });
    const since = stage.didox.requests.slice(before).filter(({ server }) => server === 'api');
    // Production is asked for the number on the badge, and for nothing else.
    const elsewhere = since.filter(
      ({ environment, endpoint }) => environment !== 'test' && endpoint !== 'statistics',
    );
    expect(elsewhere).toEqual([]);
  });
});
