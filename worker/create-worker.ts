import { createModule } from '../lib/eimzo/index.ts';
import { createEngine, type Engine } from '../lib/signing/engine.ts';
import { FINAL_STEPS, type JobRecord } from '../lib/signing/job.ts';
import { createJournal } from '../lib/signing/journal.ts';
import { createSettings, settingsKey } from '../lib/vault/settings.ts';
import { createVault } from '../lib/vault/vault.ts';
import { createAgreements } from './agreements/agreements.ts';
import { createBatches } from './batches/batches.ts';
import { createCardStore } from './cards/card-store.ts';
import { createCards } from './cards/cards.ts';
import { createDidox } from './didox.ts';
import { createGate } from './gate.ts';
import { createHandlers } from './handlers.ts';
import { keepHouseDaily } from './housekeeping.ts';
import { createInbox, type Inbox } from './inbox/inbox.ts';
import { createInboxPreviews } from './inbox/inbox-preview.ts';
import { createOffers } from './inbox/offers.ts';
import { createWatch, WATCH_ALARM } from './inbox/watch.ts';
import { createKeyRing } from './keys/key-ring.ts';
import { createAttention } from './module/attention.ts';
import { createKeyIdStore, createModulePort } from './module/module-port.ts';
import { viewOfModule } from './module/module-view.ts';
import { createSiteTransport } from './module/site-transport.ts';
import { pause } from './pause.ts';
import type { WorkerPlatform } from './platform.ts';
import type { SelectedText } from './reviews/review-payload.ts';
import { createReviews, type Reviews } from './reviews/reviews.ts';
import { createRouter, type Router } from './router.ts';
import { createSignIns } from './sign-ins.ts';
import { createTexts } from './texts.ts';
import { createWatchdog, WATCHDOG_ALARM } from './watchdog.ts';

export interface ImzochiWorker {
  readonly router: Router;
  readonly reviews: Reviews;
  readonly engine: Engine;
  readonly inbox: Inbox;
  /** Takes up whatever an earlier life left open. Called once at each start. */
  rebirth(): Promise<void>;
  alarm(name: string): Promise<void>;
  notificationClicked(id: string): Promise<void>;
  /** The keyboard's way: the document at this address, in a review (a shortcut is no visible click). */
  reviewDocument(href: string | null): Promise<void>;
  /** The menu's way: the text that was selected, in a review. */
  reviewSelection(selected: SelectedText): Promise<void>;
  /** The tab is gone: so is its card. */
  tabClosed(tabId: number): Promise<void>;
  texts: ReturnType<typeof createTexts>;
  settingsChanged(): Promise<void>;
  /** The vault was opened, used or locked, in whatever context: when it is to lock itself is set anew. */
  vaultUsed(): Promise<void>;
}

export const VAULT_ALARM = 'vault';
/** Browsers take no shorter alarm. */
const SHORTEST_ALARM_MS = 30_000;

/**
 * The whole worker, wired from ports: `entrypoints/background` hands in the browser, the chaos runs hand in a world of
 * their own. It decides nothing; each part does.
 */
