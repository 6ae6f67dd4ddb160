import { documentUrl } from '../lib/didox/address.ts';
import { claimsOf, type DocumentRow } from '../lib/didox/inbox.ts';
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
  KeyView,
} from '../lib/messages/views.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { Journal } from '../lib/signing/ports.ts';
import type { Database } from '../lib/store/database.ts';
import type { Didox } from './didox.ts';
import { failureOf } from './failures.ts';
import { type LoadedFolder, loadFolder } from './inbox-folders.ts';
import { documentJob, sha256 } from './jobs.ts';
import { type KeyRing, usable } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';
import { pickSigner } from './signers.ts';

export interface Inbox {
  /** Answers at once with what is known; whatever is missing or old is loaded behind it and announced. */
  list(query: InboxQuery): Promise<InboxView>;
  preview(request: { owner: string; documentId: string; outgoing: boolean }): Promise<InboxPreview>;
  act(request: {
    previewId: string;
    action: CardActionId;
    reason?: string | undefined;
    keyId?: string | undefined;
  }): Promise<{ jobId: string } | { refused: 'stale' }>;
  /** Documents that wait for us over all signed-in companies; null when nobody is signed in, or nobody could be asked. */
  waiting(): Promise<number | null>;
  /** The row as last listed: its claims are held against the bytes before anything is signed. */
  row(owner: string, documentId: string): DocumentRow | null;
  forgetRows(): void;
  /** Something was done to a document: the rows stay in sight until newer ones have come. */
  rowsChanged(): void;
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
interface KnownFolder extends LoadedFolder {
  readonly at: number;
  readonly changed: boolean;
}

/** Rows older than this are loaded anew when somebody looks at them. */
const FRESH_MS = 60_000;
/** A batch changes rows many times a second; the lists follow no faster than this. */
const LEAST_PAUSE_MS = 3_000;

/** The documents of all signed-in companies on the chosen server. */
export function createInbox(ports: InboxPorts): Inbox {
  const { didox, platform } = ports;
  const now = () => platform.timer.now();
  /** One entry per server, folder and owner. */
  const known = new Map<string, KnownFolder>();
  const loading = new Map<string, Promise<void>>();
  const index = new Map<string, DocumentRow>();

  const keep = (key: string, folder: LoadedFolder, at: number) => {
    known.set(key, { ...folder, at, changed: false });
    for (const row of folder.rows) index.set(`${row.owner}|${row.documentId}`, row);
    platform.announce({ changed: 'inbox', id: null });
  };

  async function refresh(key: string, server: DidoxServer, owner: string, folder: InboxQuery['folder']) {
    const before = known.get(key);
    if (before && now() - before.at < LEAST_PAUSE_MS)
      await new Promise<void>(resolve => platform.timer.setTimeout(resolve, LEAST_PAUSE_MS));
    // Whatever changes from here on may not be in the answer: then it is asked for once more.
    if (before) known.set(key, { ...before, changed: false });
    const first = await loadFolder(didox.service, server, owner, folder, partial => {
      // The first page is shown at once, unless a whole list is on screen already.
      if (!before && partial.rows.length > 0) keep(key, partial, now());
    });
    const failed = first.errors.length > 0 && first.rows.length === 0 && before;
    const changedMeanwhile = known.get(key)?.changed ?? false;
    keep(key, failed ? { ...before, errors: first.errors } : first, now());
    const latest = known.get(key);
    if (changedMeanwhile && latest) known.set(key, { ...latest, changed: true });
  }

  function look(server: DidoxServer, owner: string, folder: InboxQuery['folder'], wanted: boolean) {
    const key = `${server}|${folder}|${owner}`;
    const folderKnown = known.get(key);
    const stale = !folderKnown || folderKnown.changed || now() - folderKnown.at > FRESH_MS;
    if ((wanted || stale) && !loading.has(key)) {
      const work = refresh(key, server, owner, folder).catch(() => undefined);
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

  /** Never waits for the module: the keys are whatever was listed last. */
  async function accountsView(accounts: readonly Account[]): Promise<DidoxAccount[]> {
    const { groups } = await ports.keys.view(false);
    const able = groups.filter(group => group.owner !== 'token' && group.keys.some(usable));
    const hasKey = (owner: string | null) => able.some(group => group.owner === owner);
    const signedIn = accounts.map(account => ({
      owner: account.owner,
      title: account.title,
      tin: account.taxId,
      tokenUntil: account.until,
      relatedCompanies: account.relatedCompanies,
      hasKey: hasKey(account.owner) || hasKey(account.via),
    }));
    const others = able
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

  return {
    async list({ folder, owner, refresh: wanted }) {
      const server = await didox.serverChosen();
      const accounts = await didox.session.accounts(server);
      const parts = accounts
        .filter(account => owner === null || account.owner === owner)
        .map(account => look(server, account.owner, folder, wanted));
      const loadedAt = parts.map(part => part.folder?.at ?? null).filter(at => at !== null);
      return {
        accounts: await accountsView(accounts),
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
      };
    },
    async preview({ owner, documentId, outgoing }) {
      const server = await didox.serverChosen();
      const previewId = crypto.randomUUID();
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
        siteUrl: documentUrl(DIDOX_SERVERS[server].site, documentId, outgoing),
      };
      try {
        const account = await didox.session.account(server, owner);
        if (!account) throw new FlowError(failure('session-expired'));
        const row = index.get(`${owner}|${documentId}`);
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
        const actions = prepared.obstacle ? [] : fitting.actions;
        return {
          ...blank,
          title: prepared.read.number ?? document.name,
          facts: prepared.facts,
          counterparty: prepared.theirSignature,
          actions: fitting.onSite ? [...actions, 'open-site'] : actions,
          html,
          pdfBlobId: html === null ? await pdfOf(document, previewId, db) : null,
          sha256: prepared.content ? await sha256(prepared.content.bytes) : null,
          error: prepared.obstacle,
        };
      } catch (error) {
        const reason = failureOf(error);
        // Looking never asks for a password: signing in is offered.
        return { ...blank, error: reason, actions: reason.code === 'session-expired' ? ['sign-in'] : [] };
      }
    },
    async act({ previewId, action, reason, keyId }) {
      const found = await (await ports.database()).get('reviews', previewId);
      const stored = found?.payload as StoredPreview | undefined;
      if (!found || !stored?.prepared) return { refused: 'stale' };
      const { account, server } = stored;
      let { prepared } = stored;
      if (prepared.obstacle) throw new FlowError(prepared.obstacle);
      if (!fittingActions(prepared.document).actions.some(fitting => fitting === action))
        return { refused: 'stale' };
      const comment = action === 'reject' ? reason : undefined;
      if (action === 'reject' && !comment?.trim()) return { refused: 'stale' };
      const key: KeyView | null =
        action === 'delete-draft' ? null : await pickSigner(ports.keys, account, keyId, now());
      if (action === 'reject' || action === 'cancel')
        prepared = await prepareRefusal(ports.preparePorts(), prepared, action, comment);
      else if (action === 'delete-draft') prepared = { ...prepared, action, content: null, theirs: null };
      else if (action !== prepared.action) return { refused: 'stale' };
      const job = await documentJob(prepared, account, key, {
        server,
        comment,
        now: now(),
        id: crypto.randomUUID(),
      });
      const started = await ports.engine.start(job.record, { content: job.content, theirs: job.theirs });
      return { jobId: started.id };
    },
    async waiting() {
      const server = await didox.serverChosen();
      const accounts = await didox.session.accounts(server);
      const counts = await Promise.all(
        accounts.map(account =>
          didox.service.statistics(server, account.owner, false).then(
            counted => counted['2'] ?? 0,
            () => null,
          ),
        ),
      );
      const told = counts.filter(count => count !== null);
      return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
    },
    row: (owner, documentId) => index.get(`${owner}|${documentId}`) ?? null,
    forgetRows() {
      known.clear();
      index.clear();
    },
    rowsChanged() {
      for (const [key, folder] of known) known.set(key, { ...folder, changed: true });
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
