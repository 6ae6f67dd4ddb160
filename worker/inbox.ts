import { documentUrl } from '../lib/didox/address.ts';
import { claimsOf, type DocumentRow, FOLDERS, readRow } from '../lib/didox/inbox.ts';
import {
  type PreparedDocument,
  type PreparePorts,
  prepareDocument,
  prepareRefusal,
} from '../lib/didox/prepare.ts';
import { DIDOX_SERVERS, type DidoxServer } from '../lib/didox/servers.ts';
import type { Account } from '../lib/didox/session.ts';
import { fittingActions } from '../lib/didox/statuses.ts';
import { subjectOf } from '../lib/didox/target.ts';
import type {
  CardActionId,
  DidoxAccount,
  InboxPreview,
  InboxQuery,
  InboxRow,
  InboxView,
} from '../lib/messages/views.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { type Failure, FlowError, failure } from '../lib/signing/failure.ts';
import type { Journal } from '../lib/signing/ports.ts';
import type { Database } from '../lib/store/database.ts';
import type { Didox } from './didox.ts';
import { failureOf } from './failures.ts';
import { documentJob, sha256 } from './jobs.ts';
import type { KeyRing } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';

export interface Inbox {
  list(query: InboxQuery): Promise<InboxView>;
  preview(request: { owner: string; documentId: string; outgoing: boolean }): Promise<InboxPreview>;
  act(request: {
    previewId: string;
    action: CardActionId;
    reason?: string | undefined;
    keyId?: string | undefined;
  }): Promise<{ jobId: string } | { refused: 'stale' }>;
  /** Documents that wait for us over all signed-in companies; null when nobody is signed in. */
  waiting(): Promise<number | null>;
  /** The row as last listed: its claims are held against the bytes before anything is signed. */
  row(owner: string, documentId: string): DocumentRow | null;
  forgetRows(): void;
}

export interface InboxPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly preparePorts: () => PreparePorts;
}

interface StoredPreview {
  readonly server: DidoxServer;
  readonly account: Account;
  readonly prepared: PreparedDocument;
}

/** Pages of a hundred rows; more than this many pages of one folder are not loaded at once. */
const MOST_PAGES = 30;
const PAGE_SIZE = 100;
const FRESH_MS = 60_000;

