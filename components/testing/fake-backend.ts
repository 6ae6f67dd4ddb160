import { createTranslator, type Translator } from '../../lib/i18n/translator.ts';
import type { Changed } from '../../lib/messages/events.ts';
import type { MessageName, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { Receipt } from '../../lib/receipts/receipt.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createSettings } from '../../lib/vault/settings.ts';
import { createVault } from '../../lib/vault/vault.ts';
import enCard from '../../locales/en/card.json';
import en from '../../locales/en/common.json';
import enDesk from '../../locales/en/desk.json';
import enErrors from '../../locales/en/errors.json';
import enOptions from '../../locales/en/options.json';
import enPopup from '../../locales/en/popup.json';
import ruCard from '../../locales/ru/card.json';
import ru from '../../locales/ru/common.json';
import ruDesk from '../../locales/ru/desk.json';
import ruErrors from '../../locales/ru/errors.json';
import ruOptions from '../../locales/ru/options.json';
import ruPopup from '../../locales/ru/popup.json';
import { type Backend, RequestError } from '../backend.ts';

const ENGLISH = { ...en, ...enCard, ...enDesk, ...enErrors, ...enOptions, ...enPopup };
const RUSSIAN = { ...ru, ...ruCard, ...ruDesk, ...ruErrors, ...ruOptions, ...ruPopup };

export function testTranslator(language: 'en' | 'ru' = 'en'): Translator {
  return language === 'en' ? createTranslator('en', ENGLISH) : createTranslator('ru', RUSSIAN, ENGLISH);
}

export type Answers = {
  [K in MessageName]?: (request: RequestOf<K>) => ResponseOf<K> | Promise<ResponseOf<K>>;
};

export interface FakeBackend extends Backend {
  /** Everything the page asked for, in order. */
  readonly asked: { readonly name: MessageName; readonly request: unknown }[];
  /** Where the page went: `desk inbox`, `options`, `tab https://…`. */
  readonly opened: string[];
  readonly announced: Changed[];
  /** The storage areas, as they are. */
  readonly stored: { readonly local: Map<string, unknown>; readonly session: Map<string, unknown> };
  /** Another context announces a change. */
  change(change: Changed): void;
}

export interface FakeBackendParts {
  readonly language?: 'en' | 'ru';
  /** Instead of `language`: any language, with all its texts. */
  readonly translator?: Translator;
  readonly answers?: Answers;
  /** What was asked and answered before the page was read. */
  readonly atHand?: { [K in MessageName]?: ResponseOf<K> };
  readonly receipts?: readonly Receipt[];
  /** The administrator's settings, by name; secrets under `secrets`. */
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly grants?: boolean;
  /** By default the real one, in whatever IndexedDB there is. */
  readonly database?: () => Promise<Database>;
}

/** A backend without a worker: answers as told, everything else is an error that says so. */
export function createFakeBackend(parts: FakeBackendParts = {}): FakeBackend {
  const { answers = {}, atHand = {}, policy = {}, grants = true } = parts;
  const listeners = new Set<(change: Changed) => void>();
  const asked: { name: MessageName; request: unknown }[] = [];
  const opened: string[] = [];
  const announced: Changed[] = [];
  const managed = { get: async (key: string) => policy[key] };
  const local = memoryStore();
  const session = memoryStore();

  const settings = createSettings({ local, managed });
  const vault = createVault({ local, session, clock: { now: () => Date.now() }, policy: managed });

  let database: Promise<Database> | null = null;
  const open = async () => {
    const opening = await (parts.database ?? openDatabase)();
    for (const receipt of parts.receipts ?? []) await opening.put('receipts', receipt);
    return opening;
  };
  const translator = parts.translator ?? testTranslator(parts.language);
  return {
    asked,
    opened,
    announced,
    change(change) {
      for (const listener of [...listeners]) listener(change);
    },
    translator,
    language: async () => translator.language,
    async request<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K>> {
      asked.push({ name, request });
      const answer = answers[name] as ((request: RequestOf<K>) => ResponseOf<K>) | undefined;
      if (!answer) throw new RequestError('unexpected', `no answer prepared for ${name}`);
      return answer(request);
    },
    answered: <K extends MessageName>(name: K) => (atHand[name] as ResponseOf<K> | undefined) ?? null,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce: change => void announced.push(change),
    database: () => (database ??= open()),
    stored: { local: local.all, session: session.all },
    settings: async () => settings,
    vault: async () => vault,
    async eraseStorage() {
      localStorage.clear();
      for (const area of [local, session]) area.all.clear();
    },
    openDesk: route => void opened.push(`desk ${route}`),
    openOptions: () => void opened.push('options'),
    openTab: url => void opened.push(`tab ${url}`),
    permissions: { has: async () => grants, request: async () => grants },
    extension: {
      id: 'abcdefghijklmnopabcdefghijklmnop',
      version: '0.1.0',
      browser: 'chromium',
      sites: ['https://didox.uz/*', 'https://eugoda.com/*'],
    },
    shortcut: async command => (command === 'sign-document' ? 'Alt+Shift+S' : null),
  };
}
