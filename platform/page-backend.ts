import { browser } from 'wxt/browser';
import { type Backend, RequestError } from '../components/backend.ts';
import { type Language, resolveLanguage } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import { createTranslator } from '../lib/i18n/translator.ts';
import type { MessageName, Reply, RequestOf, ResponseOf } from '../lib/messages/protocol.ts';
import { database } from './database.ts';
import { openDesk } from './desk.ts';
import { loadDictionary, preferredLanguages } from './dictionary.ts';
import { createEvents } from './events.ts';
import { seeReply, takeReply } from './head-start.ts';
import { lastLanguage, rememberLanguage } from './last-language.ts';
import type { createPageStores } from './page-stores.ts';

/** Everything a page of the extension may ask for; see components/backend.ts. */
export async function createPageBackend(
  loadTexts: (language: Language) => Promise<Dictionary> = loadDictionary,
): Promise<Backend> {
  let loading: Promise<ReturnType<typeof createPageStores>> | null = null;
  const stores = () => (loading ??= import('./page-stores.ts').then(loaded => loaded.createPageStores()));
  const choose = async () =>
    resolveLanguage((await (await stores()).settings.read()).settings.language, preferredLanguages());
  const language = lastLanguage() ?? (await choose());
  rememberLanguage(language);
  const dictionary = await loadTexts(language);
  const events = createEvents();
  return {
    translator: createTranslator(language, dictionary),
    async language() {
      const wanted = await choose();
      // What was erased meanwhile stays erased.
      if (lastLanguage()) rememberLanguage(wanted);
      return wanted;
    },
    request: ask,
    answered: atHand,
    onChanged: events.listen,
    announce: events.announce,
    database,
    settings: async () => (await stores()).settings,
    vault: async () => (await stores()).vault,
    async eraseStorage() {
      localStorage.clear();
      await Promise.all([
        browser.storage.local.clear(),
        browser.storage.session.clear(),
        browser.alarms.clearAll(),
      ]);
    },
    openDesk: route => void openDesk(route),
    openOptions: () => void browser.runtime.openOptionsPage(),
    openTab: url => void browser.tabs.create({ url }),
    permissions: {
      has: wanted =>
        browser.permissions.contains(wanted as Parameters<typeof browser.permissions.contains>[0]),
      request: wanted =>
        browser.permissions.request(wanted as Parameters<typeof browser.permissions.request>[0]),
    },
    extension: {
      id: browser.runtime.id,
      version: browser.runtime.getManifest().version,
      browser: import.meta.env.FIREFOX ? 'firefox' : 'chromium',
      sites: (browser.runtime.getManifest() as { host_permissions?: string[] }).host_permissions ?? [],
    },
    async shortcut(command) {
      const commands = await browser.commands.getAll();
      return commands.find(candidate => candidate.name === command)?.shortcut || null;
    },
  };
}

async function ask<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K>> {
  const asked = takeReply(name, request) ?? browser.runtime.sendMessage({ imzochi: name, request });
  const reply = (await asked) as Reply<ResponseOf<K>> | undefined;
  // No RequestError: those are the worker's own answers.
  if (!reply) throw new Error('no answer');
  if (!reply.ok) throw new RequestError(reply.code, reply.detail, reply.data);
  return reply.value;
}

function atHand<K extends MessageName>(name: K, request: RequestOf<K>): ResponseOf<K> | null {
  const reply = seeReply(name, request) as Reply<ResponseOf<K>> | undefined;
  // A refusal stays for `ask` to tell.
  if (!reply?.ok) return null;
  void takeReply(name, request);
  return reply.value;
}