/** The documents of all signed-in companies on the chosen server. */
export function createInbox(ports: InboxPorts): Inbox {
  const { didox, platform } = ports;
  const now = () => platform.timer.now();
  const loaded = new Map<
    string,
    { rows: DocumentRow[]; total: number; at: number; errors: { owner: string; error: Failure }[] }
  >();
  const loading = new Map<string, Promise<void>>();

  async function loadFolder(
    server: DidoxServer,
    account: Account,
    folder: InboxQuery['folder'],
  ): Promise<{ rows: DocumentRow[]; total: number }> {
    const rows: DocumentRow[] = [];
    let total = 0;
    for (const part of FOLDERS[folder]) {
      const query = { server, owner: account.owner, outgoing: part.outgoing, statuses: part.statuses };
      const first = await didox.service.list({ ...query, page: 1 });
      total += first.total;
      rows.push(...first.rows.map(row => readRow(row, account.owner, part.outgoing)));
      const pages = Math.min(MOST_PAGES, Math.ceil(first.total / PAGE_SIZE));
      for (let page = 2; page <= pages; page += 1) {
        const next = await didox.service.list({ ...query, page });
        rows.push(...next.rows.map(row => readRow(row, account.owner, part.outgoing)));
      }
    }
    return { rows, total };
  }

  async function refresh(
    key: string,
    server: DidoxServer,
    accounts: readonly Account[],
    folder: InboxQuery['folder'],
  ): Promise<void> {
    const results = await Promise.all(
      accounts.map(async account => {
        try {
          return { ...(await loadFolder(server, account, folder)), error: null };
        } catch (error) {
          return { rows: [], total: 0, error: { owner: account.owner, error: failureOf(error) } };
        }
      }),
    );
    loaded.set(key, {
      rows: results.flatMap(result => result.rows),
      total: results.reduce((sum, result) => sum + result.total, 0),
      at: now(),
      errors: results.flatMap(result => (result.error ? [result.error] : [])),
    });
    platform.announce({ changed: 'inbox', id: null });
  }

  const findRow = (owner: string, documentId: string) => {
    for (const folder of loaded.values()) {
      const row = folder.rows.find(
        candidate => candidate.owner === owner && candidate.documentId === documentId,
      );
      if (row) return row;
    }
    return null;
  };

  async function accountsView(accounts: readonly Account[]): Promise<DidoxAccount[]> {
    const groups = await ports.keys.owners().catch(() => []);
    const signedIn = accounts.map(account => ({
      owner: account.owner,
      title: account.title,
      tin: account.taxId,
      tokenUntil: account.until,
      relatedCompanies: account.relatedCompanies,
      hasKey: groups.some(group => group.owner === account.owner),
    }));
    const others = groups
      .filter(group => !accounts.some(account => account.owner === group.owner))
      .map(group => ({
        owner: group.owner,
        title: group.title,
        tin: group.tin ?? '',
        tokenUntil: null,
        relatedCompanies: [],
        hasKey: true,
      }));
    return [...signedIn, ...others];
  }

  async function withJobs(rows: readonly DocumentRow[], server: DidoxServer): Promise<InboxRow[]> {
    const open = new Map((await ports.journal.open()).map(job => [job.subject, job.id]));
    return rows.map(({ onSite, ...row }) => ({
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

  return {
    async list({ folder, owner, refresh: wanted }) {
      const server = await didox.serverChosen();
      const accounts = await didox.session.accounts(server);
      const selected = owner === null ? accounts : accounts.filter(account => account.owner === owner);
      const key = `${server}|${folder}|${selected.map(account => account.owner).join(',')}`;
      const known = loaded.get(key);
      const stale = !known || now() - known.at > FRESH_MS;
      if (selected.length > 0 && (wanted || stale) && !loading.has(key)) {
        loading.set(
          key,
          refresh(key, server, selected, folder).finally(() => loading.delete(key)),
        );
      }
      return {
        accounts: await accountsView(accounts),
        rows: await withJobs(known?.rows ?? [], server),
        total: known?.total ?? 0,
        loadedAt: known?.at ?? null,
        loading: loading.has(key),
        errors: known?.errors ?? [],
        server,
      };
    },
    async preview({ owner, documentId, outgoing }) {
      const server = await didox.serverChosen();
      const previewId = crypto.randomUUID();
      const siteUrl = documentUrl(DIDOX_SERVERS[server].site, documentId, outgoing);
      const blank: InboxPreview = {
        previewId,
        title: documentId,
        facts: [],
        counterparty: null,
        actions: [],
        html: null,
        pdfBlobId: null,
        sha256: null,
        error: null,
        siteUrl,
      };
      try {
        const account = await didox.session.account(server, owner);
        if (!account) throw new FlowError(failure('session-expired'));
        const row = findRow(owner, documentId);
        const document = await didox.service.document({ server, owner, documentId, outgoing });
        const fitting = fittingActions(document);
        const [prepared, html] = await Promise.all([
          prepareDocument(
            ports.preparePorts(),
            document,
            fitting.actions[0] ?? null,
            row ? claimsOf(row) : null,
          ),
          didox.service.view(document, 'html', didox.locale()).then(
            view => new TextDecoder().decode(view.bytes),
            () => null,
          ),
        ]);
        const stored: StoredPreview = { server, account, prepared };
        const db = await ports.database();
        await db.put('reviews', { id: previewId, createdAt: now(), payload: stored });
        return {
          ...blank,
          title: prepared.read.number ?? document.name,
          facts: prepared.facts,
          counterparty: prepared.theirSignature,
          actions: fitting.onSite ? [...fitting.actions, 'open-site'] : fitting.actions,
          html,
          pdfBlobId: html === null ? await pdfOf(document, previewId, db) : null,
          sha256: prepared.content ? await sha256(prepared.content.bytes) : null,
        };
      } catch (error) {
        return { ...blank, error: failureOf(error) };
      }
    },
    async act({ previewId, action, reason, keyId }) {
      const stored = (await (await ports.database()).get('reviews', previewId))?.payload as
        | StoredPreview
        | undefined;
      if (!stored) return { refused: 'stale' };
      const { account, server } = stored;
      let { prepared } = stored;
      const { candidates, settled, unusable } = await ports.keys.forOwner(account.owner);
      if (action !== 'delete-draft' && unusable) throw new FlowError(unusable);
      const key = candidates.find(candidate => candidate.id === keyId) ?? settled ?? candidates[0] ?? null;
      const comment = action === 'reject' ? reason : undefined;
      if (action === 'reject' || action === 'cancel')
        prepared = await prepareRefusal(ports.preparePorts(), prepared, action, comment);
      else if (action === 'delete-draft') prepared = { ...prepared, action, content: null };
      else if (action !== prepared.action) return { refused: 'stale' };
      const job = await documentJob(prepared, account, action === 'delete-draft' ? null : key, {
        server,
        comment,
        now: now(),
        id: crypto.randomUUID(),
      });
      const started = await ports.engine.start(job.record, {
        ...(job.content ? { content: job.content } : {}),
        theirs: job.theirs,
      });
      return { jobId: started.id };
    },
    async waiting() {
      const server = await didox.serverChosen();
      const accounts = await didox.session.accounts(server);
      if (accounts.length === 0) return null;
      const counts = await Promise.all(
        accounts.map(account =>
          didox.service.statistics(server, account.owner, false).then(
            counted => counted['2'] ?? 0,
            () => 0,
          ),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
    row: findRow,
    forgetRows() {
      loaded.clear();
    },
  };

  async function pdfOf(
    document: Parameters<typeof didox.service.view>[0],
    previewId: string,
    db: Database,
  ): Promise<string | null> {
    try {
      const { bytes } = await didox.service.view(document, 'pdf', didox.locale());
      const id = `preview-${previewId}`;
      await db.put('blobs', {
        id,
        owner: `review:${previewId}`,
        bytes,
        name: 'document.pdf',
        type: 'application/pdf',
        createdAt: now(),
        complete: true,
      });
      return id;
    } catch {
      return null;
    }
  }
}
