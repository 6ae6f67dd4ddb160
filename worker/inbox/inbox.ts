import type { DocumentRow } from '../../lib/didox/inbox.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import { STATUS } from '../../lib/didox/statuses.ts';
import { subjectOf } from '../../lib/didox/target.ts';
import type { InboxQuery, InboxRow, InboxView } from '../../lib/messages/views/inbox.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import type { Didox } from '../didox.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { WorkerPlatform } from '../platform.ts';
import { accountsView } from './inbox-accounts.ts';
import { type LoadedFolder, loadFolder } from './inbox-folders.ts';
import { createListedClaims, type ListedClaims, type Place } from './listed-claims.ts';

export interface Inbox {
  /** Answers at once with what is known; whatever is missing or old is loaded behind it and announced. */
  list(query: InboxQuery): Promise<InboxView>;
  /** How many wait for each company signed in on a server; null for one that could not be asked. */
  counts(
    server: DidoxServer,
  ): Promise<readonly { readonly owner: string; readonly waiting: number | null }[]>;
  /** Documents that wait for us over all companies signed in on a server; null when nobody is, or nobody could be asked. */
  waiting(server: DidoxServer): Promise<number | null>;
  /** The row as last listed. */
  row(owner: string, documentId: string): DocumentRow | null;
  /** What the list said of a document: held against the bytes before anything is signed. */
  claims: ListedClaims['of'];
  forgetRows(): void;
  /** Something was done to a document: the rows stay in sight until newer ones have come. */
  rowsChanged(): void;
}

export interface InboxPorts {
  readonly platform: WorkerPlatform;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly journal: Journal;
}

interface KnownFolder extends LoadedFolder {
  readonly at: number;
  readonly changed: boolean;
}

/** Rows older than this are loaded anew when somebody looks at them. */
const FRESH_MS = 60_000;
/** A batch changes rows many times a second; the lists follow no faster than this. */
const LEAST_PAUSE_MS = 3_000;

/** The documents of all companies signed in on a server: on the one that is asked about, else on the chosen one. */
export function createInbox(ports: InboxPorts): Inbox {
  const { didox, platform } = ports;
  const now = () => platform.timer.now();
  /** One entry per server, folder and owner. */
  const known = new Map<string, KnownFolder>();
  const loading = new Map<string, Promise<void>>();
  const index = new Map<string, DocumentRow>();
  const claims = createListedClaims(platform.session);

  const keep = (place: Place, folder: LoadedFolder, at: number) => {
    known.set(keyOf(place), { ...folder, at, changed: false });
    claims.keep(place, folder.rows);
    for (const row of folder.rows) index.set(`${row.owner}|${row.documentId}`, row);
    platform.announce({ changed: 'inbox', id: null });
  };

  async function refresh(place: Place) {
    const key = keyOf(place);
    const { server, owner, folder } = place;
    const before = known.get(key);
    if (before && now() - before.at < LEAST_PAUSE_MS)
      await new Promise<void>(resolve => platform.timer.setTimeout(resolve, LEAST_PAUSE_MS));
    // Whatever changes from here on may not be in the answer: then it is asked for once more.
    if (before) known.set(key, { ...before, changed: false });
    const first = await loadFolder(didox.service, server, owner, folder, partial => {
      // The first page is shown at once, unless a whole list is on screen already.
      if (!before && partial.rows.length > 0) keep(place, partial, now());
    });
    const failed = first.errors.length > 0 && first.rows.length === 0 && before;
    const changedMeanwhile = known.get(key)?.changed ?? false;
    keep(place, failed ? { ...before, errors: first.errors } : first, now());
    const latest = known.get(key);
    if (changedMeanwhile && latest) known.set(key, { ...latest, changed: true });
  }

  function look(place: Place, wanted: boolean) {
    const { owner } = place;
    const key = keyOf(place);
    const folderKnown = known.get(key);
    const stale = !folderKnown || folderKnown.changed || now() - folderKnown.at > FRESH_MS;
    if ((wanted || stale) && !loading.has(key)) {
      const work = refresh(place).catch(() => undefined);
      loading.set(
        key,
        work.finally(() => {
          loading.delete(key);
          platform.announce({ changed: 'inbox', id: null });
        }),
      );
    }
    return { folder: folderKnown, owner, loading: loading.has(key) };
  }

  async function withJobs(rows: readonly DocumentRow[], server: DidoxServer): Promise<InboxRow[]> {
    const open = new Map((await ports.journal.open()).map(job => [job.subject, job.id]));
    return rows.map(({ onSite, claims: _claims, ...row }) => ({
      ...row,
      actions: onSite ? [...row.actions, 'open-site' as const] : row.actions,
      jobId:
        open.get(
          subjectOf({
            service: 'didox',
            server,
            owner: row.owner,
            taxId: '',
            documentId: row.documentId,
            outgoing: row.outgoing,
          }),
        ) ?? null,
    }));
  }

  async function counts(server: DidoxServer) {
    const accounts = await didox.session.accounts(server);
    return Promise.all(
      accounts.map(async ({ owner }) => ({
        owner,
        waiting: await didox.service.statistics(server, owner, false).then(
          counted => counted[STATUS.waitsForUs] ?? 0,
          () => null,
        ),
      })),
    );
  }

  return {
    async list({ server: asked, folder, owner, refresh: wanted }) {
      const chosen = await didox.serverChosen();
      const server = asked ?? chosen;
      const accounts = await didox.session.accounts(server);
      const parts = accounts
        .filter(account => owner === null || account.owner === owner)
        .map(account => look({ server, owner: account.owner, folder }, wanted));
      const loadedAt = parts.map(part => part.folder?.at ?? null).filter(at => at !== null);
      return {
        // Never waits for the module: the keys are whatever was listed last.
        accounts: accountsView(accounts, (await ports.keys.view(false)).groups),
        rows: await withJobs(
          parts.flatMap(part => part.folder?.rows ?? []),
          server,
        ),
        total: parts.reduce((sum, part) => sum + (part.folder?.total ?? 0), 0),
        loadedAt: loadedAt.length > 0 ? Math.min(...loadedAt) : null,
        loading: parts.some(part => part.loading),
        errors: parts.flatMap(part =>
          (part.folder?.errors ?? []).map(error => ({ owner: part.owner, error })),
        ),
        server,
        chosen,
      };
    },
    counts,
    async waiting(server) {
      const told = (await counts(server)).flatMap(({ waiting }) => waiting ?? []);
      return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
    },
    claims: claims.of,
    row: (owner, documentId) => index.get(`${owner}|${documentId}`) ?? null,
    forgetRows() {
      known.clear();
      index.clear();
    },
    rowsChanged() {
      for (const [key, folder] of known) known.set(key, { ...folder, changed: true });
    },
  };
}

function keyOf({ server, folder, owner }: Place): string {
  return `${server}|${folder}|${owner}`;
}
