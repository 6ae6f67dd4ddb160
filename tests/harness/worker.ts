import type { Browser, Target } from 'puppeteer';
import { waitFor } from './wait-for.ts';

/**
 * The extension's service worker. A held handle would keep it alive for ever (measured), so every look at it opens a
 * session of its own and closes it again.
 */
export class ExtensionWorker {
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #wake: () => Promise<void>;

  constructor(browser: Browser, origin: string, wake: () => Promise<void>) {
    this.#browser = browser;
    this.#origin = origin;
    this.#wake = wake;
  }

  isAlive(): boolean {
    return this.#target() !== null;
  }

  async waitUntilAlive(timeoutMs = 15_000): Promise<void> {
    await waitFor('the worker to start', () => this.isAlive(), { timeoutMs });
  }

  async waitUntilDead(timeoutMs = 45_000): Promise<void> {
    await waitFor('the worker to end', () => !this.isAlive(), { timeoutMs });
  }

  /**
   * Ends it as the browser does when memory is short: at once, whatever it is doing. This very one: an event that comes
   * meanwhile (a tab that closes, a page that waits for its answer) starts the next at once. Without attaching to it, which
   * puppeteer's own way does: then the browser now and then let it live (measured, with four browsers at work).
   */
  async kill(): Promise<void> {
    const target = this.#target();
    if (target === null) return;
    const session = await this.#browser.target().createCDPSession();
    const { targetInfos } = await session.send('Target.getTargets');
    const mine = targetInfos.find(one => one.type === 'service_worker' && one.url === target.url());
    if (mine) await session.send('Target.closeTarget', { targetId: mine.targetId });
    await session.detach();
    await waitFor('the worker to end', () => this.#target() !== target, { timeoutMs: 10_000 });
  }

  /** Runs a function in the worker, which is woken when it sleeps. Arguments and result travel as JSON. */
  async evaluate<A extends readonly unknown[], R>(
    what: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    if (!this.isAlive()) await this.#wake();
    const target = await waitFor('the worker to start', () => this.#target(), { timeoutMs: 15_000 });
    const session = await target.createCDPSession();
    try {
      // One that is just starting has no API yet.
      const ready = { expression: 'typeof chrome === "object" && !!chrome.storage' };
      await waitFor(
        'the worker to have its API',
        async () => (await session.send('Runtime.evaluate', ready)).result.value === true,
      );
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression: `(${what.toString()})(...${JSON.stringify(args)})`,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) {
        throw new Error(`in the worker: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      }
      return result.value as R;
    } finally {
      await session.detach().catch(() => undefined); // the worker may have gone meanwhile
    }
  }

  #target(): Target | null {
    const mine = (target: Target): boolean =>
      target.type() === 'service_worker' && target.url().startsWith(this.#origin);
    return this.#browser.targets().find(mine) ?? null;
  }
}
