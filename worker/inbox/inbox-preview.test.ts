import { describe, expect, it } from 'vitest';
import { failure } from '../../lib/signing/failure.ts';
import { keyView } from '../keys/keys.fixture.ts';
import { account, ID, settle, setUp } from './inbox.fixture.ts';

const OURS = { server: 'production', owner: 'tin:1', documentId: ID, outgoing: true } as const;

describe('a preview', () => {
  it('shows facts and what fits, and acts on exactly that', async () => {
    const { previews, started } = setUp();
    const preview = await previews.preview(OURS);
    expect(preview).toMatchObject({ title: '7', error: null, actions: ['sign', 'delete-draft'] });
    expect(await previews.act({ previewId: preview.previewId, action: 'sign' })).toEqual({
      jobId: started[0]?.id,
    });
    expect(started[0]).toMatchObject({
      action: 'didox-sign',
      sha256: preview.sha256,
      signer: { keyId: 'k' },
    });
    expect(await previews.act({ previewId: preview.previewId, action: 'accept' })).toEqual({
      refused: 'stale',
    });
    expect(await previews.act({ previewId: 'nobody', action: 'sign' })).toEqual({ refused: 'stale' });
  });

  it('deletes a draft without a key', async () => {
    const { previews, started } = setUp();
    const preview = await previews.preview(OURS);
    await previews.act({ previewId: preview.previewId, action: 'delete-draft' });
    expect(started[0]).toMatchObject({ action: 'didox-delete-draft', signer: null, sha256: null });
  });

  it('cancels with one click what it showed, and has whatever else would be signed reviewed first', async () => {
    const { previews, started, reviewed, world } = setUp();
    world.status = 1;
    const { previewId } = await previews.preview(OURS);
    world.toSign = { DocumentId: ID, SellerTin: '300000001', Statement: 'We acknowledge a debt' };
    expect(await previews.act({ previewId, action: 'cancel' })).toEqual({ reviewId: 'review-1' });
    expect(started).toEqual([]);
    expect(reviewed).toMatchObject([
      {
        kind: 'didox',
        action: 'cancel',
        account: { owner: 'tin:1' },
        prepared: { facts: expect.anything() },
      },
    ]);
    world.toSign = { DocumentId: ID, SellerTin: '300000001' };
    expect(await previews.act({ previewId, action: 'cancel' })).toEqual({ jobId: started[0]?.id });
    expect(started[0]).toMatchObject({ action: 'didox-cancel' });
    expect(reviewed).toHaveLength(1);
  });

  it('says beforehand what the role does not allow, facts and all', async () => {
    const { previews } = setUp([account('tin:1', { roles: [12] })]);
    const preview = await previews.preview(OURS);
    expect(preview).toMatchObject({ title: '7', actions: [], error: { code: 'no-permission' } });
    await expect(previews.act({ previewId: preview.previewId, action: 'sign' })).rejects.toMatchObject({
      failure: { code: 'no-permission' },
    });
  });

  it('that is read anew with each of a thousand changes does not fill the disk', async () => {
    const { previews, database, started } = setUp();
    const ids: string[] = [];
    for (let change = 0; change < 12; change += 1) ids.push((await previews.preview(OURS)).previewId);
    const kept = await (await database).getAllKeys('reviews');
    expect(kept.filter(id => ids.includes(id)).length).toBeLessThan(5);
    // A page that has not drawn the newest yet.
    await previews.act({ previewId: ids.at(-2)!, action: 'sign' });
    expect(started).toHaveLength(1);
    expect(await previews.act({ previewId: ids[0]!, action: 'sign' })).toEqual({ refused: 'stale' });
  });

  it('keeps no token in the database', async () => {
    const { previews, database } = setUp();
    const { previewId } = await previews.preview(OURS);
    expect(JSON.stringify(await (await database).get('reviews', previewId))).not.toMatch(/token/i);
  });

  it('holds the row’s claims against the bytes', async () => {
    const { previews, reborn, list, world } = setUp();
    world.list = async () => [
      { doc_id: ID, doc_status: 0, doctype: '002', name: '7', owner: 1, partnerTin: '999' },
    ];
    await list();
    await settle();
    expect((await previews.preview(OURS)).error?.code).toBe('facts-disagree');
    // The screen outlives the worker, and so does what it said.
    expect((await reborn().preview(OURS)).error?.code).toBe('facts-disagree');
  });
  it('is held against the newest list, also when that is of another folder', async () => {
    const { inbox, previews, list, world } = setUp();
    const row = { doc_id: ID, doc_status: 0, doctype: '002', name: '7', owner: 1 };
    world.list = async () => [{ ...row, partnerTin: '999' }];
    await list();
    await settle();
    world.list = async () => [row];
    await inbox.list({ server: null, folder: 'all', owner: null, refresh: true });
    await settle();
    const shown = await previews.preview(OURS);
    expect(shown.error).toBeNull();
  });
});

describe('who signs what a preview shows', () => {
  const SEVERAL = { candidates: [keyView('k'), keyView('other')], settled: null, unusable: null };

  it('is said beforehand, by holder and organisation', async () => {
    const { previews } = setUp();
    expect(await previews.preview(OURS)).toMatchObject({ key: 'k, Alfa', keyChoices: [] });
  });

  it('is asked when several keys fit, and remembered once it was chosen', async () => {
    const { previews, world, started, chosen } = setUp();
    world.signers = SEVERAL;
    const preview = await previews.preview(OURS);
    expect(preview).toMatchObject({
      key: null,
      keyChoices: [{ id: 'k' }, { id: 'other' }],
      actions: ['sign', 'delete-draft', 'choose-key'],
    });
    const { previewId } = preview;
    await expect(previews.act({ previewId, action: 'sign' })).rejects.toMatchObject({
      failure: { code: 'several-keys' },
    });
    await previews.act({ previewId, action: 'sign', keyId: 'other' });
    expect(started.map(({ signer }) => signer?.keyId)).toEqual(['other']);
    expect(chosen).toEqual([['tin:1', 'other']]);
  });

  it('is remembered for the person whose key signs for a company', async () => {
    const { previews, world, chosen } = setUp([account('tin:1', { via: 'person:9' })]);
    world.signers = SEVERAL;
    const { previewId } = await previews.preview(OURS);
    await previews.act({ previewId, action: 'sign', keyId: 'other' });
    expect(chosen).toEqual([['person:9', 'other']]);
  });

  it('is nobody without a key: what needs none is offered all the same', async () => {
    const { previews, world } = setUp();
    world.signers = { candidates: [], settled: null, unusable: failure('key-expired') };
    expect(await previews.preview(OURS)).toMatchObject({
      key: null,
      actions: ['delete-draft'],
      error: { code: 'key-expired' },
    });
  });

  it('does not keep the document waiting while the module has not listed its keys', async () => {
    const { previews, world } = setUp();
    world.listed = false;
    expect(await previews.preview(OURS)).toMatchObject({ title: '7', key: null, error: null });
  });

  it('is told of the public offer that Didox misses', async () => {
    const { previews, world } = setUp();
    world.offerMissing = true;
    expect((await previews.preview(OURS)).actions).toEqual(['sign', 'delete-draft', 'offer']);
  });

  it('may sign in from there when the session is over', async () => {
    const { previews } = setUp([]);
    expect(await previews.preview(OURS)).toMatchObject({
      error: { code: 'session-expired' },
      actions: ['sign-in'],
    });
  });
});
