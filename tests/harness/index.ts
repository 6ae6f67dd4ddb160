/** Whole-product tests: a sandbox world, a real Chromium, and hands and eyes in it. */
export { checkWithBouncyCastle, whyNoBouncyCastle } from './bouncy-castle.ts';
export type { Card, CardReading } from './card.ts';
export { Desk } from './desk.ts';
export { Downloads } from './downloads.ts';
export type { BrowserLanguage } from './flags.ts';
export type { DidoxServer } from './settings.ts';
export { type BrowserOptions, startBrowser, type TestBrowser } from './test-browser.ts';
export { readTraffic, type Traffic } from './traffic.ts';
export { waitFor } from './wait-for.ts';
