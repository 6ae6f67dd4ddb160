import type { Answers } from '../../../components/testing/fake-backend.ts';
import { keysView } from '../../../components/testing/fixtures/keys.ts';
import * as f from './fixtures.ts';

/** A worker on an ordinary day: two companies signed in, a batch under way, everything in order. */
export const USUAL_ANSWERS: Answers = {
  'keys/list': () => keysView(),
  'module/attend': () => null,
  'module/health': () => f.HEALTH_FINE,
  'jobs/list': () => [],
  'inbox/list': () => f.inboxView(2000),
  'inbox/preview': () => f.PREVIEW,
  'batch/get': () => f.batchView('running'),
  'agreements/list': () => f.AGREEMENTS,
  'review/get': () => f.reviewView(),
  'review/jobs': () => [],
  'review/practice': () => ({ reviewId: 'rev-1' }),
};
