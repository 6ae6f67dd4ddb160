import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';
import type { World } from '../../sandbox/world.ts';
import { buildFolder } from '../../scripts/ensure-build.ts';
import { type CardReading, readRegion } from './card.ts';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.ts';
import { waitFor } from './wait-for.ts';

/** From the manifest; the address's host is chosen here, instead of by chance, so that pages can be opened by address. */
const GECKO_ID = 'imzochi@imzochi.example';
const HOST = '6f1d2c3b-4a59-4687-9b0c-1d2e3f405162';
const ORIGIN = `moz-extension://${HOST}`;
const PLACES = [
  process.env.FIREFOX_PATH,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];
/** A click counts when the button was unmoved and unchanged for 500 ms, looked at every 200 ms. */
const STILL_MS = 900;

/** Where a Firefox is on this machine (FIREFOX_PATH names another); null when there is none. */
export function findFirefox(): string | null {
  return PLACES.find(path => path !== undefined && existsSync(path)) ?? null;
}

/** WebDriver BiDi itself, for what Puppeteer has no words for. */
type Send = (method: string, params: unknown) => Promise<{ result: never }>;

interface Tree {
  readonly contexts: readonly { readonly context: string; readonly url: string }[];
}

/**
 * A real Firefox with the extension in it, inside a sandbox world: a proxy leads the real addresses (loopback, too) to
 * the stand-ins. With system access, because WebDriver opens pages of extensions only so.
 */
export class TestFirefox {
  readonly world: World;
  readonly browser: Browser;
  readonly proxy: ConnectProxy;
  /** What pages of the extension complained about in their consoles, a broken policy included. */
  readonly complaints: string[] = [];

  constructor(world: World, browser: Browser, proxy: ConnectProxy) {
    this.world = world;
    this.browser = browser;
    this.proxy = proxy;
  }

  /** A document of the sandbox at its real address. */
  async openDocument(id: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(`https://didox.uz/documents/${id}/1`);
    return page;
  }

  card(page: Page): FirefoxCard {
    return new FirefoxCard(page, this);
  }

  /** A page of the extension in a tab of its own. `goto` never ends for such pages, so nothing is waited for there. */
  async extensionPage(path: string): Promise<Page> {
    const before = new Set(await this.browser.pages());
    const { context } = await this.send<{ context: string }>('browsingContext.create', { type: 'tab' });
    const page = await waitFor('the tab', async () =>
      (await this.browser.pages()).find(one => !before.has(one)),
    );
    page.on('pageerror', thrown => this.complaints.push(`${path}: ${String(thrown)}`));
    page.on('console', message => {
      if (message.type() === 'error') this.complaints.push(`${path}: ${message.text()}`);
    });
    await this.send('browsingContext.navigate', { context, url: `${ORIGIN}/${path}`, wait: 'none' });
    await waitFor(`the page ${path}`, () =>
      page.evaluate(() => document.readyState === 'complete' && document.body.textContent.trim() !== ''),
    );
    return page;
  }

  /** Closes every page of the extension: while one is open, Firefox does not let the event page sleep. */
  async closeExtensionPages(): Promise<void> {
    for (const { context } of await this.tabs(ORIGIN)) await this.send('browsingContext.close', { context });
  }

  /** Tabs whose address begins so. */
  async tabs(start: string): Promise<Tree['contexts']> {
    const { contexts } = await this.send<Tree>('browsingContext.getTree', {});
    return contexts.filter(({ url }) => url.startsWith(start));
  }

  /** The state of the event page, as Firefox itself names it: `running`, `suspended`, … */
  eventPage(): Promise<string> {
    return this.inside(`WebExtensionPolicy.getByID(${JSON.stringify(GECKO_ID)}).extension.backgroundState`);
  }

  /** How long Firefox lets an idle event page live; 30 seconds by itself. Counts from the next event on. */
  setIdleTimeout(ms: number): Promise<void> {
    return this.inside(`Services.prefs.setIntPref('extensions.background.idle.timeout', ${ms})`);
  }

  /** Takes sites away from the extension, as its owner can in the add-ons manager. */
  async withholdSites(origins: readonly string[]): Promise<void> {
    const what = JSON.stringify({ origins, permissions: [] });
    await this.inside(`(async () => {
      const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(GECKO_ID)});
      await ExtensionPermissions.remove(extension.id, ${what}, extension);
    })()`);
  }

  /** What a user would set on the options page; the form of the records is that of `lib/vault`. */
  async setUp(): Promise<void> {
    const page = await this.extensionPage('options.html');
    await page.evaluate(
      async (token, root) => {
        const { storage } = (globalThis as unknown as { browser: { storage: never } }).browser as {
          storage: Record<'local' | 'session', { set(values: object): Promise<void> }>;
        };
        await storage.session.set({
          'vault.session': { v: 1, secrets: { 'didox-partner-token:production': token } },
        });
        await storage.local.set({
          settings: { v: 1, values: { extraTrustAnchors: [root], language: 'en' } },
        });
      },
      PARTNER_TOKEN,
      sandboxRootSpkiSha256,
    );
    await page.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.proxy.stop();
  }

