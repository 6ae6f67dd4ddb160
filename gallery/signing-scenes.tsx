import { SIGNATURES, VERIFIED } from '../components/testing/fixtures/jobs.ts';
import { GROUPS } from '../components/testing/fixtures/keys.ts';
import * as f from '../entrypoints/desk/testing/fixtures.ts';
import type { JobView } from '../lib/messages/views/job.ts';
import type { ReviewView } from '../lib/messages/views/review.ts';
import { failure } from '../lib/signing/failure.ts';
import { ARMED, desk, never } from './desk.tsx';
import type { Scene, Scenes } from './scene.ts';

const review = (view: Partial<ReviewView>, ...jobs: JobView[]): Scene =>
  desk('review/rev-1', {
    until: jobs.length === 0 && view.keyId !== null ? ARMED : undefined,
    answers: {
      'review/jobs': () => jobs,
      'review/get': () => f.reviewView({ ...view, jobIds: jobs.map(({ id }) => id) }),
    },
  });

const DOCUMENT: Partial<ReviewView> = {
  kind: 'didox',
  action: 'didox-accept',
  items: [
    {
      title: 'Счёт-фактура № 103',
      facts: f.facts(3),
      size: 48_213,
      sha256: 'ab12cd34'.repeat(8),
      text: null,
    },
  ],
  from: null,
  fidelity: null,
  owner: GROUPS[0]?.owner ?? null,
  counterparty: { ...VERIFIED, holder: 'KARIMOV SARDOR', organization: 'BARAKA FARM MChJ', tin: '300000035' },
  options: { detached: false, stamp: true, canStamp: false, canChooseForm: false },
};
const FILES: Partial<ReviewView> = {
  kind: 'file',
  action: 'file',
  items: ['Шартнома № 7.pdf', 'Илова 1.xlsx', 'a-very-long-name-without-any-place-to-break-it.docx'].map(
    (title, n) => ({
      title,
      facts: [],
      size: 402_117 * (n + 1),
      sha256: `${n}b12cd34`.repeat(8),
      text: null,
    }),
  ),
  from: null,
  fidelity: null,
};

/** One thing to sign, from its choice to its result. */
export const SIGNING_SCENES: Scenes = {
  'sign-files': desk('sign'),
  review: review({}),
  'review-menu-pkcs7': review({ fidelity: 'menu', containsPkcs7: true }),
  'review-document': review(DOCUMENT),
  'review-document-not-valid': review({
    ...DOCUMENT,
    action: 'didox-reject',
    counterparty: SIGNATURES[2] ?? null,
  }),
  'review-files': review(FILES),
  'review-no-keys': review({ keys: { ...f.reviewView().keys, groups: [] }, keyId: null }),
  'review-waiting': review(
    {},
    { ...f.DONE_JOB, step: 'unlocking', tone: 'waiting', receiptId: null, canCancel: true },
  ),
  'review-failed': review(
    {},
    {
      ...f.DONE_JOB,
      step: 'failed',
      tone: 'error',
      error: failure('module-not-running'),
      sent: 'no',
      receiptId: null,
      canRetry: true,
    },
  ),
  'review-signed': review({}, f.DONE_JOB),
  'review-loading': desk('review/rev-1', { answers: { 'review/get': never } }),
  'review-gone': desk('review/rev-1', { answers: { 'review/get': () => null } }),
};
