import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import type { MessageName, Reply, RequestOf, ResponseOf, ToCard } from '../../lib/messages/protocol.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';
import { createWorker, type ImzochiWorker } from '../../worker/create-worker.ts';
import type { CardTab, WorkerPlatform } from '../../worker/platform.ts';
import type { TrustedSender } from '../../worker/router.ts';
import type { Clock } from './clock.ts';
import { Life } from './life.ts';
import { type Addresses, createFetch, createSockets, type Outage, type Overheard } from './network.ts';
import { databaseFor, storageFor } from './storage.ts';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const ORIGIN = `chrome-extension://${ID}`;
const LOCALE = join(import.meta.dirname, '../../locales/en');
export const ENGLISH = Object.assign(
  {},
  ...readdirSync(LOCALE).map(file => JSON.parse(readFileSync(join(LOCALE, file), 'utf8')) as object),
) as Record<string, string>;
/** A message whose answer takes longer than this (real ms) was forgotten. */
const ANSWER_MS = 30_000;
export const LOST = Symbol('lost');

/** What a page of the browser can take from the worker. */
export interface Page {
  receive(message: ToCard): void;
}

/**
 * A browser around the real worker: storage and tabs outlive it, a message or an alarm starts it anew, and it may die
 * at any step.
 */
export class Browser {
  readonly clock: Clock;
  readonly outage: Outage = { gone: false, deadly: null };
  readonly overheard: Overheard = { secrets: new Set([PARTNER_TOKEN]), resent: [], signatures: [] };
  readonly pages = new Map<number, Page>();
  /** Everything a page or an extension page was told, for the search for secrets. */
  readonly told: unknown[] = [];
  readonly lives: Life[] = [];
  lastRefusal = '';
  /** By how much the worker's clock is wrong. */
  skew = 0;
  /** After how many steps the next life dies; asked at each birth. */
  nextDeath: () => number | null = () => null;
  readonly #addresses: Addresses;
  readonly #local = new Map<string, unknown>();
  readonly #session = new Map<string, unknown>();
  readonly #alarms = new Map<string, number>();
  #current: { life: Life; worker: ImzochiWorker } | null = null;

