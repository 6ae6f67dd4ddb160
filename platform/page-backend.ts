import { browser } from 'wxt/browser';
import { type Backend, RequestError } from '../components/backend.ts';
import { resolveLanguage } from '../lib/i18n/languages.ts';
import { createTranslator } from '../lib/i18n/translator.ts';
import type { MessageName, Reply, RequestOf, ResponseOf } from '../lib/messages/protocol.ts';
import { createSettings } from '../lib/vault/settings.ts';
import { createVault } from '../lib/vault/vault.ts';
import { database } from './database.ts';
import { openDesk } from './desk.ts';
import { loadDictionary, preferredLanguages } from './dictionary.ts';
import { createEvents } from './events.ts';
import { exclusive } from './exclusive.ts';
import { managedPolicy, storageArea } from './storage.ts';

/** A question to the worker. */
export type Question = { [K in MessageName]: readonly [K, RequestOf<K>] }[MessageName];

/**
 * Everything a page of the extension may ask for; see components/backend.ts.
 * @param first what the page asks as soon as it is drawn: it is on its way while the texts are read
 */
export async function createPageBackend(first: readonly Question[] = []): Promise<Backend> {
  const early = new Map(first.map(([name, request]) => [keyOf(name, request), ask(name, request)]));
  for (const answer of early.values()) answer.catch(() => undefined);
  // The base of every language.
  const english = loadDictionary('en');
  const local = storageArea('local');
  const settings = createSettings({ local, managed: managedPolicy, exclusive: exclusive('settings') });
  const vault = createVault({
    local,
    session: storageArea('session'),
    clock: { now: () => Date.now() },
    policy: managedPolicy,
    lockAfterMs: async () => (await settings.get()).lockAfterMinutes * 60_000,
    exclusive: exclusive('vault'),
  });
  const choose = async () => resolveLanguage((await settings.get()).language, preferredLanguages());
  const language = await choose();
  const [dictionary, base] = await Promise.all([loadDictionary(language), english]);
  const events = createEvents();
  return {
    translator: createTranslator(language, dictionary, base),
    language: choose,
    request<K extends MessageName>(name: K, request: RequestOf<K>) {
      const key = keyOf(name, request);
      const answer = early.get(key) ?? ask(name, request);
      early.delete(key);
      return answer as Promise<ResponseOf<K>>;
    },
    onChanged: events.listen,
    announce: events.announce,
    database,
    settings,
    vault,
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

const keyOf = (name: MessageName, request: object) => `${name} ${JSON.stringify(request)}`;

async function ask(name: MessageName, request: object): Promise<unknown> {
  const reply = (await browser.runtime.sendMessage({ imzochi: name, request })) as Reply<unknown> | undefined;
  // No RequestError: those are the worker's own answers.
  if (!reply) throw new Error('no answer');
  if (!reply.ok) throw new RequestError(reply.code, reply.detail, reply.data);
  return reply.value;
}
