import { describe, expect, it } from 'vitest';
import type { PageAgreement } from '../lib/messages/views.ts';
import { eugodaSecretName } from '../lib/vault/vault.ts';
import { demoApplication } from '../sandbox/eugoda/settings.ts';
import {
  agreements,
  archiveOf,
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
    expect((await act(seen, 'fetch'))?.status.tone).toBe('done');
    expect(await archiveOf(seen.externalId!)).toBeDefined();
    await act(seen, 'open-desk');
    expect(opened).toEqual([`agreements/${seen.externalId}`]);
  });

  it('gets a refusal in words, and the card stays', async () => {
    const seen = await seenOf();
    await act(seen, 'track');
    expect((await act(seen, 'fetch'))?.status).toMatchObject({
      tone: 'error',
      text: expect.stringMatching(/Not signed/),
    });
    await settings.set({ eugodaApplications: [] });
    expect((await act(seen, 'fetch'))?.status.text).toMatch(/No eUgoda application/);
  });

  it('that shows an agreement of another application finds out whose it is', async () => {
    const seen = await seenOf();
    standIn.sign(seen.externalId!);
    standIn.set({ applications: [demoApplication, { id: 'first', secret: 's-1', templates: [] }] });
    await settings.set({
      eugodaApplications: [
        { id: 'first', label: '', port: 3000 },
        { id: 'umbrella', label: 'Umbrella', port: 3000 },
      ],
    });
    await vault.put(eugodaSecretName('first'), 's-1');
    await act(seen, 'track');
    expect((await act(seen, 'fetch'))?.status.tone).toBe('done');
    expect(await one(seen.externalId!)).toMatchObject({ applicationId: 'umbrella', state: 'fetched' });
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
