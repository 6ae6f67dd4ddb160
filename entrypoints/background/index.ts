import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import * as z from 'zod/mini';
import { vaultKeys } from '../../lib/vault/records.ts';
import { activeAddress } from '../../platform/active-tab.ts';
import { adoptAfterAbsence, adoptOpenTabs } from '../../platform/adopt-tabs.ts';
import { installMenu, readClickedSelection, SIGN_SELECTION } from '../../platform/menu.ts';
import { shieldStorage } from '../../platform/storage.ts';
import { createWorkerPlatform } from '../../platform/worker-platform.ts';
import { createWorker } from '../../worker/create-worker.ts';

/** A module: it shares the pages' chunks, so that zod, the vault and the CMS code stand in the package once. */
export default defineBackground({ type: 'module', main });

/** Listeners first and synchronously (a reborn worker must not miss what woke it); everything else is the worker's. */
function main(): void {
  // zod probes `new Function` once otherwise, which the extension's policy forbids and reports.
  z.config({ jitless: true });
  shieldStorage();
  const platform = createWorkerPlatform();
  const worker = createWorker(platform);

  browser.runtime.onMessage.addListener((message, sender, respond) => {
    const reply = worker.router.handle(message, {
      id: sender.id,
      url: sender.url,
      origin: (sender as { origin?: string }).origin,
      tabId: sender.tab?.id,
      frameId: sender.frameId,
      tabUrl: sender.tab?.url,
    });
    if (!reply) return undefined;
    reply.then(respond, () => respond({ ok: false, code: 'unexpected', detail: '' }));
    return true;
  });
  browser.alarms.onAlarm.addListener(alarm => void worker.alarm(alarm.name));
  browser.tabs.onRemoved.addListener(tabId => void worker.tabClosed(tabId));
  const showMenu = () => void worker.texts().then(texts => installMenu(texts.t('menu.sign')));
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'managed' || (area === 'local' && 'settings' in changes)) {
      void worker.settingsChanged();
      showMenu();
    }
    if (area === 'session' && vaultKeys.open in changes) void worker.vaultUsed();
  });
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId !== SIGN_SELECTION) return;
    void readClickedSelection(info, tab).then(worker.reviewSelection);
  });
  browser.commands.onCommand.addListener(command => {
    if (command === 'open-desk') void platform.tabs.openDesk('inbox');
    if (command === 'sign-document') void activeAddress().then(href => worker.reviewDocument(href));
  });
  listenToNotifications();
  browser.permissions.onAdded.addListener(({ origins, permissions }) => {
    // Sites that were withheld and are given now: tabs that are open get their cards without a reload.
    if (origins?.length) void adoptOpenTabs();
    if (permissions?.includes('notifications')) listenToNotifications();
  });
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void adoptOpenTabs();
    if (reason === 'install') void platform.tabs.openDesk('welcome');
  });
  /** The permission is optional: until it is given there is nothing to listen to. */
  function listenToNotifications(): void {
    browser.notifications?.onClicked.addListener(notificationClicked);
  }
  function notificationClicked(id: string): void {
    void worker.notificationClicked(id);
  }

  showMenu();
  void worker.rebirth();
  void adoptAfterAbsence().catch(() => undefined);
}
