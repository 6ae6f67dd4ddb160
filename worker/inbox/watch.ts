import type { Translator } from '../../lib/i18n/translator.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Settings } from '../../lib/vault/settings-schema.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { Inbox } from './inbox.ts';

export const WATCH_ALARM = 'inbox';
/** The one notification; a newer one takes its place. */
export const WATCH_NOTIFICATION = 'inbox';
/** How often the inbox is looked at when the user switched that on. */
const EVERY_MS = 10 * 60_000;
const LAST = 'watch.counts';
const LOOKED_AT = 'watch.lookedAt';
/** A worker wakes often; the count is asked for again only after this. */
const FRESH_MS = 2 * 60_000;
/** After something was signed: the badge follows this much later, at most once in as long. */
const SOON_MS = 1500;

/** The number on the badge and a quiet notification, if switched on; otherwise nothing runs at rest. */
export interface Watch {
  /** Sets or removes the alarm according to the settings. */
  arm(): Promise<void>;
  /** Looks now. Stops itself when nobody is signed in; while the service cannot be asked, it goes on trying. */
  look(): Promise<void>;
  /** Looks once things have calmed down: a batch ends a document every few milliseconds. */
  lookSoon(): void;
  /** A click on a notification: to what it spoke of. */
  notificationClicked(id: string): Promise<void>;
}

export interface WatchPorts {
  readonly platform: Pick<
    WorkerPlatform,
    'timer' | 'session' | 'alarms' | 'badge' | 'notify' | 'forgetNotification' | 'tabs'
  >;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly inbox: Pick<Inbox, 'counts'>;
  readonly texts: () => Promise<Translator>;
}

/** How many waited for each owner when somebody last looked. */
type Counts = Readonly<Record<string, number>>;

export function createWatch({ platform, settings, inbox, texts }: WatchPorts): Watch {
  const { session, timer, alarms } = platform;

  const show = async (counts: Counts) => {
    const sum = Object.values(counts).reduce((total, count) => total + count, 0);
    await platform.badge((await settings.get()).badge && sum > 0 ? String(sum) : '');
  };
  const known = async (last: string) => ((await session.get(last)) ?? {}) as Counts;
  /** Where it is remembered what was seen: what waits on another server is no news of this one, nor its number. */
  const names = ({ didoxServer }: Settings) => ({
    last: `${LAST}.${didoxServer}`,
    lookedAt: `${LOOKED_AT}.${didoxServer}`,
  });
  const lookNow = async () => {
    const chosen = await settings.get();
    const { badge, watchInbox } = chosen;
    if (!badge && !watchInbox) return platform.badge('');
    const asked = await inbox.counts(chosen.didoxServer).catch(() => null);
    if (asked === null) return;
    const { last, lookedAt } = names(chosen);
    const before = await known(last);
    // Who could not be asked counts as before; who was never counted has no "before", and whatever waits is not news.
    const counts: Counts = Object.fromEntries(
      asked.flatMap(({ owner, waiting }) => {
        const count = waiting ?? before[owner];
        return count === undefined ? [] : [[owner, count]];
      }),
    );
    await show(counts);
    if (asked.length === 0) {
      await session.remove(last);
      return alarms.set(WATCH_ALARM, null);
    }
    await session.set(last, counts);
    if (asked.every(({ waiting }) => waiting === null)) return;
    await session.set(lookedAt, timer.now());
    const fresh = Object.entries(counts).reduce(
      (total, [owner, count]) => total + Math.max(0, count - (before[owner] ?? count)),
      0,
    );
    if (!watchInbox || fresh === 0) return;
    const { t } = await texts();
    await platform.notify(WATCH_NOTIFICATION, t('watch.title'), t('watch.message', { n: fresh }));
  };

  /** One look after another: two at once would both find the same document to be new. */
  let looking: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const result = looking.then(work, work);
    looking = result.catch(() => undefined);
    return result;
  };
  const look = () => inTurn(lookNow);
  let soon = false;
  return {
    look,
    lookSoon() {
      if (soon) return;
      soon = true;
      timer.setTimeout(() => {
        soon = false;
        void look().catch(() => undefined);
      }, SOON_MS);
    },
    async arm() {
      const chosen = await settings.get();
      await alarms.set(WATCH_ALARM, chosen.watchInbox ? EVERY_MS : null);
      const { last, lookedAt } = names(chosen);
      const at = Number((await session.get(lookedAt)) ?? 0);
      // Also where the clock was set back meanwhile.
      if (Math.abs(timer.now() - at) >= FRESH_MS) await look();
      else await inTurn(async () => show(await known(last)));
    },
    async notificationClicked(id) {
      if (id !== WATCH_NOTIFICATION) return;
      await platform.forgetNotification(id);
      await platform.tabs.openDesk('inbox');
    },
  };
}
