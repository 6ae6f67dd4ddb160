import { describe, expect, it } from 'vitest';
import { DEMO_INCOMING_FOR_PERSON } from '../../sandbox/didox/index.ts';
import { LOST } from '../chaos/browser.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();
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
const jobs = async () => {
  const list = await ask('jobs/list', { open: false }, 'extension');
  return list === LOST ? [] : list;
};

/** A person is signed in with an ID card; then the list of keys is asked for anew: the card is nameless again. */
async function signedInWithCard(hardwareIdentity: string) {
  stage.module.set({ keys: [], hardware: ['idcard'], hardwareIdentity });
  await expect.poll(owners, PATIENCE).toEqual(['token']);
  const keyId = (await groups())[0]!.keys[0]!.id;
  await ask('didox/sign-in', { owner: 'token', keyId }, 'extension');
  await expect.poll(async () => (await jobs())[0]?.step, PATIENCE).toBe('done');
  await ask('keys/list', { refresh: true }, 'extension');
  await expect.poll(owners, PATIENCE).toEqual(['token']);
}

describe('a person whose card is nameless', () => {
  it('another card does not sign in his name', async () => {
    await signedInWithCard('person');
    const tab = await stage.open(DEMO_INCOMING_FOR_PERSON, false);
    stage.module.set({ hardwareIdentity: 'stranger' });
    await tab.click('accept');
    await expect
      .poll(async () => (await jobs()).find(j => j.action === 'didox-accept')?.step, PATIENCE)
      .toBe('failed');
    const job = (await jobs()).find(j => j.action === 'didox-accept');
    expect(stage.submissions(DEMO_INCOMING_FOR_PERSON)).toEqual([]);
    expect(job?.error?.code).toBe('signature-wrong-signer');
  });
  it('is signed in again by the number that he was signed in by', async () => {
    await signedInWithCard('person');
    const tab = await stage.open(DEMO_INCOMING_FOR_PERSON, false);
    stage.didox.forgetSessions();
    await tab.click('accept');
    await expect
      .poll(async () => (await jobs()).find(j => j.action === 'didox-accept')?.step, PATIENCE)
      .toMatch(/failed|done/);
    expect((await jobs()).find(j => j.action === 'didox-accept')?.step).toBe('done');
  });

  it('nor does another card try to sign a company in: wrong tries lead to a lockout', async () => {
    await signedInWithCard('sender');
    stage.module.set({ hardwareIdentity: 'receiver' });
    const tries = () => stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    const before = tries();
    const started = await ask('didox/sign-in', { owner: OWNER }, 'extension');
    const id = started === LOST ? '' : started.jobId;
    const job = async () => (await jobs()).find(other => other.id === id);
    await expect.poll(async () => (await job())?.step, PATIENCE).toBe('failed');
    expect(tries()).toBe(before);
  });
});
