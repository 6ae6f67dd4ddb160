import { describe, expect, it } from 'vitest';
import type { PageAgreement } from '../../lib/messages/views/page-agreement.ts';
import { eugodaSecretName } from '../../lib/vault/vault.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import {
  agreements,
  archiveOf,
  fillDisk,
  one,
  opened,
  type options,
  registerFile,
  settings,
  standIn,
  vault,
} from './agreements.fixture.ts';

describe('a page', () => {
  async function seenOf(more: Partial<typeof options> = {}): Promise<PageAgreement> {
    const id = await registerFile(more);
    const { id: eugodaId, link } = standIn.agreements.find(agreement => agreement.externalId === id)!;
    await agreements.forget(id);
    const until = new Date(Math.floor(link.until / 1000) * 1000);
    return {
      eugodaId,
      externalId: id,
      link: `https://eugoda.com/sign/${link.token}`,
      until: until.toLocaleString('uk-UA'),
    };
  }
  const idsOf = (view: { actions: readonly { id: string }[] } | null) => view?.actions.map(({ id }) => id);
  const act = (seen: PageAgreement, action: 'track' | 'renew' | 'fetch' | 'open-desk') =>
    agreements.pageAct({ seen, action });
  /** As the card does: asks again while something is under way. */
  const fetchedOn = async (seen: PageAgreement) => {
    let view = await act(seen, 'fetch');
    const first = view?.status;
    await expect.poll(async () => (view = await agreements.pageView(seen))?.status.tone).not.toBe('busy');
    return { first, last: view?.status };
  };

  /** Applications that are tried in this order. */
  async function others(...ids: string[]): Promise<void> {
    const more = ids.filter(id => id !== 'umbrella');
    const known = more.map(id => ({ id, secret: `secret of ${id}`, templates: [] }));
    standIn.set({ applications: [demoApplication, ...known] });
    await settings.set({ eugodaApplications: ids.map(id => ({ id, label: '', port: 3000 })) });
    for (const { id, secret } of known) await vault.put(eugodaSecretName(id), secret);
  }

  it('is taken over, with its local date, renewed and fetched', async () => {
    const seen = await seenOf();
    expect(idsOf(await agreements.pageView(seen))).toEqual(['track', 'copy-link', 'open-desk']);
    expect(idsOf(await act(seen, 'track'))).toEqual(['fetch', 'renew', 'copy-link', 'open-desk']);
    const tracked = await one(seen.externalId!);
    const stored = standIn.agreements.find(agreement => agreement.externalId === seen.externalId)!;
    expect(tracked).toMatchObject({ state: 'active', link: seen.link, untilComputed: false });
    expect(Math.abs(tracked!.until! - stored.link.until)).toBeLessThan(1000);
    expect((await act(seen, 'renew'))?.link).not.toBe(seen.link);
    standIn.sign(seen.externalId!);
    expect(await fetchedOn(seen)).toMatchObject({
      first: { tone: 'busy', text: 'Fetching the archive…' },
      last: { tone: 'done' },
    });
    expect(await archiveOf(seen.externalId!)).toBeDefined();
    await act(seen, 'open-desk');
    expect(opened).toEqual([`agreements/${seen.externalId}`]);
  });

  it('does not say whether the service deletes it: renewing changes nothing about that', async () => {
    const seen = await seenOf({ removeOnCompleted: true });
    await act(seen, 'track');
    expect(await one(seen.externalId!)).toMatchObject({ removeOnCompleted: null });
    await act(seen, 'renew');
    const stored = standIn.agreements.find(agreement => agreement.externalId === seen.externalId)!;
    expect(stored.removeOnCompleted).toBe(true);
  });

  it('gets a refusal in words, and the card stays', async () => {
    const seen = await seenOf();
    await act(seen, 'track');
    expect((await fetchedOn(seen)).last).toMatchObject({
      tone: 'error',
      text: expect.stringMatching(/Not signed/),
    });
    expect((await act(seen, 'renew'))?.status.tone).toBe('done');
    await settings.set({ eugodaApplications: [] });
    expect((await act(seen, 'fetch'))?.status.text).toMatch(/No eUgoda application/);
  });

  it('that shows an agreement of another application finds out whose it is', async () => {
    const seen = await seenOf();
    standIn.sign(seen.externalId!);
    await others('first', 'umbrella');
    await act(seen, 'track');
    expect((await fetchedOn(seen)).last?.tone).toBe('done');
    expect(await one(seen.externalId!)).toMatchObject({ applicationId: 'umbrella', state: 'fetched' });
  });

  it('keeps the only delivery, also where whose it is cannot be written down', async () => {
    const seen = await seenOf({ removeOnCompleted: true });
    standIn.sign(seen.externalId!);
    await others('first', 'umbrella', 'last');
    await act(seen, 'track');
    let refused = 0;
    const makeRoom = fillDisk(
      stores =>
        stores.startsWith('agreements') && standIn.agreements.at(-1)?.removed === true && ++refused === 1,
    );
    const { last } = await fetchedOn(seen);
    makeRoom();
    expect([refused > 1, last?.tone]).toEqual([true, 'done']);
    expect((await one(seen.externalId!))?.archive).toMatchObject({ complete: true });
  });

  it.each(['flat', 'data', 'result-document', 'other-names', 'list', 'bare-link'] as const)(
    'is renewed in the shape %s',
    async reply => {
      const seen = await seenOf();
      await act(seen, 'track');
      standIn.set({ reply });
      const view = await act(seen, 'renew');
      const { token } = standIn.agreements.at(-1)!.link;
      expect(view).toMatchObject({ link: `https://eugoda.com/sign/${token}`, status: { tone: 'done' } });
    },
  );

  it('is told when the answer holds no link, and shows a link that could not be written down', async () => {
    const seen = await seenOf();
    await act(seen, 'track');
    standIn.set({ reply: 'message-only' });
    expect(await act(seen, 'renew')).toMatchObject({
      link: seen.link,
      status: { tone: 'error', text: expect.stringMatching(/no link/) },
    });
    standIn.set({ reply: 'flat' });
    const makeRoom = fillDisk();
    const view = await act(seen, 'renew');
    makeRoom();
    expect(view?.link).toContain(standIn.agreements.at(-1)!.link.token);
    expect(view?.status).toMatchObject({ tone: 'error', text: expect.stringMatching(/disk is full/) });
  });

  it('offers no more than what can be done', async () => {
    const seen = await seenOf();
    expect(idsOf(await agreements.pageView({ ...seen, externalId: 'not:ours' }))).toEqual([
      'copy-link',
      'open-desk',
    ]);
    const signing = { eugodaId: null, externalId: null, link: seen.link, until: null };
    expect(idsOf(await agreements.pageView(signing))).toEqual(['copy-link', 'open-desk']);
    await act(seen, 'track');
    expect(idsOf(await agreements.pageView(signing))).toContain('fetch');
    const foreign = { ...seen, eugodaId: 'another-one' };
    expect(idsOf(await agreements.pageView(foreign))).not.toContain('fetch');
  });
});