export function createWorker(platform: WorkerPlatform): ImzochiWorker {
  const now = () => platform.timer.now();
  const settings = createSettings({
    local: platform.local,
    managed: platform.managed,
    exclusive: platform.exclusive?.('settings'),
  });
  const vault = createVault({
    local: platform.local,
    session: platform.session,
    clock: { now },
    policy: platform.managed,
    lockAfterMs: async () => (await settings.get()).lockAfterMinutes * 60_000,
    exclusive: platform.exclusive?.('vault'),
  });
  const texts = createTexts(platform, settings);
  /** Didox speaks Russian and Uzbek; everybody else gets Russian. */
  let locale: 'ru' | 'uz' = 'ru';

  const module = createModule({
    sockets: platform.sockets,
    timer: platform.timer,
    wake: platform.wake,
    apiKeys: async () => (await settings.get()).apiKeys,
    site: createSiteTransport(platform),
  });
  const attention = createAttention(platform.timer, working => module.working(working));
  const keys = createKeyRing({
    module,
    session: platform.session,
    settings,
    now,
    moduleView: () => viewOfModule(module.state()),
    announce: () => platform.announce({ changed: 'keys', id: null }),
  });
  module.onChange(() => platform.announce({ changed: 'module', id: null }));

  const journal = createJournal(platform.database, now);
  const gate = createGate(settings, now);
  const signIns = createSignIns({ didox: () => didox, engine: () => engine, keys, now });
  const didox = createDidox({
    platform,
    vault,
    settings,
    module,
    journal,
    locale: () => locale,
    renew: signIns.renew,
    identify: signIns.identify,
  });
  const engine: Engine = createEngine({
    journal,
    module: createModulePort(module, keys, createKeyIdStore(platform.session), platform.timer),
    gate,
    destination: job => didox.destination(job),
    now,
    wait: (ms, signal) => pause(platform.timer, ms, signal),
    announce: job => jobMoved(job),
    stillWanted: job => batches.stillWanted(job),
  });
  const reviews = createReviews({
    platform,
    database: platform.database,
    keys,
    engine,
    didox,
    preparePorts: () => cards.preparePorts,
  });
  const inbox = createInbox({ platform, didox, keys, journal });
  const offers = createOffers(didox.service);
  const watchdog = createWatchdog(platform);
  const previews = createInboxPreviews({
    platform,
    database: platform.database,
    didox,
    keys,
    engine,
    inbox,
    offers,
    preparePorts: () => cards.preparePorts,
    openReview: payload => reviews.open(payload),
  });
  const watch = createWatch({ platform, settings, inbox, texts });
  const cards = createCards({
    platform,
    settings,
    didox,
    keys,
    gate,
    engine,
    journal,
    signIns,
    store: createCardStore(platform.session, platform.database),
    texts,
    openReview: async ({ server, account, prepared }, action, { comment, job } = {}) => {
      await reviews.open({ kind: 'didox', server, account, prepared, action, comment }, job);
    },
    openOffer: (server, account) => reviews.openOffer(server, account),
    waiting: server => inbox.waiting(server).catch(() => null),
  });
  const batches = createBatches({
    platform,
    database: platform.database,
    didox,
    keys,
    engine,
    journal,
    inbox,
    preparePorts: () => cards.preparePorts,
    offers,
    watchdog,
  });
  const agreements = createAgreements({ platform, database: platform.database, settings, vault, texts });

  /** One hold per open job: Didox's own answers may take longer than a worker's 30 s of silence. */
  const holds = new Map<string, () => void>();
  function jobMoved(job: JobRecord): void {
    batches.jobMoved(job);
    offers.jobMoved(job);
    if (job.open === 1 && !FINAL_STEPS.has(job.state.step)) {
      if (!holds.has(job.id)) holds.set(job.id, watchdog.hold());
      attention.attend(`job:${job.id}`, 10 * 60_000);
    } else {
      holds.get(job.id)?.();
      holds.delete(job.id);
      attention.release(`job:${job.id}`);
      const { state, signer } = job;
      if (state.step === 'failed' && state.failure.code === 'signature-wrong-signer' && signer)
        void keys.forgetOwner(signer.keyId).catch(() => undefined);
      if (job.state.step === 'done') {
        platform.announce({ changed: 'receipts', id: job.id });
        if (job.action.startsWith('didox-')) {
          inbox.rowsChanged();
          // Whatever else is under way, and however that ends: the badge follows what was done.
          watch.lookSoon();
          if (job.action === 'didox-sign-in') void watch.arm().catch(() => undefined);
          platform.announce({ changed: 'inbox', id: job.id });
        }
      }
    }
    platform.announce({ changed: 'jobs', id: job.id });
    void cards.jobMoved(job).catch(() => undefined);
  }

  async function vaultUsed(): Promise<void> {
    const locksAt = await vault.lockIfIdle();
    const wait = locksAt === null ? null : Math.max(locksAt - now(), SHORTEST_ALARM_MS);
    await platform.alarms.set(VAULT_ALARM, wait);
  }

  const keepHouse = () => keepHouseDaily(platform.database, settings, platform.local, now());

  async function refreshLocale(): Promise<void> {
    locale = (await texts()).language.startsWith('uz') ? 'uz' : 'ru';
  }

  return {
    router: createRouter(
      createHandlers({
        platform,
        settings,
        keys,
        engine,
        journal,
        signIns,
        didox,
        cards,
        reviews,
        inbox,
        previews,
        batches,
        agreements,
        attention,
        module,
        vault,
        texts,
        watch,
        keepHouse: () => void keepHouse().catch(() => undefined),
      }),
      {
        id: platform.extension.id,
        origin: platform.extension.origin,
      },
    ),
    reviews,
    engine,
    inbox,
    texts,
    async rebirth() {
      // Each by itself: what is broken for one (a full disk, damaged settings) must not leave the others behind. What
      // failed is said where it is used next.
      for (const part of [
        refreshLocale,
        engine.rebirth,
        batches.rebirth,
        cards.catchUp,
        agreements.rebirth,
        watch.arm,
        keepHouse,
      ])
        await part().catch(() => undefined);
      platform.announce({ changed: 'jobs', id: null });
      platform.announce({ changed: 'batch', id: null });
    },
    async alarm(name) {
      if (name === WATCHDOG_ALARM) {
        await engine.rebirth().catch(() => undefined);
        await batches.rebirth().catch(() => undefined);
        await watchdog.rearm();
      }
      if (name === WATCH_ALARM) await watch.look().catch(() => undefined);
      if (name === VAULT_ALARM) {
        await vaultUsed();
        platform.announce({ changed: 'vault', id: null });
      }
    },
    vaultUsed,
    notificationClicked: watch.notificationClicked,
    reviewDocument: href => reviews.openOrSay(() => cards.review(href)),
    reviewSelection: selected => reviews.openOrSay(() => reviews.open({ kind: 'selection', ...selected })),
    async tabClosed(tabId) {
      attention.release(`tab:${tabId}`);
      await cards.leave({ tabId, frameId: 0 });
    },
    async settingsChanged() {
      await refreshLocale();
      inbox.forgetRows();
      await cards.refreshAll();
      await watch.arm();
      // How long it stays open may be what has changed.
      await vaultUsed().catch(() => undefined);
      platform.announce({ changed: 'settings', id: settingsKey });
    },
  };
}
