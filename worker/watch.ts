import type { Translator } from '../lib/i18n/translator.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import type { Inbox } from './inbox.ts';
import type { WorkerPlatform } from './platform.ts';

export const WATCH_ALARM = 'inbox';
/** How often the inbox is looked at when the user switched that on. */
const EVERY_MS = 10 * 60_000;
const LAST = 'watch.lastCount';
const LOOKED_AT = 'watch.lookedAt';
/** A worker wakes often; the count is asked for again only after this. */
const FRESH_MS = 2 * 60_000;
/** After something was signed: the badge follows this much later, at most once in as long. */
const SOON_MS = 1500;

/** The number on the badge and a quiet notification, if switched on; otherwise nothing runs at rest. */
export interface Watch {
  /** Sets or removes the alarm according to the settings. */
  arm(): Promise<void>;
  /** Looks now. Does nothing (and stops itself) when no token is alive. */
  look(): Promise<void>;
  /** Looks once things have calmed down: a batch ends a document every few milliseconds. */
  lookSoon(): void;
}

export function createWatch(ports: {
  platform: WorkerPlatform;
  settings: SettingsStore;
  inbox: Inbox;
  texts: () => Promise<Translator>;
}): Watch {
  const { platform } = ports;
  const look = async () => {
    const { badge, watchInbox } = await ports.settings.get();
    const waiting = await ports.inbox.waiting().catch(() => undefined);
    if (waiting === undefined) return;
    await platform.badge(badge && waiting ? String(waiting) : '');
    if (waiting === null) return platform.alarms.set(WATCH_ALARM, null);
    const before = Number((await platform.session.get(LAST)) ?? waiting);
    await platform.session.set(LAST, waiting);
    await platform.session.set(LOOKED_AT, platform.timer.now());
    if (watchInbox && waiting > before) {
      const { t } = await ports.texts();
      await platform.notify('inbox', t('watch.title'), t('watch.message', { n: waiting - before }));
    }
  };
  let soon = false;
  return {
    look,
    lookSoon() {
      if (soon) return;
      soon = true;
      platform.timer.setTimeout(() => {
        soon = false;
        void ports.settings.get().then(({ badge, watchInbox }) => (badge || watchInbox ? look() : undefined));
      }, SOON_MS);
    },
    async arm() {
      const { badge, watchInbox } = await ports.settings.get();
      await platform.alarms.set(WATCH_ALARM, watchInbox ? EVERY_MS : null);
      const lookedAt = Number((await platform.session.get(LOOKED_AT)) ?? 0);
      if (platform.timer.now() - lookedAt < FRESH_MS) return;
      if (badge || watchInbox) await look();
      else await platform.badge('');
    },
  };
}
