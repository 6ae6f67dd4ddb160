import type browserApi from 'webextension-polyfill';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** Runs a function where the extension's own API is. Arguments and result travel as JSON. */
export type RunInExtension = <A extends readonly unknown[], R>(
  what: (...args: A) => R | Promise<R>,
  ...args: A
) => Promise<R>;

export type DidoxServer = 'production' | 'test' | 'old-test';

/**
 * Writes what a user would set on the options page, straight into storage; the form of the records is that of
 * `lib/vault`. For tests whose subject is not the options page.
 */
export class StoredSettings {
  readonly #run: RunInExtension;

  constructor(run: RunInExtension) {
    this.#run = run;
  }

  /** Adds to the settings (`lib/vault/settings-schema.ts` tells their names). */
  set(values: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#run(async changes => {
      const { settings } = (await chrome.storage.local.get('settings')) as { settings?: { values?: object } };
      await chrome.storage.local.set({ settings: { v: 1, values: { ...settings?.values, ...changes } } });
    }, values);
  }

  get(): Promise<Readonly<Record<string, unknown>>> {
    return this.#run(async () => {
      const stored = (await chrome.storage.local.get('settings')) as {
        settings?: { values?: Record<string, unknown> };
      };
      return stored.settings?.values ?? {};
    });
  }

  /** The sandbox's authority counts as known, as the built-in ones do. */
  trustSandboxRoot(): Promise<void> {
    return this.set({ extraTrustAnchors: [sandboxRootSpkiSha256] });
  }

  /** Empties what lives as long as the browser: listings, sign-ins, secrets of this session. */
  forgetSession(): Promise<void> {
    return this.#run(() => chrome.storage.session.clear());
  }

  /** A secret for this session only (the vault's default mode). */
  putSecret(name: string, secret: string): Promise<void> {
    return this.#run(
      async (name, secret) => {
        const key = 'vault.session';
        const stored = (await chrome.storage.session.get(key)) as Record<string, { secrets?: object }>;
        await chrome.storage.session.set({
          [key]: { v: 1, secrets: { ...stored[key]?.secrets, [name]: secret } },
        });
      },
      name,
      secret,
    );
  }

  putPartnerToken(server: DidoxServer = 'production', token: string = PARTNER_TOKEN): Promise<void> {
    return this.putSecret(`didox-partner-token:${server}`, token);
  }

  putEugodaSecret(applicationId: string, secret: string): Promise<void> {
    return this.putSecret(`eugoda-application:${applicationId}`, secret);
  }

  /** Everything in a storage area, for tests of what must not be in it. */
  dump(area: 'local' | 'session'): Promise<Readonly<Record<string, unknown>>> {
    return this.#run(async name => chrome.storage[name].get(null), area);
  }
}
