import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, RECEIVER_TIN, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { loadFolder } from '../../worker/inbox/inbox-folders.ts';
import { type DidoxWorld, startWorld } from './didox-world.ts';

/** What the service lists when it is asked by status, and what it keeps to itself otherwise. */
describe('the lists', () => {
  let world: DidoxWorld;
  beforeAll(async () => {
    world = await startWorld();
    await world.as('sender').signIn();
    await world.as('receiver').signIn();
  });
  afterAll(() => world?.stop());

  const ids = (documents: readonly { documentId: string }[]) =>
    documents.map(({ documentId }) => documentId).sort();
  const folder = async (owner: string, name: Parameters<typeof loadFolder>[3]) => {
    const loaded = await loadFolder(world.service, 'production', owner, name, () => undefined);
    expect(loaded.errors).toEqual([]);
    return loaded.rows;
  };

  it.each([
    ['sender', SENDER_TIN],
    ['receiver', RECEIVER_TIN],
  ] as const)('hold everything of the %s, waybills and agents’ documents included', async (who, tin) => {
    const { documents } = world.didox;
    const own = documents.ids({ sender: tin });
    const theirs = documents.ids({ receiver: tin }).filter(id => documents.get(id)?.status.receiver !== null);
    const rows = await folder(world.as(who).owner, 'all');
    expect(ids(rows)).toEqual([...new Set([...own, ...theirs])].sort());
    const statuses = new Set(rows.map(({ status }) => status));
    for (const status of [60, 110, 210, 310]) expect(statuses).toContain(status);
  });

  it('show what waits for us on the site beside what can be signed here', async () => {
    const rows = await folder(world.as('receiver').owner, 'waiting');
    for (const doctype of ['041', '023', '062'] as const) {
      const row = rows.find(({ documentId }) => documentId === DEMO_BY_DOCTYPE[doctype].sent);
      expect(row).toMatchObject({ doctype, actions: [], onSite: true });
    }
    expect(rows.find(({ status }) => status === 60)).toMatchObject({ actions: [], onSite: true });
    expect(rows.find(({ status }) => status === 2)).toMatchObject({ onSite: expect.any(Boolean) });
  });

  it('keep ladders to themselves when they are not asked by status', async () => {
    const query = { server: 'production', owner: world.as('receiver').owner, outgoing: false } as const;
    const { rows } = await world.service.list({ ...query, statuses: null, page: 1 });
    const statuses = rows.map(row => (row as { doc_status: number }).doc_status);
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.filter(status => ![1, 2, 3, 4, 6, 8, 40].includes(status))).toEqual([]);
  });
});
