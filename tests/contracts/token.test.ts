import { describe, expect, it } from 'vitest';
import { LOST } from '../chaos/browser.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();

/** Asks as a page of ours does; what is refused is a failure of the test. */
const ask: typeof stage.browser.ask = async (name, request, from) => {
  const answer = await stage.browser.ask(name, request, from);
  if (answer === LOST) throw new Error(stage.browser.lastRefusal);
  return answer;
};
async function groups() {
  const view = await ask('keys/list', { refresh: false }, 'extension');
  return view === LOST || view.listing ? [] : view.groups;
}
const owners = async () => (await groups()).map(({ owner }) => owner);
async function errorOf(jobId: string) {
  const jobs = await ask('jobs/list', { open: false }, 'extension');
  return jobs === LOST ? null : jobs.find(({ id }) => id === jobId)?.error?.code;
}

describe('a card that is changed in its reader', () => {
  it('is not taken for the one before it twice', async () => {
    stage.module.set({ keys: [], hardware: ['idcard'], hardwareIdentity: 'sender' });
    await expect.poll(owners, PATIENCE).toEqual(['token']);
    const keyId = (await groups())[0]!.keys[0]!.id;
    await ask('didox/sign-in', { owner: 'token', keyId }, 'extension');
    await expect.poll(owners, PATIENCE).toEqual([OWNER]);

    stage.module.set({ hardwareIdentity: 'receiver' });
    const sign = async () => {
      const review = await ask('review/practice', {}, 'extension');
      const reviewId = review === LOST ? '' : review.reviewId;
      const view = await ask('review/get', { reviewId }, 'extension');
      const shown = view === LOST ? [] : (view?.items ?? []).map(({ sha256 }) => sha256);
      const options = { keyId, detached: false, stamp: false };
      const begun = await ask('review/confirm', { reviewId, options, shown }, 'extension');
      return begun === LOST ? '' : begun.jobId;
    };
    const jobId = await sign();
    await expect.poll(() => errorOf(jobId), PATIENCE).toBe('signature-wrong-signer');
    await expect.poll(owners, PATIENCE).toEqual(['token']);
  });
});
