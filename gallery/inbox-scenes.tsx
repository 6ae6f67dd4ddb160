import * as f from '../entrypoints/desk/testing/fixtures.ts';
import { failure } from '../lib/signing/failure.ts';
import { ARMED, type DeskParts, desk, never, refuse } from './desk.tsx';
import type { Scene, Scenes } from './scene.ts';

type BatchState = Parameters<typeof f.batchView>[0];

const FIRST_ROW = '[role=listbox] [role=option]';
/** Two companies at work; nobody else has to sign in. */
const AT_WORK = f.inboxView(2000, {
  accounts: f.inboxView(0).accounts.filter(({ tokenUntil }) => tokenUntil !== null),
});
const ordinary = (parts: DeskParts = {}): Scene =>
  desk('inbox', { ...parts, answers: { 'inbox/list': () => AT_WORK, ...parts.answers } });
const batch = (state: BatchState, parts: Partial<ReturnType<typeof f.batchView>> = {}): Scene =>
  desk('batch/batch-1', { answers: { 'batch/get': () => f.batchView(state, 24, parts) } });
const whole = (state: BatchState): Scene => {
  const view = f.batchView(state);
  return batch(state, { items: view.items.filter(({ error }) => error === null), failed: 0 });
};

/** What waits for all companies, and many documents at once. */
export const INBOX_SCENES: Scenes = {
  inbox: ordinary(),
  'inbox-companies': desk('inbox'),
  'inbox-selected': ordinary({
    press: ['[role=option]:nth-of-type(1) [data-select]', '[role=option]:nth-of-type(3) [data-select]'],
  }),
  'inbox-open': ordinary({
    answers: {
      'inbox/preview': () => ({
        ...f.PREVIEW,
        key: 'ABDURAHMONOVA DILNOZAXON RAVSHANBEK QIZI, "ALFA SAVDO VA LOGISTIKA XIZMATLARI" MCHJ',
      }),
    },
    press: [FIRST_ROW],
    until: ARMED,
  }),
  'inbox-open-loading': ordinary({ answers: { 'inbox/preview': never }, press: [FIRST_ROW] }),
  'inbox-open-failed': ordinary({
    answers: { 'inbox/preview': refuse('service-down', '<html>502 Bad Gateway</html>') },
    press: [FIRST_ROW],
  }),
  'inbox-open-not-valid': ordinary({
    answers: { 'inbox/preview': () => ({ ...f.PREVIEW, counterparty: f.NOT_VALID, actions: ['reject'] }) },
    press: [FIRST_ROW],
  }),
  'inbox-choose-key': ordinary({ press: [FIRST_ROW], answers: { 'inbox/preview': () => f.PREVIEW_ASKING } }),
  'inbox-reject': ordinary({ press: [FIRST_ROW, '.document-actions [data-look=danger]'] }),
  'inbox-signed-out': desk('inbox', {
    answers: { 'inbox/list': () => f.inboxView(0, { accounts: f.SIGNED_OUT, loadedAt: null }) },
  }),
  'inbox-empty': desk('inbox', {
    answers: {
      'inbox/list': () => f.inboxView(0, { accounts: [], loadedAt: null }),
      'batch/get': () => null,
    },
  }),
  'inbox-none-waiting': desk('inbox', {
    answers: { 'inbox/list': () => f.inboxView(0), 'batch/get': () => null },
  }),
  'inbox-elsewhere': ordinary({
    answers: { 'inbox/list': () => ({ ...AT_WORK, server: 'test' }) },
  }),
  'inbox-loading': desk('inbox', { answers: { 'inbox/list': never } }),
  'inbox-failed': desk('inbox', { answers: { 'inbox/list': refuse('network-gone') } }),
  'inbox-no-sites': desk('inbox', { grants: false }),
  'inbox-partly': desk('inbox', {
    answers: {
      'inbox/list': () =>
        f.inboxView(40, { errors: [{ owner: 'tin:300000027', error: failure('service-slow') }] }),
    },
  }),
  'batch-preparing': batch('preparing'),
  'batch-ready': { ...batch('ready'), until: ARMED },
  'batch-running': batch('running'),
  'batch-choose-key': desk('batch/batch-1', { answers: { 'batch/get': () => f.BATCH_ASKING } }),
  'batch-paused': desk('batch/batch-1', { answers: { 'batch/get': () => f.BATCH_PAUSED } }),
  'batch-stopped': batch('stopped'),
  'batch-finished': batch('finished'),
  'batch-all-done': whole('finished'),
  'batch-failed-open': { ...batch('finished'), press: [FIRST_ROW] },
  'batch-loading': desk('batch/batch-1', { answers: { 'batch/get': never } }),
  'batch-none': desk('batch', { answers: { 'batch/get': () => null } }),
};
