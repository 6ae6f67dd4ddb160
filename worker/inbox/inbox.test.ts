import { describe, expect, it } from 'vitest';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import { keyView } from '../keys/keys.fixture.ts';
import { account, ID, settle, setUp } from './inbox.fixture.ts';

describe('the inbox', () => {
  it('answers at once with nothing while the module and the service are silent', async () => {
    const { list, world } = setUp();
    world.list = () => new Promise(() => undefined);
    const view = await list();
    expect(view).toMatchObject({ rows: [], loading: true, loadedAt: null });
    expect(view.accounts.map(({ owner, hasKey }) => [owner, hasKey])).toEqual([
      ['tin:1', false],
      ['tin:2', true],
    ]);
  });

  it('loads behind the answer, announces it, and does not load again what is fresh', async () => {
    const { list, lists, announced } = setUp();
    await list();
    await settle();
    expect(announced).toContainEqual({ changed: 'inbox', id: null });
    const view = await list();
    expect(view).toMatchObject({
      total: 1,
      loading: false,
      rows: [{ documentId: ID, actions: ['sign', 'delete-draft'] }],
    });
    expect(view.rows[0]).not.toHaveProperty('claims');
    expect(lists).toHaveLength(1);
    await list(true);
    expect((await list()).loading).toBe(true);
  });

  it('keeps the rows in sight when they have changed or cannot be loaded anew', async () => {
    const { inbox, list, world, clock } = setUp();
    await list();
    await settle();
    clock.now += 10_000;
    inbox.rowsChanged();
    world.list = () => Promise.reject(new FlowError(failure('network-gone')));
    expect(await list()).toMatchObject({ loading: true, rows: [{ documentId: ID }] });
    await settle();
    expect(await list()).toMatchObject({
      rows: [{ documentId: ID }],
      errors: [{ owner: 'tin:1', error: { code: 'network-gone' } }],
    });
  });

  it('follows a batch no faster than every few seconds', async () => {
    const { inbox, list, lists, timers, clock } = setUp();
    await list();
    await settle();
    for (let n = 0; n < 20; n += 1) {
      inbox.rowsChanged();
      await list();
    }
    await settle();
    expect(lists).toHaveLength(1);
    expect(timers).toHaveLength(1);
    clock.now += 3_000;
    timers[0]?.();
    await settle();
    expect(lists).toHaveLength(2);
    expect((await list()).loading).toBe(false);
  });

  it('keeps companies apart: one that fails does not hide the other', async () => {
    const { list, world } = setUp([account('tin:1'), account('tin:2')]);
    const good = world.list;
    world.list = query =>
      query.owner === 'tin:2' ? Promise.reject(new FlowError(failure('no-permission'))) : good(query);
    await list();
    await settle();
    const view = await list();
    expect(view.rows.map(({ owner }) => owner)).toEqual(['tin:1']);
    expect(view.errors).toMatchObject([{ owner: 'tin:2', error: { code: 'no-permission' } }]);
    expect((await list(false, 'tin:2')).rows).toEqual([]);
  });

  it('stays quick with 2,000 rows', async () => {
    const { list, world, inbox } = setUp();
    world.list = async query =>
      query.page > 1
        ? []
        : Array.from({ length: 2000 }, (_, n) => ({
            doc_id: n.toString(16).padStart(32, '0'),
            doc_status: 0,
          }));
    await list();
    await settle();
    const before = performance.now();
    expect((await list()).rows).toHaveLength(2000);
    for (let n = 0; n < 2000; n += 1) inbox.row('tin:1', n.toString(16).padStart(32, '0').toUpperCase());
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('lists a device nobody has asked whose it is as something to sign in with', async () => {
    const { list, world } = setUp([]);
    const token = { ...keyView('t1', 'ePass 2003'), kind: 'baikey' as const, organization: null, tin: null };
    world.groups = [{ owner: 'token', title: '', tin: null, keys: [token], chosen: 't1' }];
    expect((await list()).accounts).toMatchObject([
      { owner: 'token', keyId: 't1', title: 'ePass 2003', tokenUntil: null, hasKey: true },
    ]);
  });

  it('shows the server that is asked about, the chosen one where none is, and says which', async () => {
    const { inbox, lists } = setUp();
    const query = { folder: 'drafts', owner: null, refresh: true } as const;
    expect(await inbox.list({ ...query, server: 'test' })).toMatchObject({
      server: 'test',
      chosen: 'production',
    });
    await settle();
    expect(lists.map(({ server }) => server)).toEqual(['test']);
    expect((await inbox.list({ ...query, refresh: false, server: 'test' })).rows).toHaveLength(1);
    expect(await inbox.list({ ...query, server: null })).toMatchObject({ server: 'production', rows: [] });
    await settle();
    expect(lists.map(({ server }) => server)).toEqual(['test', 'production']);
  });

  it('counts what waits, and says when it could not be counted', async () => {
    const { inbox, world } = setUp([account('tin:1'), account('tin:2')]);
    expect(await inbox.waiting('production')).toBe(6);
    expect(await inbox.counts('production')).toEqual([
      { owner: 'tin:1', waiting: 3 },
      { owner: 'tin:2', waiting: 3 },
    ]);
    world.statistics = async owner => {
      if (owner === 'tin:1') throw new FlowError(failure('network-gone'));
      return { 2: 1 };
    };
    expect(await inbox.waiting('production')).toBe(1);
    world.statistics = () => Promise.reject(new FlowError(failure('network-gone')));
    expect(await inbox.waiting('production')).toBeNull();
    expect(await inbox.counts('production')).toMatchObject([{ waiting: null }, { waiting: null }]);
    expect(await setUp([]).inbox.waiting('production')).toBeNull();
  });
});
