import { RequestError } from '../components/backend.ts';
import { type Answers, createFakeBackend } from '../components/testing/fake-backend.ts';
import { Desk } from '../entrypoints/desk/Desk.tsx';
import { USUAL_ANSWERS } from '../entrypoints/desk/testing/answers.ts';
import * as f from '../entrypoints/desk/testing/fixtures.ts';
import { failure } from '../lib/signing/failure.ts';
import type { Scene, Scenes } from './scene.ts';

const refuse = (code: string) => () => {
  throw new RequestError(code, '');
};
const never = () => new Promise<never>(() => {});
const AGREEMENT = f.AGREEMENTS.agreements[0]?.externalId ?? '';

interface DeskParts {
  readonly answers?: Answers;
  readonly receipts?: typeof f.STORED_RECEIPTS;
  readonly grants?: boolean;
  readonly press?: readonly string[];
}

function desk(route: string, parts: DeskParts = {}): Scene {
  const { answers, receipts = f.STORED_RECEIPTS, grants = true, press = [] } = parts;
  return {
    hash: `/${route}`,
    press,
    show: () => <Desk />,
    async backend(translator) {
      const backend = createFakeBackend({
        translator,
        grants,
        answers: { ...USUAL_ANSWERS, ...answers },
        receipts,
      });
      const database = await backend.database();
      for (const [id, name] of [
        ['sig-1', 'x.p7s'],
        ['text-1', 'Договор № 7.txt'],
      ] as const)
        await database.put('blobs', {
          id,
          name,
          owner: 'receipt:r-text',
          bytes: new Uint8Array([48, 128]),
          type: 'application/octet-stream',
          createdAt: 0,
          complete: true,
        });
      return backend;
    },
  };
}

const empty: Answers = {
  'inbox/list': () => f.inboxView(0, { accounts: [], loadedAt: null }),
  'agreements/list': () => ({ applications: [], agreements: [], vault: 'empty' }),
  'batch/get': () => null,
};

export const DESK_SCENES: Scenes = {
  'welcome-ready': desk('welcome'),
  'welcome-missing': desk('welcome', { answers: { 'module/health': () => f.HEALTH_AWAY } }),
  inbox: desk('inbox'),
  'inbox-selected': desk('inbox', {
    press: ['[role=option]:nth-of-type(1) [data-select]', '[role=option]:nth-of-type(3) [data-select]'],
  }),
  'inbox-open': desk('inbox', { press: ['[role=listbox] [role=option]'] }),
  'inbox-choose-key': desk('inbox', {
    press: ['[role=listbox] [role=option]'],
    answers: { 'inbox/preview': () => f.PREVIEW_ASKING },
  }),
  'inbox-signed-out': desk('inbox', {
    answers: {
      'inbox/list': () => f.inboxView(0, { accounts: f.SIGNED_OUT, loadedAt: null }),
      'batch/get': () => null,
    },
  }),
  'inbox-empty': desk('inbox', { answers: empty }),
  'inbox-loading': desk('inbox', { answers: { 'inbox/list': never } }),
  'inbox-failed': desk('inbox', { answers: { 'inbox/list': refuse('network-gone') } }),
  'inbox-no-sites': desk('inbox', { grants: false }),
  'inbox-partly': desk('inbox', {
    answers: {
      'inbox/list': () =>
        f.inboxView(40, { errors: [{ owner: 'tin:300000027', error: failure('service-slow') }] }),
    },
  }),
  'batch-ready': desk('batch/batch-1', { answers: { 'batch/get': () => f.batchView('ready') } }),
  'batch-running': desk('batch/batch-1'),
  'batch-choose-key': desk('batch/batch-1', { answers: { 'batch/get': () => f.BATCH_ASKING } }),
  'batch-paused': desk('batch/batch-1', { answers: { 'batch/get': () => f.BATCH_PAUSED } }),
  'batch-finished': desk('batch/batch-1', { answers: { 'batch/get': () => f.batchView('finished') } }),
  'batch-none': desk('batch', { answers: { 'batch/get': () => null } }),
  agreements: desk('agreements'),
  'agreements-empty': desk('agreements', { answers: empty }),
  'agreements-locked': desk('agreements', {
    answers: {
      'agreements/list': () => ({
        ...f.AGREEMENTS,
        vault: 'locked',
        applications: [{ id: 'app-1', label: 'Umbrella', secret: 'locked' }],
      }),
    },
  }),
  'agreement-open': desk(`agreements/${AGREEMENT}`),
  'agreement-fetching': desk(`agreements/${AGREEMENT}`, {
    answers: {
      'agreements/list': () => ({
        ...f.AGREEMENTS,
        agreements: f.AGREEMENTS.agreements.map(one => ({
          ...one,
          download: { received: 1_500_000, expected: 3_000_000, stuck: true },
        })),
      }),
    },
  }),
  'agreement-from-file': desk('agreements/new/file'),
  'agreement-from-template': desk('agreements/new/template'),
  receipts: desk('receipts'),
  'receipts-empty': desk('receipts', { receipts: [] }),
  'receipt-open': desk('receipts/r-didox'),
  'receipt-text-open': desk('receipts/r-text'),
  inspect: desk('inspect'),
  'inspect-unreadable': desk('inspect/receipt/r-text'),
  'health-fine': desk('health'),
  'health-refused': desk('health', { answers: { 'module/health': () => f.HEALTH_REFUSED } }),
  'health-away': desk('health', { answers: { 'module/health': () => f.HEALTH_AWAY } }),
  'sign-files': desk('sign'),
  review: desk('review/rev-1'),
  'review-signed': desk('review/rev-1', {
    answers: {
      'review/jobs': () => [f.DONE_JOB],
      'review/get': () => f.reviewView({ jobIds: ['job-1'] }),
    },
  }),
  'review-gone': desk('review/rev-1', { answers: { 'review/get': () => null } }),
};
