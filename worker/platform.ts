import type { FetchPort } from '../lib/didox/http.ts';
import type { SocketPort, TimerPort, WakePort } from '../lib/eimzo/ports.ts';
import type { Language } from '../lib/i18n/languages.ts';
import type { Dictionary } from '../lib/i18n/messages.ts';
import type { Changed } from '../lib/messages/events.ts';
import type { PageReading, RouteCall, RouteReply, ToCard } from '../lib/messages/protocol.ts';
import type { Database } from '../lib/store/database.ts';
import type { PolicyPort, WatchedKeyValuePort } from '../lib/vault/ports.ts';
import type { Exclusive } from '../lib/vault/serial.ts';

/** A tab with one of our content scripts in it. */
export interface CardTab {
  readonly tabId: number;
  readonly frameId: number;
}

/**
 * Everything the worker needs from a browser, as small ports. `platform/worker-platform.ts` is the real one; the chaos
 * runs hand in one of their own and drive the very same worker in Node.
 */
export interface WorkerPlatform {
  readonly fetch: FetchPort;
  readonly sockets: SocketPort;
  readonly timer: TimerPort;
  readonly wake: WakePort;
  readonly local: WatchedKeyValuePort;
  readonly session: WatchedKeyValuePort;
  readonly managed: PolicyPort;
  /** One task at a time in all contexts; absent where there is no other. */
  readonly exclusive?: (record: 'vault' | 'settings') => Exclusive;
  readonly database: () => Promise<Database>;
  /** To extension pages. */
  readonly announce: (change: Changed) => void;
  /** Whole: English stands where the language lacks a text. */
  readonly dictionary: (language: Language) => Promise<Dictionary>;
  readonly preferredLanguages: () => readonly string[];
  readonly extension: {
    readonly id: string;
    /** `chrome-extension://…`, without a slash at the end. */
    readonly origin: string;
    readonly version: string;
    readonly browser: 'chromium' | 'firefox';
  };
  readonly tabs: {
    /** False when the tab or its content script is gone. */
    send(tab: CardTab, message: ToCard): Promise<boolean>;
    /** Asks a Didox tab to carry one call to the module; null when there is no such tab. */
    didoxTab(): Promise<CardTab | null>;
    /** One call to the module from that tab; it settles once the tab's socket is closed, at the latest after an abort. */
    routeCall(tab: CardTab, call: RouteCall, signal: AbortSignal): Promise<RouteReply>;
    openDesk(route: string): Promise<void>;
    openOptions(): Promise<void>;
    openTab(url: string): Promise<void>;
    /** Puts the agreement reader into the tab in front. */
    readAgreement(): Promise<PageReading>;
  };
  readonly permissions: { has(wanted: { origins?: string[]; permissions?: string[] }): Promise<boolean> };
  readonly alarms: {
    /** One alarm by name; null removes it. */
    set(name: string, delayMs: number | null): Promise<void>;
  };
  /** Bytes that our database takes; 0 where the browser does not say. */
  readonly storageUsed: () => Promise<number>;
  readonly badge: (text: string) => Promise<void>;
  /** Does nothing when the optional permission is not given. */
  readonly notify: (id: string, title: string, message: string) => Promise<void>;
  /** Takes a notification away. */
  readonly forgetNotification: (id: string) => Promise<void>;
}
