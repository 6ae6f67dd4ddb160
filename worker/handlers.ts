import { SERVER_NAMES } from '../lib/didox/servers.ts';
import type { Module } from '../lib/eimzo/index.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { isUnclear } from '../lib/signing/job.ts';
import type { Journal } from '../lib/signing/ports.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import type { Vault } from '../lib/vault/vault.ts';
import type { Agreements } from './agreements/agreements.ts';
import type { Batches } from './batches/batches.ts';
import type { Cards } from './cards/cards.ts';
import type { Didox } from './didox.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { InboxPreviews } from './inbox/inbox-preview.ts';
import type { Watch } from './inbox/watch.ts';
import { viewOfJob } from './jobs.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { Attention } from './module/attention.ts';
import { createHealth } from './module/health.ts';
import type { CardTab, WorkerPlatform } from './platform.ts';
import type { Reviews } from './reviews/reviews.ts';
import type { Caller, Handlers } from './router.ts';
import type { SignIns } from './sign-ins.ts';

export interface HandlerPorts {
  readonly platform: WorkerPlatform;
  readonly settings: SettingsStore;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly signIns: SignIns;
  readonly didox: Didox;
  readonly cards: Cards;
  readonly reviews: Reviews;
  readonly inbox: Inbox;
  readonly previews: InboxPreviews;
  readonly batches: Batches;
  readonly agreements: Agreements;
  readonly attention: Attention;
  readonly module: Module;
  readonly vault: Vault;
  readonly texts: () => Promise<Translator>;
  readonly watch: Watch;
  /** Throws away what has had its time; by itself at most once a day. */
  readonly keepHouse: () => void;
}

/** A document in a visible tab counts as work for this long after the last input (ADR 1). */
const PAGE_ACTIVE_MS = 2 * 60_000;
/** Extension pages say every 20 s that they are open. */
const PAGE_OPEN_MS = 30_000;

