import * as f from '../entrypoints/desk/testing/fixtures.ts';
import { desk, never, refuse } from './desk.tsx';
import type { Scenes } from './scene.ts';

/** The sections that only look: welcome, health, receipts. */
export const DESK_SCENES: Scenes = {
  'welcome-ready': desk('welcome'),
  'welcome-missing': desk('welcome', { answers: { 'module/health': () => f.HEALTH_AWAY } }),
  'welcome-no-keys': desk('welcome', { answers: { 'module/health': () => f.HEALTH_NO_KEYS } }),
  'welcome-checking': desk('welcome', { answers: { 'module/health': never } }),
  'health-fine': desk('health'),
  'health-refused': desk('health', { answers: { 'module/health': () => f.HEALTH_REFUSED } }),
  'health-away': desk('health', { answers: { 'module/health': () => f.HEALTH_AWAY } }),
  'health-no-trust': desk('health', { answers: { 'module/health': () => f.HEALTH_NO_TRUST } }),
  'health-checking': desk('health', { answers: { 'module/health': never } }),
  'health-failed': desk('health', { answers: { 'module/health': refuse('unexpected', 'No answer.') } }),
  receipts: desk('receipts'),
  'receipts-loading': desk('receipts', { database: never }),
  'receipts-failed': desk('receipts', {
    database: () => Promise.reject(new DOMException('The disk is full.', 'QuotaExceededError')),
  }),
  'receipts-empty': desk('receipts', { receipts: [] }),
  'receipt-open': desk('receipts/r-didox'),
  'receipt-text-open': desk('receipts/r-text'),
  'receipt-delete': desk('receipts/r-text', { press: ['.browser-detail > div:last-child .button'] }),
};
