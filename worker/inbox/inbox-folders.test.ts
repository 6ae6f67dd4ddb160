import { describe, expect, it } from 'vitest';
import type { ListPage, ListQuery } from '../../lib/didox/service.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import { type LoadedFolder, loadFolder, MOST_PAGES } from './inbox-folders.ts';

const row = (n: number) => ({
  doc_id: n.toString(16).padStart(32, '0'),
  doc_status: 2,
  doctype: '002',
  name: String(n),
});

/** A service with so many documents, which answers slowly. */
function serviceOf(total: number, options: { says?: boolean; fails?: number; strange?: number } = {}) {
  const asked: ListQuery[] = [];
  let open = 0;
  let most = 0;
  const list = async (query: ListQuery): Promise<ListPage> => {
    asked.push(query);
    open += 1;
    most = Math.max(most, open);
    await new Promise(resolve => setTimeout(resolve, 1));
    open -= 1;
    if (query.page === options.fails) throw new FlowError(failure('service-unavailable'));
    const first = (query.page - 1) * 100;
    const rows: unknown[] = Array.from({ length: Math.max(0, Math.min(100, total - first)) }, (_, at) =>
      row(first + at),
    );
    if (query.page === 1 && options.strange)
      rows.push(...Array.from({ length: options.strange }, () => ({ no: 'id' })));
    return { rows, total: options.says === false ? null : total, more: first + 100 < total };
  };
  return { list, asked, most: () => most };
}
const load = (
  service: ReturnType<typeof serviceOf>,
  progress: (loaded: LoadedFolder) => void = () => undefined,
) => loadFolder(service, 'production', 'tin:1', 'waiting', progress);

describe('loadFolder', () => {
  it('tells the first page at once and loads the others a few at a time, in order', async () => {
    const service = serviceOf(2000);
    const seen: number[] = [];
    const { rows, total, errors } = await load(service, partial => seen.push(partial.rows.length));
    expect(seen).toEqual([100]);
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 2000 }, (_, n) => String(n)));
    expect([total, errors]).toEqual([2000, []]);
    expect(service.asked.map(({ page }) => page).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    expect(service.most()).toBeGreaterThan(1);
    expect(service.most()).toBeLessThanOrEqual(4);
  });

  it('does not load endless lists, and says how many there are', async () => {
    const service = serviceOf(13_726);
    const { rows, total } = await load(service);
    expect([rows.length, total, service.asked.length]).toEqual([MOST_PAGES * 100, 13_726, MOST_PAGES]);
  });

  it('follows the next pages by number when nobody says how many there are', async () => {
    const service = serviceOf(250, { says: false });
    const { rows, total } = await load(service);
    expect([rows.length, total, service.asked.length]).toEqual([250, 250, 3]);
  });

  it('keeps what it has when a page fails, and says so', async () => {
    const { rows, errors } = await load(serviceOf(1000, { fails: 5 }));
    expect(errors.map(({ code }) => code)).toEqual(['service-unavailable']);
    expect(rows.length).toBeGreaterThanOrEqual(100);
  });

  it('counts the rows it could not read', async () => {
    const { rows, errors } = await load(serviceOf(5, { strange: 2 }));
    expect([rows.length, errors]).toEqual([5, [failure('service-malformed', null, { n: 2 })]]);
  });

  it('shows a document once, though it moved to the next page meanwhile', async () => {
    const service = {
      list: async (query: ListQuery) => ({ rows: [row(1), row(query.page + 1)], total: 200, more: false }),
    };
    const { rows } = await loadFolder(service, 'production', 'tin:1', 'waiting', () => undefined);
    expect(rows.map(({ number }) => number)).toEqual(['1', '2', '3']);
  });
});
