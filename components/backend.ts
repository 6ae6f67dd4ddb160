import type { Language } from '../lib/i18n/languages.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import type { Changed } from '../lib/messages/events.ts';
import type { MessageName, RequestOf, ResponseOf } from '../lib/messages/protocol.ts';
import type { Database } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import type { Vault } from '../lib/vault/vault.ts';

/**
 * Everything a page of the extension may ask for. The real one is wired in `platform/page-backend.ts`; tests and the
 * picture command hand in a made-up one.
 */
export interface Backend {
  readonly translator: Translator;
  /** The language to speak by now: the setting's, or the browser's. The translator keeps to the one the page began in. */
  language(): Promise<Language>;
  /**
   * Asks the worker. Rejects with a RequestError when it refuses, with anything else when no answer came: it may have done
   * what it was asked to, or a part of it.
   */
  request<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K>>;
  /** What the worker has answered already to a question that was asked before the page was read; null otherwise. Once only. */
  answered<K extends MessageName>(name: K, request: RequestOf<K>): ResponseOf<K> | null;
  /** Something changed, here or in another context; returns the way to stop listening. */
  onChanged(listener: (change: Changed) => void): () => void;
  /** Tell the other contexts that this page changed something (settings, vault, receipts). */
  announce(change: Changed): void;
  /** The one database: receipts, blobs, agreements. Opened at first use. */
  database(): Promise<Database>;
  /** Both are read from the package at first use: the popup is drawn without them. */
  settings(): Promise<SettingsStore>;
  vault(): Promise<Vault>;
  /** All that the browser keeps for us beside the database: both storage areas, the pages' own storage, alarms. */
  eraseStorage(): Promise<void>;
  /** Opens a section of the desk (`inbox`, `receipts/<id>`, …), reusing an open desk tab. */
  openDesk(route: string): void;
  openOptions(): void;
  openTab(url: string): void;
  readonly permissions: {
    has(wanted: { origins?: string[]; permissions?: string[] }): Promise<boolean>;
    /** Must be called straight from a click. */
    request(wanted: { origins?: string[]; permissions?: string[] }): Promise<boolean>;
  };
  readonly extension: {
    readonly id: string;
    readonly version: string;
    readonly browser: 'chromium' | 'firefox';
    /** Host patterns of the manifest: where we may go when the browser lets us. */
    readonly sites: readonly string[];
  };
  /** The user's shortcut as the browser prints it, null when none is set. */
  shortcut(command: 'sign-document' | 'open-desk'): Promise<string | null>;
}

/** The worker's refusal, with the code our dictionary words as `error.<code>.title` / `.hint`. */
export class RequestError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, string | number>>;
  constructor(code: string, detail: string, data: Readonly<Record<string, string | number>> = {}) {
    super(detail);
    this.name = 'RequestError';
    this.code = code;
    this.data = data;
  }
}