/** The protocol, message by message: who may send it, and which part answers. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const { cards, reviews, inbox, previews, batches, agreements, engine, keys } = ports;
  const health = createHealth({ ...ports, database: ports.platform.database });
  const tabOf = (caller: Caller): CardTab => {
    if (!caller.tab) throw new FlowError(failure('stale-view'));
    return caller.tab;
  };
  const fromDidox = 'didox-page' as const;
  const fromEugoda = 'eugoda-page' as const;
  const fromUs = 'extension' as const;
  const done = async (work: Promise<unknown>) => {
    await work;
    return null;
  };

  return {
    'card/show': { from: fromDidox, run: (request, caller) => cards.show(tabOf(caller), request) },
    'card/act': { from: fromDidox, run: (request, caller) => cards.act(tabOf(caller), caller.href, request) },
    'card/leave': { from: fromDidox, run: (_request, caller) => done(cards.leave(tabOf(caller))) },
    'page/active': {
      from: fromDidox,
      async run(_request, caller) {
        ports.attention.attend(`tab:${tabOf(caller).tabId}`, PAGE_ACTIVE_MS);
        // A worker may live for days while somebody works.
        ports.keepHouse();
        return null;
      },
    },
    'keys/list': { from: fromUs, run: ({ refresh }) => keys.view(refresh) },
    'keys/choose': { from: fromUs, run: ({ owner, keyId }) => done(keys.choose(owner, keyId)) },
    'module/attend': {
      from: fromUs,
      async run({ page }) {
        ports.attention.attend(page, PAGE_OPEN_MS);
        ports.keepHouse();
        return null;
      },
    },
    'module/health': {
      from: fromUs,
      run: ({ probe }) => health(probe),
    },
    'jobs/list': {
      from: fromUs,
      async run({ open }) {
        if (open) return (await ports.journal.open()).map(viewOfJob);
        const db = await ports.platform.database();
        const jobs = await db.getAllFromIndex('jobs', 'updatedAt');
        const kept = jobs.filter(
          (job, at) => at >= jobs.length - MOST_JOBS || job.open === 1 || isUnclear(job),
        );
        return kept.reverse().map(viewOfJob);
      },
    },
    'jobs/cancel': { from: fromUs, run: ({ jobId }) => done(engine.cancel(jobId)) },
    'jobs/retry': { from: fromUs, run: ({ jobId }) => done(engine.retry(jobId)) },
    'jobs/dismiss': {
      from: fromUs,
      async run({ jobId, looked }) {
        const job = await ports.journal.get(jobId);
        if (job?.open === 0 && (looked || !isUnclear(job))) {
          const db = await ports.platform.database();
          await db.delete('jobs', jobId);
          ports.platform.announce({ changed: 'jobs', id: jobId });
        }
        return null;
      },
    },
    'work/stop': {
      from: fromUs,
      async run() {
        // Each by itself: what cannot be stopped must not keep the rest going. Batches first: they begin jobs.
        await Promise.allSettled([batches.stopAll(), agreements.stop()]);
        for (const { id } of await ports.journal.open().catch(() => []))
          await engine.cancel(id).catch(() => undefined);
        return null;
      },
    },
    'review/jobs': {
      from: fromUs,
      run: async ({ reviewId }) => (await reviews.jobs(reviewId)).map(viewOfJob),
    },
    'review/get': { from: fromUs, run: ({ reviewId }) => reviews.get(reviewId) },
    'review/confirm': {
      from: fromUs,
      run: ({ reviewId, options, shown }) => reviews.confirm(reviewId, options, shown),
    },
    'review/dismiss': { from: fromUs, run: ({ reviewId }) => done(reviews.dismiss(reviewId)) },
    'review/files': { from: fromUs, run: async ({ files }) => ({ reviewId: await reviews.files(files) }) },
    'review/practice': {
      from: fromUs,
      async run() {
        const { t } = await ports.texts();
        return { reviewId: await reviews.practice(t('practice.title'), t('practice.text')) };
      },
    },
    'didox/sign-in': {
      from: fromUs,
      async run({ server, owner, keyId, company, branch }) {
        const job = await ports.signIns.start(server, owner, {
          ...(keyId === undefined ? {} : { keyId }),
          company,
          branch,
        });
        if (job.open === 0) {
          // Entering a company signs nothing, so no job's end will tell the pages.
          ports.watch.lookSoon();
          ports.platform.announce({ changed: 'inbox', id: owner });
        }
        return { jobId: job.id };
      },
    },
    'didox/offer': {
      from: fromUs,
      async run({ server, owner }) {
        const account = await ports.didox.session.known(server, owner);
        if (!account) throw new FlowError(failure('session-expired'));
        return { reviewId: await reviews.offer(server, account) };
      },
    },
    'didox/sign-out': {
      from: fromUs,
      async run({ server, owner }) {
        for (const one of server === null ? SERVER_NAMES : [server])
          await ports.didox.session.forget(one, owner);
        inbox.forgetRows();
        await cards.refreshAll();
        ports.watch.lookSoon();
        ports.platform.announce({ changed: 'inbox', id: owner });
        return null;
      },
    },
    'inbox/list': { from: fromUs, run: request => inbox.list(request) },
    'inbox/preview': { from: fromUs, run: request => previews.preview(request) },
    'inbox/act': { from: fromUs, run: request => previews.act(request) },
    'batch/prepare': {
      from: fromUs,
      run: async ({ server, documents }) => ({ batchId: await batches.prepare(server, documents) }),
    },
    'batch/start': { from: fromUs, run: ({ batchId }) => done(batches.start(batchId)) },
    'batch/control': { from: fromUs, run: ({ batchId, command }) => done(batches.control(batchId, command)) },
    'batch/get': { from: fromUs, run: ({ batchId }) => batches.get(batchId) },
    'agreements/list': { from: fromUs, run: () => agreements.list() },
    'agreements/register-file': { from: fromUs, run: request => agreements.registerFile(request) },
    'agreements/register-template': { from: fromUs, run: request => agreements.registerTemplate(request) },
    'agreements/renew': { from: fromUs, run: ({ externalId }) => agreements.renew(externalId) },
    'agreements/fetch': { from: fromUs, run: ({ externalId }) => done(agreements.fetch(externalId)) },
    'agreements/forget': { from: fromUs, run: ({ externalId }) => done(agreements.forget(externalId)) },
    'page/read-agreement': {
      from: fromUs,
      run: async () => ({ page: await ports.platform.tabs.readAgreement() }),
    },
    'agreement-page/show': { from: fromEugoda, run: ({ seen }) => agreements.pageView(seen) },
    'agreement-page/act': { from: fromEugoda, run: request => agreements.pageAct(request) },
  };
}

/** The newest; older ones are listed only while they are open or unclear. */
const MOST_JOBS = 50;