  async send<T>(method: string, params: unknown): Promise<T> {
    const { connection } = this.browser as unknown as { connection: { send: Send } };
    return (await connection.send(method, params)).result;
  }

  /** Evaluates in the browser's own window, with all its rights. */
  private async inside<T>(expression: string): Promise<T> {
    const { contexts } = await this.send<Tree>('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const [window] = contexts;
    if (window === undefined) throw new Error('Firefox shows no window');
    return answerOf(
      await this.send<Evaluated>('script.evaluate', {
        expression,
        target: { context: window.context },
        awaitPromise: true,
      }),
    ) as T;
  }
}

interface Evaluated {
  readonly type: 'success' | 'exception';
  readonly result?: { readonly type: string; readonly value?: unknown; readonly sharedId?: string };
  readonly exceptionDetails?: { readonly text: string };
}

function answerOf({ type, result, exceptionDetails }: Evaluated): unknown {
  if (type === 'exception') throw new Error(`in Firefox: ${exceptionDetails?.text}`);
  return result?.value;
}

/** The card on a page. Its root is closed; WebDriver hands closed roots out, the page itself cannot get at it. */
export class FirefoxCard {
  readonly #page: Page;
  readonly #firefox: TestFirefox;

  constructor(page: Page, firefox: TestFirefox) {
    this.#page = page;
    this.#firefox = firefox;
  }

  /** Everything it says; null when there is no card. */
  read(): Promise<CardReading | null> {
    return this.#ask(
      `root => { const region = root.querySelector('[role=region], section'); return region && JSON.stringify((${readRegion.toString()})(region)); }`,
    );
  }

  waitUntil(what: string, wanted: (card: CardReading) => boolean, timeoutMs = 30_000): Promise<CardReading> {
    const ask = async (): Promise<CardReading | null> => {
      const card = await this.read();
      return card !== null && wanted(card) ? card : null;
    };
    return waitFor(what, ask, { timeoutMs, seen: () => this.read() });
  }

  /** Clicks with the real mouse, where the button stands, once it has stood there for a while. */
  async click(name: RegExp): Promise<void> {
    await this.waitUntil(`a button ${name} on the card`, ({ buttons }) =>
      buttons.some(button => button.enabled && name.test(button.name)),
    );
    await this.#page.bringToFront();
    await new Promise(resolve => setTimeout(resolve, STILL_MS));
    const place = await this.#ask<{ x: number; y: number }>(`root => {
      const found = [...root.querySelectorAll('button')].find(one => ${name}.test((one.getAttribute('aria-label') ?? one.textContent).trim()));
      const { x, y, width, height } = found.getBoundingClientRect();
      return JSON.stringify({ x: x + width / 2, y: y + height / 2 });
    }`);
    if (place === null) throw new Error(`the card with its button ${name} is gone`);
    await this.#page.mouse.click(place.x, place.y);
  }

  async #ask<T>(look: string): Promise<T | null> {
    const [tab] = await this.#firefox.tabs(this.#page.url());
    if (tab === undefined) return null;
    const target = { context: tab.context };
    const host = await this.#firefox.send<Evaluated>('script.evaluate', {
      // The card's host is the last child of the document itself, beside `body`.
      expression: 'document.documentElement.lastElementChild',
      target,
      awaitPromise: false,
      serializationOptions: { includeShadowTree: 'all', maxDomDepth: 1 },
    });
    const { shadowRoot } = (host.result?.value ?? {}) as { shadowRoot?: { sharedId: string } | null };
    if (!shadowRoot) return null;
    const seen = answerOf(
      await this.#firefox.send<Evaluated>('script.callFunction', {
        functionDeclaration: look,
        arguments: [{ sharedId: shadowRoot.sharedId }],
        target,
        awaitPromise: false,
      }),
    );
    return typeof seen === 'string' ? (JSON.parse(seen) as T) : null;
  }
}

/** Starts Firefox with the unmodified production build in it; its event page has greeted when this returns. */
export async function startFirefox(world: World, executablePath: string): Promise<TestFirefox> {
  const proxy = await startConnectProxy(world.hostRules);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    protocolTimeout: 60_000,
    defaultViewport: { width: 1280, height: 860 },
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: HOST }),
      // Answers "yes" to permissions.request without its prompt, which WebDriver cannot press. A click is still wanted.
      'extensions.webextOptionalPermissionPrompts': false,
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxy.port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy.port,
      'network.proxy.no_proxies_on': '',
      'network.proxy.allow_hijacking_localhost': true,
      'network.proxy.failover_direct': false,
    },
  });
  const test = new TestFirefox(world, browser, proxy);
  try {
    await browser.installExtension(process.env.IMZOCHI_FIREFOX_BUILD ?? buildFolder('firefox'));
    await waitFor('the greeting', async () => (await test.tabs(`${ORIGIN}/desk.html#/welcome`)).length > 0, {
      timeoutMs: 20_000,
    });
    return test;
  } catch (thrown) {
    await test.close();
    throw thrown;
  }
}
