import type { Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** A page of the extension with its own storage, and nothing else running in it. */
export type WithExtensionPage = <T>(use: (page: Page) => Promise<T>) => Promise<T>;

export type DidoxServer = 'production' | 'test' | 'old-test';

/**
 * Writes what a user would set on the options page, straight into storage; the form of the records is that of
 * `lib/vault`. For tests whose subject is not the options page.
 */
export class StoredSettings {
  readonly #withPage: WithExtensionPage;

  constructor(withPage: WithExtensionPage) {
    this.#withPage = withPage;
  }

  /** Adds to the settings (`lib/vault/settings-schema.ts` tells their names). */
  async set(values: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#withPage(page =>
      page.evaluate(async changes => {
        const { settings } = (await chrome.storage.local.get('settings')) as {
          settings?: { values?: object };
        };
        await chrome.storage.local.set({ settings: { v: 1, values: { ...settings?.values, ...changes } } });
      }, values),
    );
  }

  async get(): Promise<Readonly<Record<string, unknown>>> {
    return this.#withPage(page =>
      page.evaluate(async () => {
        const stored = (await chrome.storage.local.get('settings')) as {
          settings?: { values?: Record<string, unknown> };
        };
        return stored.settings?.values ?? {};
      }),
    );
  }

  /** The sandbox's authority counts as known, as the built-in ones do. */
  trustSandboxRoot(): Promise<void> {
    return this.set({ extraTrustAnchors: [sandboxRootSpkiSha256] });
  }

  /** Empties what lives as long as the browser: listings, sign-ins, secrets of this session. */
  async forgetSession(): Promise<void> {
    await this.#withPage(page => page.evaluate(() => chrome.storage.session.clear()));
  }

  /** A secret for this session only (the vault's default mode). */
  async putSecret(name: string, secret: string): Promise<void> {
    await this.#withPage(page =>
      page.evaluate(
        async (name, secret) => {
          const key = 'vault.session';
          const stored = (await chrome.storage.session.get(key)) as Record<string, { secrets?: object }>;
          await chrome.storage.session.set({
            [key]: { v: 1, secrets: { ...stored[key]?.secrets, [name]: secret } },
          });
        },
        name,
        secret,
      ),
    );
  }

  putPartnerToken(server: DidoxServer = 'production', token: string = PARTNER_TOKEN): Promise<void> {
    return this.putSecret(`didox-partner-token:${server}`, token);
  }

  putEugodaSecret(applicationId: string, secret: string): Promise<void> {
    return this.putSecret(`eugoda-application:${applicationId}`, secret);
  }

  /** Everything in a storage area, for tests of what must not be in it. */
  async dump(area: 'local' | 'session'): Promise<Readonly<Record<string, unknown>>> {
    return this.#withPage(page => page.evaluate(async name => chrome.storage[name].get(null), area));
  }
}
