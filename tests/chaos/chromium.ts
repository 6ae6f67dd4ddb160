import type { Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import type { MessageName, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import { DATABASE_NAME, type StoredBlob } from '../../lib/store/database.ts';
import { askFrom } from '../harness/ask.ts';
import type { TestBrowser } from '../harness/index.ts';
import { type Arena, type ChaosTab, type Deadly, LOST, type Snapshot } from './arena.ts';
import { ChromiumLedger } from './chromium-ledger.ts';
import { ChromiumTab, type OneAtATime } from './chromium-tab.ts';
import { EFFECTS } from './mischief.ts';
import type { PlayDocument } from './stage.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const MODULE_SIGNS = /^(?:create|append)_pkcs7/;
/** A message whose answer takes longer was lost. */
const ANSWER_MS = 20_000;
/** How long a submission takes while its worker is to die in it: time enough to be seen. */
const HELD_MS = 400;
const nap = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** The whole extension in a real Chromium: cards are pressed with the mouse, the desk's messages are sent by a page of ours. */
export class Chromium implements Arena {
  readonly ledger: ChromiumLedger;
  lastRefusal = '';
  readonly #test: TestBrowser;
  /** A page in the extension's origin in which none of its code runs. */
  readonly #home: Page;
  readonly #tabs: ChromiumTab[] = [];
  /** Whatever is to come later on. */
  #plans = new AbortController();
  #mouse: Promise<unknown> = Promise.resolve();

  constructor(test: TestBrowser, home: Page) {
    this.#test = test;
    this.#home = home;
    this.ledger = new ChromiumLedger(test.world.didox);
  }

  static async open(test: TestBrowser): Promise<Chromium> {
    const home = await test.newPage();
    await home.goto(`${test.origin}/manifest.json`);
    return new Chromium(test, home);
  }

  get desks(): string[] {
    const start = `${this.#test.origin}/desk.html#/`;
    return this.#test.browser
      .targets()
      .map(target => target.url())
      .filter(url => url.startsWith(start))
      .map(url => url.slice(start.length));
  }

  async ask<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K> | typeof LOST> {
    // A worker that dies over it closes the channel; one that was just ended does not always say so.
    const answer = await Promise.race([askFrom(this.#home, name, request), nap(ANSWER_MS)]);
    if (!answer) return LOST;
    if (answer.ok) return answer.value;
    this.lastRefusal = `${name}: ${answer.code} ${answer.detail}`;
    if (answer.code === 'malformed-message' || answer.code === 'not-for-this-sender')
      throw new Error(`${name}: ${answer.code}`);
    return LOST;
  }

  openTab(document: PlayDocument): ChaosTab {
    const hands: OneAtATime = deed => {
      const done = this.#mouse.then(deed, deed);
      this.#mouse = done.catch(() => undefined);
      return done;
    };
    const tab = new ChromiumTab(this.#tabs.length + 1, document, () => this.#test.newPage(), hands);
    this.#tabs.push(tab);
    return tab;
  }

  closeTab(tab: ChaosTab): void {
    void this.#tabs.find(one => one === tab)?.close();
  }

  async putFile(bytes: Uint8Array): Promise<string> {
    const id = crypto.randomUUID();
    await this.#home.evaluate(
      async (name, id, numbers) => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(opening.error);
        });
        const transaction = database.transaction('blobs', 'readwrite');
        const blob = { owner: 'review:new', name: 'a.txt', type: 'text/plain', complete: true };
        transaction
          .objectStore('blobs')
          .put({ id, bytes: new Uint8Array(numbers), createdAt: Date.now(), ...blob });
        await new Promise(resolve => {
          transaction.oncomplete = resolve;
        });
        database.close();
      },
      DATABASE_NAME,
      id,
      [...bytes],
    );
    return id;
  }

  /** The browser's own menu is out of a test's reach. */
  async select(): Promise<boolean> {
    return false;
  }

  wake(): void {
    void this.#home
      .evaluate(() => void chrome.runtime.sendMessage({ harness: 'wake' }).catch(() => undefined))
      .catch(() => undefined);
  }

  kill(): void {
    // One that has gone by itself meanwhile is as dead.
    void this.#test.worker.kill().catch(() => undefined);
  }

  dieSoon(chance: number): void {
    const { signal } = this.#plans;
    void nap(chance * 1_500).then(() => signal.aborted || this.kill());
  }

  dieWhen(moment: Deadly): void {
    const { didox, eimzo } = this.#test.world;
    const { requests, underWay } = didox;
    const [requested, called] = [requests.length, eimzo.calls.length];
    const isEffect = (endpoint: string | null) => endpoint !== null && EFFECTS.includes(endpoint);
    if (moment === 'sending' || moment === 'leaving')
      didox.set({ latencyMs: Object.fromEntries(EFFECTS.map(endpoint => [endpoint, HELD_MS])) });
    const isThere = {
      leaving: () => underWay.some(isEffect),
      sending: () => underWay.some(isEffect),
      sent: () => requests.slice(requested).some(one => isEffect(one.endpoint)),
      signed: () =>
        eimzo.calls.slice(called).some(one => MODULE_SIGNS.test(one.name) && one.answered !== null),
    };
    void this.#once(isThere[moment], () => {
      this.kill();
      didox.set({ latencyMs: {} });
    });
  }

  async #once(isThere: () => boolean, then: () => void): Promise<void> {
    const { signal } = this.#plans;
    while (!isThere()) {
      if (signal.aborted) return;
      await nap(4);
    }
    then();
  }

  /** Didox cannot be reached; the module can. */
  setNetwork(gone: boolean): void {
    this.#test.world.didox.set({ faults: gone ? [{ answer: 'drop', count: null }] : [] });
  }

  setSkew(): boolean {
    return false;
  }

  restart(): boolean {
    return false;
  }

  appease(): void {
    this.#plans.abort();
    this.#plans = new AbortController();
    this.#test.world.didox.set({ latencyMs: {} });
    // A call that is met with silence would be waited for as long as somebody may be typing, and this clock does not jump.
    void this.#test.world.eimzo.restart();
  }

  resent(about: string): number {
    void this.ledger.entries;
    return this.ledger.resent.filter(path => path.toLowerCase().includes(`/${about.toLowerCase()}/`)).length;
  }

  async isCalm(): Promise<boolean> {
    const { didox, eimzo } = this.#test.world;
    const before = didox.requests.length + eimzo.calls.length;
    await nap(150);
    return didox.underWay.length === 0 && didox.requests.length + eimzo.calls.length === before;
  }

  async snapshot(): Promise<Snapshot> {
    const stores = await this.#home.evaluate(async name => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const all = (store: string) =>
        new Promise<unknown[]>((resolve, reject) => {
          const asking = database.transaction(store).objectStore(store).getAll();
          asking.onsuccess = () => resolve(asking.result);
          asking.onerror = () => reject(asking.error);
        });
      const names = ['jobs', 'receipts', 'blobs', 'agreements', 'batches', 'reviews'];
      const read = await Promise.all(names.map(all));
      database.close();
      const plain = (_: string, value: unknown) => (value instanceof Uint8Array ? [...value] : value);
      return JSON.stringify(read, plain);
    }, DATABASE_NAME);
    const [jobs, receipts, blobs, agreements, batches, reviews] = JSON.parse(stores);
    return {
      jobs,
      receipts,
      blobs: (blobs as (Omit<StoredBlob, 'bytes'> & { bytes: number[] })[]).map(blob => ({
        ...blob,
        bytes: new Uint8Array(blob.bytes),
      })),
      agreements,
      others: [batches, reviews],
    };
  }

  async close(): Promise<void> {
    this.#plans.abort();
    await Promise.all(this.#tabs.map(tab => tab.close()));
  }
}
