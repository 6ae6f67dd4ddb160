import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'fake-indexeddb/auto';
import type { ToCard } from '../../lib/messages/protocol.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import type { CardTab, WorkerPlatform } from '../../worker/platform.ts';
import type { Browser } from './browser.ts';
import type { Life } from './life.ts';
import { createFetch } from './network.ts';
import { createSockets } from './sockets.ts';
import { databaseFor, storageFor } from './storage.ts';

export const ID = 'abcdefghijklmnopabcdefghijklmnop';
export const ORIGIN = `chrome-extension://${ID}`;
const LOCALE = join(import.meta.dirname, '../../locales/en');
export const ENGLISH = Object.assign(
  {},
  ...readdirSync(LOCALE).map(file => JSON.parse(readFileSync(join(LOCALE, file), 'utf8')) as object),
) as Record<string, string>;

/** The browser's ports for one life of the worker. */
export function platformOf(browser: Browser, life: Life): WorkerPlatform {
  const { clock, addresses, outage, overheard, ledger } = browser;
  let opening: Promise<Database> | null = null;
  const open = async () => {
    const database = await openDatabase();
    life.onDeath(() => database.close());
    return databaseFor(life, database);
  };
  const local = storageFor(life, browser.local);
  return {
    fetch: createFetch({ life, addresses, outage, overheard, ledger }),
    sockets: createSockets({ life, addresses, outage, overheard, origin: ORIGIN }),
    timer: {
      now: () => clock.now() + browser.skew,
      setTimeout: (run, ms) => clock.setTimeout(life, () => life.step() && run(), ms),
      clearTimeout: handle => clock.clearTimeout(handle),
    },
    wake: { hold: () => () => {} },
    local: {
      ...local,
      set: async (key: string, value: unknown) => {
        await local.set(key, value);
        if (key === 'settings' && browser.life === life) void browser.wake().worker.settingsChanged();
      },
    },
    session: storageFor(life, browser.session),
    managed: { get: async () => undefined, onChange: () => () => {} },
    database: () => life.port(() => (opening ??= open())),
    announce: change => void (life.step() && browser.told.push(change)),
    dictionary: async () => ENGLISH,
    preferredLanguages: () => ['en'],
    extension: { id: ID, origin: ORIGIN, version: '0.1.0', browser: 'chromium' },
    tabs: {
      send: (tab: CardTab, message: ToCard) =>
        life.port(async () => {
          const page = browser.pages.get(tab.tabId);
          browser.told.push(message);
          page?.receive(structuredClone(message));
          return page !== undefined;
        }),
      didoxTab: async () => null,
      routeCall: async () => {
        throw new Error('no tab carries calls here');
      },
      openDesk: route => life.port(async () => void browser.desks.push(route)),
      openOptions: async () => {},
      openTab: async () => {},
      readAgreement: async () => 'refused',
    },
    permissions: { has: async () => true },
    alarms: {
      set: (name, delayMs) =>
        life.port(async () => {
          if (delayMs === null) browser.alarms.delete(name);
          else browser.alarms.set(name, delayMs);
        }),
    },
    badge: async text => {
      browser.badge = text;
    },
    notify: async () => {},
    forgetNotification: async () => {},
    storageUsed: async () => 0,
  };
}
