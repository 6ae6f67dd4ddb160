import { type DocumentRow, FOLDERS, type Folder, readRow } from '../../lib/didox/inbox.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import { type DidoxService, PAGE_SIZE } from '../../lib/didox/service.ts';
import { type Failure, failure } from '../../lib/signing/failure.ts';
import { failureOf } from '../failures.ts';

/** The rows of one folder of one account, as far as they are loaded. */
export interface LoadedFolder {
  readonly rows: readonly DocumentRow[];
  /** What the service says there are; more than `rows` when there are too many pages. */
  readonly total: number;
  readonly errors: readonly Failure[];
}

/** Pages of a hundred rows; more than this many pages of one folder are not loaded at once. */
export const MOST_PAGES = 30;
/** Requests for pages under way at once. */
const PAGES_AT_ONCE = 4;

/**
 * Loads a folder: the first pages, told at once, then the others a few at a time. What could be loaded is kept when a
 * page fails; the failure is told beside it, and so is the number of rows that could not be read.
 */
export async function loadFolder(
  service: Pick<DidoxService, 'list'>,
  server: DidoxServer,
  owner: string,
  folder: Folder,
  progress: (loaded: LoadedFolder) => void,
): Promise<LoadedFolder> {
  const parts = FOLDERS[folder].map(part => ({ part, rows: new Map<number, DocumentRow[]>(), total: 0 }));
  const errors: Failure[] = [];
  let unreadable = 0;
  const soFar = (): LoadedFolder => {
    const all = parts.flatMap(({ rows }) => [...rows].sort(([a], [b]) => a - b).flatMap(([, page]) => page));
    // A document may move to the next page while the pages are being asked for.
    const rows = [...new Map(all.map(row => [row.documentId, row])).values()];
    return {
      rows,
      total: parts.reduce((sum, part) => sum + part.total, 0),
      errors: unreadable > 0 ? [...errors, failure('service-malformed', null, { n: unreadable })] : errors,
    };
  };
  const loadPage = async (at: (typeof parts)[number], page: number) => {
    const { outgoing, statuses } = at.part;
    const answer = await service.list({ server, owner, outgoing, statuses, page });
    const rows = answer.rows.map(row => readRow(row, owner, outgoing)).filter(row => row !== null);
    unreadable += answer.rows.length - rows.length;
    at.rows.set(page, rows);
    return answer;
  };

  const queue: (() => Promise<unknown>)[] = [];
  await Promise.all(
    parts.map(async at => {
      try {
        const first = await loadPage(at, 1);
        at.total = first.total ?? first.rows.length;
        if (first.total === null) {
          if (first.more) queue.push(() => loadWithoutTotal(at));
          return;
        }
        const pages = Math.min(MOST_PAGES, Math.ceil(first.total / PAGE_SIZE));
        for (let page = 2; page <= pages; page += 1) queue.push(() => loadPage(at, page));
      } catch (error) {
        errors.push(failureOf(error));
      }
    }),
  );
  progress(soFar());
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      try {
        await next();
      } catch (error) {
        errors.push(failureOf(error));
        queue.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, lane));
  return soFar();

  /** One after the other for as long as the service names a next page. */
  async function loadWithoutTotal(at: (typeof parts)[number]): Promise<void> {
    for (let page = 2; page <= MOST_PAGES; page += 1) {
      const answer = await loadPage(at, page);
      at.total += answer.rows.length;
      if (!answer.more || answer.rows.length === 0) return;
    }
  }
}
