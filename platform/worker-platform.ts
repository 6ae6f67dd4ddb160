import { browser } from 'wxt/browser';
import type { ToCard } from '../lib/messages/protocol.ts';
import type { CardTab, WorkerPlatform } from '../worker/platform.ts';
import { injectAgreementReader } from './agreement-reader.ts';
import { database } from './database.ts';
import { openDesk } from './desk.ts';
import { loadDictionary, preferredLanguages } from './dictionary.ts';
import { createEvents } from './events.ts';
import { exclusive } from './exclusive.ts';
import { createKeepAlive } from './keep-alive.ts';
import { routeCall } from './route-call.ts';
import { managedPolicy, storageArea } from './storage.ts';

const DIDOX_TABS = ['https://didox.uz/*', 'https://test3.didox.uz/*'];

/** A tab that the browser has frozen takes a message and never answers. */
const TAB_ANSWERS_MS = 1000;

async function answersSoon(answer: Promise<unknown>): Promise<boolean> {
  const late = new Promise<unknown>(resolve => setTimeout(resolve, TAB_ANSWERS_MS));
  return (await Promise.race([answer.catch(() => false), late])) === true;
}

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
        const asked = tabs
          .sort((a, b) => Number(b.active) - Number(a.active))
          .map(({ id: tabId = -1 }) => ({ tabId, frameId: 0 }))
          .map(async tab => ((await answersSoon(send(tab, { imzochi: 'route/available' }))) ? tab : null));
        for (const tab of asked) if (await tab) return await tab;
        return null;
      },
      routeCall: ({ tabId, frameId }, call, signal) =>
        routeCall(browser.tabs.connect(tabId, { frameId }), call, signal),
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
    forgetNotification: async id => {
      await browser.notifications?.clear(id);
    },
  };
}
