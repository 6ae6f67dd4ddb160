import type { Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import { PARTNER_TOKEN, SENDER_TIN } from '../sandbox/didox/index.ts';
import { startWorld, type World } from '../sandbox/world.ts';
import { startBrowser, type TestBrowser, waitFor } from '../tests/harness/index.ts';

declare const chrome: typeof browserApi;

/** Stated latencies of the world: the module signs in 30 ms, every HTTP hop takes 80 ms. */
export const SIGN_MS = 30;
export const HOP_MS = 80;

export interface BenchContext {
  readonly world: World;
  readonly browser: TestBrowser;
  /** Asks the worker as an extension page does. */
  ask<T>(name: string, request: unknown): Promise<T>;
}

export const OWNER = `tin:${SENDER_TIN}`;

/** A fresh world and browser, the company signed in, the key's password given. */
export async function openBench(): Promise<BenchContext & { close(): Promise<void> }> {
  const world = await startWorld({
    eimzo: { listDelayMs: 0, rememberMs: 3_600_000 },
    didox: { partnerTokens: [PARTNER_TOKEN] },
  });
  const browser = await startBrowser({ world });
  await browser.settings.trustSandboxRoot();
  await browser.settings.putSecret('didox-partner-token:production', PARTNER_TOKEN);
  const pages: Page[] = [];
  const ask = async <T>(name: string, request: unknown): Promise<T> => {
    let page = pages[0];
    if (!page) {
      page = await browser.newPage();
      await page.goto(`${browser.origin}/manifest.json`);
      pages.push(page);
    }
    const reply = await page.evaluate(
      (message: unknown) =>
        chrome.runtime.sendMessage(message) as Promise<{ ok: boolean; value: unknown; code?: string }>,
      { imzochi: name, request },
    );
    if (!reply.ok) throw new Error(`${name}: ${reply.code}`);
    return reply.value as T;
  };
  await ask('keys/list', { refresh: true });
  await ask('didox/sign-in', { server: 'production', owner: OWNER });
  await waitFor('the company to be signed in', async () => {
    const jobs = await ask<{ action: string; step: string }[]>('jobs/list', { open: false });
    return jobs.some(job => job.action === 'didox-sign-in' && job.step === 'done');
  });
  world.set({ eimzo: { signDelayMs: SIGN_MS }, didox: { latencyMs: { default: HOP_MS } } });
  return {
    world,
    browser,
    ask,
    async close() {
      await browser.close();
      await world.stop();
    },
  };
}
