import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import type { World } from '../../sandbox/world.ts';
import { buildFolder } from '../../scripts/ensure-build.ts';
import { Card } from './card.ts';
import { type BrowserLanguage, flagsOf } from './flags.ts';
import { StoredSettings } from './settings.ts';
import { readTraffic, type Traffic } from './traffic.ts';
import { waitFor } from './wait-for.ts';
import { ExtensionWorker } from './worker.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

export interface BrowserOptions {
  readonly world: World;
  /** Folder of an unpacked build; default: the production build for Chrome. */
  readonly build?: string;
  /** Kept after closing, to start again with the same profile; default: a new one, removed at the end. */
  readonly profileDir?: string;
  readonly extraFlags?: readonly string[];
  readonly untrustedModuleCertificate?: boolean;
  readonly language?: BrowserLanguage;
  /** Default true: no window. */
  readonly headless?: boolean;
  /** Keeps Chromium's network log, for `traffic()`. */
  readonly recordTraffic?: boolean;
  /** Where pictures go below `artifacts/`; default `tests`. */
  readonly pictures?: string;
  readonly window?: { readonly width: number; readonly height: number };
}

export interface OpenDocumentOptions {
  /** Last segment of the address: 1 for own documents, 0 for incoming ones; null leaves it out. Default 1. */
  readonly owner?: 0 | 1 | null;
  readonly host?: 'didox.uz' | 'test3.didox.uz';
  /** Use this page instead of a new one. */
  readonly page?: Page;
}

const ARTIFACTS = join(import.meta.dirname, '..', '..', 'artifacts');
/** A page that hangs must not hang a whole test. */
const STEP_TIMEOUT_MS = 30_000;

/** A real Chromium with the extension in it, inside a sandbox world. */
export class TestBrowser {
  readonly world: World;
  readonly browser: Browser;
  readonly extensionId: string;
  readonly worker: ExtensionWorker;
  readonly settings: StoredSettings;
  /** Uncaught errors and error lines of the consoles of all pages that were opened through here. */
  readonly problems: string[] = [];
  readonly #options: BrowserOptions;
  readonly #folder: string;

  constructor(options: BrowserOptions, browser: Browser, extensionId: string, folder: string) {
    this.world = options.world;
    this.browser = browser;
    this.extensionId = extensionId;
    this.#options = options;
    this.#folder = folder;
    this.worker = new ExtensionWorker(browser, this.origin, () =>
      this.withExtensionPage(async page => {
        // Any message wakes the worker; nobody has to understand this one.
        await page.evaluate(() => chrome.runtime.sendMessage({ harness: 'wake' }).catch(() => undefined));
      }),
    );
    this.settings = new StoredSettings((what, ...args) =>
      // A page costs ten times as much; it is for when there is no worker, which nobody wakes to write a setting down.
      this.worker.isAlive()
        ? this.worker.evaluate(what, ...args)
        : this.withExtensionPage(
            page => page.evaluate(what as never, ...(args as unknown as never[])) as Promise<never>,
          ),
    );
  }

  /** `chrome-extension://<id>` */
  get origin(): string {
    return `chrome-extension://${this.extensionId}`;
  }

  async newPage(): Promise<Page> {
    const page = await this.browser.newPage();
    return this.#adopt(page);
  }

  /** A document of the sandbox at its real address. */
  async openDocument(id: string, options: OpenDocumentOptions = {}): Promise<Page> {
    const { owner = 1, host = 'didox.uz', page = await this.newPage() } = options;
    await page.goto(`https://${host}/documents/${id}${owner === null ? '' : `/${owner}`}`);
    await page.bringToFront();
    return page;
  }

  card(page: Page): Card {
    return new Card(page);
  }

  /** Opens the popup as a click on the toolbar button does. `over`: the tab it belongs to. */
  async popup(over?: Page): Promise<Page> {
    const tab = over ?? (await this.browser.pages())[0] ?? (await this.newPage());
    await tab.bringToFront();
    const extension = (await this.browser.extensions()).get(this.extensionId);
    if (extension === undefined) throw new Error('the extension is not loaded');
    await extension.triggerAction(tab);
    const address = `${this.origin}/popup.html`;
    const page = await waitFor('the popup to open', async () => {
      const target = this.browser.targets().find(one => one.url().startsWith(address));
      return target?.asPage();
    });
    return this.#adopt(page);
  }

