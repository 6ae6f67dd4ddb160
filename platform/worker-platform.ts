import { browser } from 'wxt/browser';
import type { RouteReply, ToCard } from '../lib/messages/protocol.ts';
import type { CardTab, WorkerPlatform } from '../worker/platform.ts';
import { injectAgreementReader } from './agreement-reader.ts';
import { database } from './database.ts';
import { openDesk } from './desk.ts';
import { loadDictionary, preferredLanguages } from './dictionary.ts';
import { createEvents } from './events.ts';
import { exclusive } from './exclusive.ts';
import { createKeepAlive } from './keep-alive.ts';
import { managedPolicy, storageArea } from './storage.ts';

const DIDOX_TABS = ['https://didox.uz/*', 'https://test3.didox.uz/*'];

/** The browser's side of every port of the worker. */
export function createWorkerPlatform(): WorkerPlatform {
  const events = createEvents();
  const send = async (tab: CardTab, message: ToCard): Promise<unknown> =>
    browser.tabs.sendMessage(tab.tabId, message, { frameId: tab.frameId });
  return {
    fetch: (url, init) => fetch(url, init),
    sockets: { open: url => new WebSocket(url) },
    timer: {
      now: () => Date.now(),
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: handle => clearTimeout(handle as ReturnType<typeof setTimeout>),
    },
    wake: createKeepAlive(),
    local: storageArea('local'),
    session: storageArea('session'),
    managed: managedPolicy,
    exclusive,
    database,
    announce: events.announce,
    dictionary: loadDictionary,
    preferredLanguages,
    extension: {
      id: browser.runtime.id,
      origin: new URL(browser.runtime.getURL('/')).href.replace(/\/$/, ''),
      version: browser.runtime.getManifest().version,
      browser: import.meta.env.FIREFOX ? 'firefox' : 'chromium',
    },
    tabs: {
      async send(tab, message) {
        try {
          await send(tab, message);
          return true;
        } catch {
          return false;
        }
      },
      async didoxTab() {
        const tabs = await browser.tabs.query({ url: DIDOX_TABS });
        for (const tab of tabs.sort((a, b) => Number(b.active) - Number(a.active))) {
          if (tab.id === undefined) continue;
          const candidate = { tabId: tab.id, frameId: 0 };
          const answers = await send(candidate, { imzochi: 'route/available' }).catch(() => false);
          if (answers === true) return candidate;
        }
        return null;
      },
      routeCall: async (tab, call) => (await send(tab, { imzochi: 'route/call', ...call })) as RouteReply,
      openDesk,
      openOptions: () => browser.runtime.openOptionsPage(),
      readAgreement: injectAgreementReader,
      openTab: async url => {
        await browser.tabs.create({ url });
      },
    },
    permissions: {
      has: wanted =>
        browser.permissions.contains(wanted as Parameters<typeof browser.permissions.contains>[0]),
    },
    alarms: {
      async set(name, delayMs) {
        if (delayMs === null) await browser.alarms.clear(name);
        else
          await browser.alarms.create(name, {
            delayInMinutes: delayMs / 60_000,
            periodInMinutes: delayMs / 60_000,
          });
      },
    },
    storageUsed: async () => (await navigator.storage.estimate()).usage ?? 0,
    badge: async text => {
      await browser.action.setBadgeText({ text });
    },
    async notify(id, title, message) {
      if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
      await browser.notifications.create(id, {
        type: 'basic',
        iconUrl: browser.runtime.getURL('/icon/128.png'),
        title,
        message,
      });
    },
  };
}
