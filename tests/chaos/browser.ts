import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import type { MessageName, Reply, RequestOf, ResponseOf, ToCard } from '../../lib/messages/protocol.ts';
import { type Database, openDatabase } from '../../lib/store/database.ts';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';
import { createWorker, type ImzochiWorker } from '../../worker/create-worker.ts';
import type { TrustedSender } from '../../worker/router.ts';
import { type Arena, type ChaosTab, type Deadly, LOST, type Snapshot } from './arena.ts';
import { ID, ORIGIN, platformOf } from './browser-platform.ts';
import type { Clock } from './clock.ts';
import { Ledger } from './ledger.ts';
import { Life } from './life.ts';
import type { Addresses, Outage, Overheard } from './network.ts';
import type { PlayDocument } from './stage.ts';
import { Tab } from './tab.ts';

export { LOST };

/** A message whose answer takes longer than this (real ms) was forgotten. */
const ANSWER_MS = 30_000;

/** What a page of the browser can take from the worker. */
export interface Page {
  receive(message: ToCard): void;
}

/**
 * A browser around the real worker: storage and tabs outlive it, a message or an alarm starts it anew, and it may die
 * at any step.
 */
export class Browser implements Arena {
  readonly clock: Clock;
  readonly addresses: Addresses;
  readonly ledger = new Ledger();
  readonly outage: Outage = { gone: false, deadly: null };
  readonly overheard: Overheard = {
    secrets: new Set([PARTNER_TOKEN, demoApplication.secret]),
    resent: [],
    signatures: [],
    deliveries: [],
    creates: [],
  };
  readonly pages = new Map<number, Page>();
  readonly desks: string[] = [];
  /** The number on the icon, as it was last set. */
  badge = '';
  /** Everything a page or an extension page was told, for the search for secrets. */
  readonly told: unknown[] = [];
  readonly lives: Life[] = [];
  lastRefusal = '';
  /** By how much the worker's clock is wrong. */
  skew = 0;
  /** After how many steps the next life dies; asked at each birth. */
  nextDeath: () => number | null = () => null;
  readonly local = new Map<string, unknown>();
  readonly session = new Map<string, unknown>();
  readonly alarms = new Map<string, number>();
  #nextTab = 1;
  #current: { life: Life; worker: ImzochiWorker } | null = null;

  constructor(clock: Clock, addresses: Addresses) {
    this.clock = clock;
    this.addresses = addresses;
    globalThis.indexedDB = new IDBFactory();
    const { id } = demoApplication;
    this.local.set('settings', {
      v: 1,
      values: {
        extraTrustAnchors: [sandboxRootSpkiSha256],
        language: 'en',
        eugodaApplications: [{ id, label: 'Umbrella', port: 3000 }],
      },
    });
    this.#unlock();
  }

  /** The person types the secrets again: they live for the session only. */
  #unlock(): void {
    this.session.set('vault.session', {
      v: 1,
      secrets: {
        'didox-partner-token:production': PARTNER_TOKEN,
        [`eugoda-application:${demoApplication.id}`]: demoApplication.secret,
      },
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
    this.clock.dropTimersOf(this.alarms);
    life.onDeath(() => this.#setAlarms());
    const worker = createWorker(platformOf(this, life));
    this.#current = { life, worker };
    // As the background does: not waited for, so that a message may come first.
    void worker.rebirth();
    return this.#current;
  }

  kill(): void {
    this.#current?.life.kill();
  }

  dieSoon(chance: number): void {
    const { life } = this;
    if (life) life.diesAt = life.steps + 1 + Math.floor(chance * 60);
  }

  dieWhen(moment: Deadly): void {
    this.outage.deadly = moment;
  }

  setNetwork(gone: boolean): void {
    this.outage.gone = gone;
  }

  setSkew(ms: number): boolean {
    this.skew = ms;
    return true;
  }

  /** The browser ends and is started again: tabs, session storage and worker are gone. */
  restart(): boolean {
    this.kill();
    this.ledger.restart();
    this.pages.clear();
    this.session.clear();
    this.#unlock();
    return true;
  }

  appease(): void {
    this.outage.gone = false;
    this.outage.deadly = null;
    this.skew = 0;
    this.nextDeath = () => null;
    if (this.life) this.life.diesAt = null;
  }

  async ask<K extends MessageName>(
    name: K,
    request: RequestOf<K>,
    from: { tabId: number; href: string } | 'extension' = 'extension',
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

  /** As `ask`; what is refused, or lost with the worker, is a failure of the test. */
  async answered<K extends MessageName>(...request: Parameters<typeof this.ask<K>>): Promise<ResponseOf<K>> {
    const answer = await this.ask(...request);
    if (answer === LOST) throw new Error(this.lastRefusal);
    return answer as ResponseOf<K>;
  }

  openTab({ id, outgoing }: PlayDocument): Tab {
    return new Tab(this, this.#nextTab++, id, outgoing);
  }

  closeTab({ id }: ChaosTab): void {
    this.pages.delete(id);
    void this.wake().worker.tabClosed(id);
  }

  async putFile(bytes: Uint8Array): Promise<string> {
    const id = crypto.randomUUID();
    const disk = await this.disk();
    const blob = { owner: 'review:new', bytes, name: 'a.txt', type: 'text/plain' };
    await disk.put('blobs', { id, ...blob, createdAt: this.clock.now(), complete: true });
    disk.close();
    return id;
  }

  async select(text: string): Promise<boolean> {
    const { life, worker } = this.wake();
    const from = { title: 'A page', url: 'https://example.uz/terms' };
    const opening = worker.reviews.open({ kind: 'selection', text, from, fidelity: 'exact' });
    await Promise.race([opening.catch(() => undefined), life.death]);
    return true;
  }

  resent(about: string): number {
    return this.overheard.resent.filter(path => path.toLowerCase().includes(`/${about.toLowerCase()}/`))
      .length;
  }

  isCalm(): Promise<boolean> {
    return this.clock.isCalm();
  }

  /** The database as it is on disk. */
  disk(): Promise<Database> {
    return openDatabase();
  }

  async snapshot(): Promise<Snapshot> {
    const disk = await this.disk();
    const [jobs, receipts, blobs, agreements, batches, reviews] = await Promise.all([
      disk.getAll('jobs'),
      disk.getAll('receipts'),
      disk.getAll('blobs'),
      disk.getAll('agreements'),
      disk.getAll('batches'),
      disk.getAll('reviews'),
    ]);
    disk.close();
    return { jobs, receipts, blobs, agreements, others: [batches, reviews] };
  }

  /** An alarm wakes a dead worker; a living one has its own timers, and time must not run away with it. */
  #setAlarms(): void {
    for (const [name, delayMs] of this.alarms) {
      const ring = () => {
        if (!this.life) void this.wake().worker.alarm(name);
      };
      this.clock.setTimeout(this.alarms, ring, delayMs);
    }
  }

  async close(): Promise<void> {
    this.kill();
    this.clock.dropTimersOf(this.alarms);
  }
}

function within<T>(ms: number, name: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was never answered`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
