import { afterAll, beforeAll, expect, it } from 'vitest';
import { createVault } from '../../lib/vault/vault.ts';
import { Browser } from '../chaos/browser.ts';
import { Clock } from '../chaos/clock.ts';
import { PATIENCE } from './card-stage.ts';

const MINUTE = 60_000;
let browser: Browser;
let clock: Clock;
beforeAll(() => {
  clock = new Clock();
  // Nobody is asked for anything here.
  browser = new Browser(clock, {
    didoxApi: 'https://127.0.0.1:9',
    ws: 'ws://127.0.0.1:9',
    wss: 'wss://127.0.0.1:9',
  });
});
afterAll(() => {
  browser.close();
  clock.stop();
});

const portOf = (area: Map<string, unknown>) => ({
  get: async (key: string) => area.get(key),
  set: async (key: string, value: unknown) => void area.set(key, value),
  remove: async (key: string) => void area.delete(key),
});

it('an open vault locks itself as the options say by now, not as they said when it was last used', async () => {
  const say = (lockAfterMinutes: number) =>
    browser.local.set('settings', { v: 1, values: { lockAfterMinutes } });
  const locksIn = () => (browser.alarms.get('vault') ?? 0) / MINUTE;
  say(480);
  const [local, session] = [portOf(browser.local), portOf(browser.session)];
  await createVault({ local, session, clock }).setPassphrase('correct horse battery');
  await browser.wake().worker.vaultUsed();
  expect(locksIn()).toBeCloseTo(480, 0);
  browser.kill();
  say(5);
  await browser.wake().worker.settingsChanged();
  await expect.poll(locksIn, PATIENCE).toBeCloseTo(5, 0);
});