  /** A page of the extension in a tab. `path` e.g. `popup.html`. */
  async extensionPage(path: string, page?: Page): Promise<Page> {
    const tab = page ?? (await this.newPage());
    await tab.goto(`${this.origin}/${path}`);
    await tab.bringToFront();
    return tab;
  }

  /** The desk at a route, e.g. `receipts` or `inspect/receipt/<id>`. */
  async desk(route = '', page?: Page): Promise<Page> {
    return this.extensionPage(`desk.html#/${route}`, page);
  }

  async options(page?: Page): Promise<Page> {
    return this.extensionPage('options.html', page);
  }

  /** Waits for a page of the extension that the product itself opens, e.g. `desk.html#/review`. */
  async waitForPage(path: string, timeoutMs = 15_000): Promise<Page> {
    const address = `${this.origin}/${path}`;
    const page = await waitFor(
      `the page ${path}`,
      async () =>
        this.browser
          .targets()
          .find(one => one.url().startsWith(address))
          ?.page(),
      { timeoutMs, seen: () => this.browser.targets().map(one => one.url()) },
    );
    return this.#adopt(page);
  }

  /** Lends a page in the extension's origin in which none of its code runs. */
  async withExtensionPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.browser.newPage();
    try {
      await page.goto(`${this.origin}/manifest.json`);
      return await use(page);
    } finally {
      await page.close();
    }
  }

  /** Saves a picture below `artifacts/` and tells its path. */
  async screenshot(name: string, page: Page): Promise<string> {
    const path = join(ARTIFACTS, this.#options.pictures ?? 'tests', `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await page.screenshot({ path });
    return path;
  }

  /** Loads the extension over itself, as an update does; what it has stored stays. */
  async update(): Promise<void> {
    await this.browser.installExtension(this.#options.build ?? buildFolder('chrome'));
    await this.worker.waitUntilAlive();
  }

  /** Puts the extension in; its greeting is closed. */
  async install(): Promise<void> {
    await this.browser.installExtension(this.#options.build ?? buildFolder('chrome'));
    await this.worker.waitUntilAlive();
    await this.closeGreeting();
  }

  /** The page that a first installation opens; it asks the worker for things as long as it is there. */
  async closeGreeting(): Promise<void> {
    await (await this.waitForPage('desk.html#/welcome')).close();
  }

  /** Ends the browser and tells what left it; needs `recordTraffic`. */
  async closeAndReadTraffic(): Promise<Traffic[]> {
    if (!this.#options.recordTraffic) throw new Error('start the browser with recordTraffic');
    await this.browser.close();
    const traffic = readTraffic(netLogIn(this.#folder));
    this.#remove();
    return traffic;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.#remove();
  }

  #remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #adopt(page: Page): Page {
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    page.on('pageerror', thrown => this.problems.push(`${page.url()}: ${String(thrown)}`));
    page.on('console', message => {
      if (message.type() === 'error') this.problems.push(`${page.url()}: ${message.text()}`);
    });
    return page;
  }
}

const netLogIn = (folder: string): string => join(folder, 'net-log.json');

/**
 * Starts Chromium with the unmodified production build in it. When this returns its worker has started, and the greeting
 * of a first installation is closed.
 */
export async function startBrowser(options: BrowserOptions): Promise<TestBrowser> {
  const build = options.build ?? buildFolder('chrome');
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-browser-'));
  const { language = 'en', headless = true, window = { width: 1280, height: 860 } } = options;
  const userDataDir = options.profileDir ?? join(folder, 'profile');
  const first = !existsSync(userDataDir) || readdirSync(userDataDir).length === 0;
  const browser = await puppeteer.launch({
    headless,
    enableExtensions: true,
    userDataDir,
    // A window on a screen has the size its person gives it.
    defaultViewport: headless ? window : null,
    protocolTimeout: 60_000,
    // Chromium on Linux takes the language of its own texts, and so of the extension's, from here.
    env: { ...process.env, LANGUAGE: language },
    args: flagsOf({
      world: options.world,
      language,
      untrustedModuleCertificate: options.untrustedModuleCertificate ?? false,
      netLog: options.recordTraffic ? netLogIn(folder) : null,
      extra: [`--window-size=${window.width},${window.height}`, ...(options.extraFlags ?? [])],
    }),
  });
  try {
    const test = new TestBrowser(options, browser, await browser.installExtension(build), folder);
    await test.worker.waitUntilAlive();
    if (first) await test.closeGreeting();
    return test;
  } catch (thrown) {
    await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    throw thrown;
  }
}