  constructor(clock: Clock, addresses: Addresses) {
    this.clock = clock;
    this.#addresses = addresses;
    globalThis.indexedDB = new IDBFactory();
    this.#local.set('settings', {
      v: 1,
      values: { extraTrustAnchors: [sandboxRootSpkiSha256], language: 'en' },
    });
    this.#unlock();
  }

  /** The person types the partner token again: it lives for the session only. */
  #unlock(): void {
    this.#session.set('vault.session', {
      v: 1,
      secrets: { 'didox-partner-token:production': PARTNER_TOKEN },
    });
  }

  get life(): Life | null {
    return this.#current?.life.alive ? this.#current.life : null;
  }

  /** The worker, started when there is none. */
  wake(): { life: Life; worker: ImzochiWorker } {
    if (this.#current?.life.alive) return this.#current;
    const life = new Life(this.clock);
    life.diesAt = this.nextDeath();
    this.lives.push(life);
    this.clock.dropTimersOf(this.#alarms);
    life.onDeath(() => this.#setAlarms());
    const worker = createWorker(this.#platform(life));
    this.#current = { life, worker };
    // As the background does: not waited for, so that a message may come first.
    void worker.rebirth();
    return this.#current;
  }

  kill(): void {
    this.#current?.life.kill();
  }

  /** The browser ends and is started again: tabs, session storage and worker are gone. */
  restart(): void {
    this.kill();
    this.pages.clear();
    this.#session.clear();
    this.#unlock();
  }

  async ask<K extends MessageName>(
    name: K,
    request: RequestOf<K>,
    from: { tabId: number; href: string } | 'extension',
  ): Promise<ResponseOf<K> | typeof LOST> {
    const { life, worker } = this.wake();
    const sender: TrustedSender =
      from === 'extension'
        ? { id: ID, url: `${ORIGIN}/desk.html`, origin: ORIGIN, tabId: undefined, frameId: undefined }
        : { id: ID, url: from.href, origin: new URL(from.href).origin, tabId: from.tabId, frameId: 0 };
    const reply = worker.router.handle({ imzochi: name, request }, sender);
    if (!reply) throw new Error(`nobody takes ${name}`);
    const answer = await within(
      ANSWER_MS,
      name,
      Promise.race([reply as Promise<Reply<ResponseOf<K>>>, life.death]),
    );
    if (answer === 'dead') return LOST;
    this.told.push(answer);
    if (answer.ok) return answer.value;
    this.lastRefusal = `${name}: ${answer.code} ${answer.detail}`;
    if (answer.code === 'malformed-message' || answer.code === 'not-for-this-sender')
      throw new Error(`${name}: ${answer.code}`);
    return LOST;
  }

  tabClosed(tabId: number): void {
    this.pages.delete(tabId);
    void this.wake().worker.tabClosed(tabId);
  }

  /** The database as it is on disk. */
  disk(): Promise<Database> {
    return openDatabase();
  }

  #platform(life: Life): WorkerPlatform {
    const { clock } = this;
    let opening: Promise<Database> | null = null;
    const open = async () => {
      const database = await openDatabase();
      life.onDeath(() => database.close());
      return databaseFor(life, database);
    };
    return {
      fetch: createFetch(life, this.#addresses, this.outage, this.overheard),
      sockets: createSockets(life, this.#addresses, ORIGIN, this.outage, this.overheard),
      timer: {
        now: () => clock.now() + this.skew,
        setTimeout: (run, ms) => clock.setTimeout(life, () => life.step() && run(), ms),
        clearTimeout: handle => clock.clearTimeout(handle),
      },
      wake: { hold: () => () => {} },
      local: this.#watched(life),
      session: storageFor(life, this.#session),
      managed: { get: async () => undefined },
      database: () => life.port(() => (opening ??= open())),
      announce: change => void (life.step() && this.told.push(change)),
      dictionary: async () => ENGLISH,
      preferredLanguages: () => ['en'],
      extension: { id: ID, origin: ORIGIN, version: '0.1.0', browser: 'chromium' },
      tabs: {
        send: (tab: CardTab, message: ToCard) =>
          life.port(async () => {
            const page = this.pages.get(tab.tabId);
            this.told.push(message);
            page?.receive(structuredClone(message));
            return page !== undefined;
          }),
        didoxTab: async () => null,
        routeCall: async () => {
          throw new Error('no tab carries calls here');
        },
        openDesk: async () => {},
        openOptions: async () => {},
        openTab: async () => {},
        readAgreement: async () => 'refused',
      },
      permissions: { has: async () => false },
      alarms: { set: (name, delayMs) => life.port(async () => this.#alarm(name, delayMs)) },
      badge: async () => {},
      notify: async () => {},
      forgetNotification: async () => {},
      storageUsed: async () => 0,
    };
  }

  #watched(life: Life) {
    const area = storageFor(life, this.#local);
    return {
      ...area,
      set: async (key: string, value: unknown) => {
        await area.set(key, value);
        if (key === 'settings' && this.#current?.life === life) void this.#current.worker.settingsChanged();
      },
    };
  }

  #alarm(name: string, delayMs: number | null): void {
    if (delayMs === null) this.#alarms.delete(name);
    else this.#alarms.set(name, delayMs);
  }

  /** An alarm wakes a dead worker; a living one has its own timers, and time must not run away with it. */
  #setAlarms(): void {
    for (const [name, delayMs] of this.#alarms) {
      const ring = () => {
        if (!this.life) void this.wake().worker.alarm(name);
      };
      this.clock.setTimeout(this.#alarms, ring, delayMs);
    }
  }

  close(): void {
    this.kill();
    this.clock.dropTimersOf(this.#alarms);
  }
}

function within<T>(ms: number, name: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was never answered`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
