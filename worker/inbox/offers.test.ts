import { describe, expect, it } from 'vitest';
import type { JobRecord, JobState } from '../../lib/signing/job.ts';
import { aJob, failed } from '../../lib/signing/testing/set-up.ts';
import { createOffers } from './offers.ts';

const OWNER = '300000019';

function setUp(told: () => Promise<boolean | null>) {
  let asked = 0;
  const offers = createOffers({
    offerSigned: async () => {
      asked += 1;
      return told();
    },
  });
  const job = (action: JobRecord['action'], state: JobState) =>
    aJob({
      action,
      state,
      target: {
        service: 'didox',
        server: 'production',
        owner: OWNER,
        taxId: OWNER,
        documentId: '',
        outgoing: true,
      },
    });
  return { offers, job, asked: () => asked };
}

describe('whether the public offer is missing', () => {
  it('is asked until it is signed, and then never again', async () => {
    let signed = false;
    const { offers, asked } = setUp(async () => signed);
    expect(await offers.missing('production', OWNER)).toBe(true);
    expect(offers.knownMissing('production', OWNER)).toBe(true);
    signed = true;
    expect(await offers.missing('production', OWNER)).toBe(false);
    expect(await offers.missing('production', OWNER)).toBe(false);
    expect(asked()).toBe(2);
    expect(offers.knownMissing('test', OWNER)).toBe(false);
  });

  it('stands in nobody’s way while it cannot be learnt', async () => {
    const { offers } = setUp(async () => Promise.reject(new Error('no network')));
    expect(await offers.missing('production', OWNER)).toBe(false);
    expect(await setUp(async () => null).offers.missing('production', OWNER)).toBe(false);
  });

  it.each<[string, JobRecord['action'], JobState, boolean]>([
    ['a document was refused for want of it', 'didox-sign', failed('offer-not-signed'), true],
    ['it was signed', 'didox-offer', { step: 'done', receiptId: 'r', warning: null }, false],
    ['it was signed in another window', 'didox-offer', failed('already-signed'), false],
  ])('is known once %s', async (_what, action, state, missing) => {
    const { offers, job, asked } = setUp(async () => !missing);
    // What was known before was the contrary.
    if (!missing) offers.jobMoved(job('didox-sign', failed('offer-not-signed')));
    offers.jobMoved(job(action, state));
    expect(offers.knownMissing('production', OWNER)).toBe(missing);
    expect(asked()).toBe(0);
  });

  it('is not learnt from a file whose stamp is refused with such words', () => {
    const { offers, job } = setUp(async () => true);
    offers.jobMoved({ ...job('file', failed('offer-not-signed')), target: { service: 'files' } });
    expect(offers.knownMissing('production', OWNER)).toBe(false);
  });

  it('is not learnt from a document that is signed already', async () => {
    const { offers, job } = setUp(async () => false);
    await offers.missing('production', OWNER);
    offers.jobMoved(job('didox-sign', failed('already-signed')));
    expect(offers.knownMissing('production', OWNER)).toBe(true);
  });
});
