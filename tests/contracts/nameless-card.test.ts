import { describe, expect, it } from 'vitest';
import { DEMO_INCOMING_FOR_PERSON } from '../../sandbox/didox/index.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();

/** A person is signed in with an ID card; then the list of keys is asked for anew: the card is nameless again. */
async function signedInWithCard(hardwareIdentity: string) {
  stage.module.set({ keys: [], hardware: ['idcard'], hardwareIdentity });
  await expect.poll(stage.keyOwners, PATIENCE).toEqual(['token']);
  const keyId = (await stage.keyGroups())[0]!.keys[0]!.id;
  await stage.ask('didox/sign-in', { server: 'production', owner: 'token', keyId });
  await expect.poll(async () => (await stage.jobs())[0]?.step, PATIENCE).toBe('done');
  await stage.ask('keys/list', { refresh: true });
  await expect.poll(stage.keyOwners, PATIENCE).toEqual(['token']);
}

describe('a person whose card is nameless', () => {
  it('another card does not sign in his name', async () => {
    await signedInWithCard('person');
    const tab = await stage.open(DEMO_INCOMING_FOR_PERSON, false);
    stage.module.set({ hardwareIdentity: 'stranger' });
    await tab.click('accept');
    await expect
      .poll(async () => (await stage.jobs()).find(j => j.action === 'didox-accept')?.step, PATIENCE)
      .toBe('failed');
    const job = (await stage.jobs()).find(j => j.action === 'didox-accept');
    expect(stage.submissions(DEMO_INCOMING_FOR_PERSON)).toEqual([]);
    expect(job?.error?.code).toBe('signature-wrong-signer');
  });
  it('is signed in again by the number that he was signed in by', async () => {
    await signedInWithCard('person');
    const tab = await stage.open(DEMO_INCOMING_FOR_PERSON, false);
    stage.didox.forgetSessions();
    await tab.click('accept');
    await expect
      .poll(async () => (await stage.jobs()).find(j => j.action === 'didox-accept')?.step, PATIENCE)
      .toMatch(/failed|done/);
    expect((await stage.jobs()).find(j => j.action === 'didox-accept')?.step).toBe('done');
  });

  it('nor does another card try to sign a company in: wrong tries lead to a lockout', async () => {
    await signedInWithCard('sender');
    stage.module.set({ hardwareIdentity: 'receiver' });
    const tries = () => stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    const before = tries();
    const { jobId } = await stage.ask('didox/sign-in', { server: 'production', owner: OWNER });
    const job = async () => (await stage.jobs()).find(({ id }) => id === jobId);
    await expect.poll(async () => (await job())?.step, PATIENCE).toBe('failed');
    expect(tries()).toBe(before);
  });
});
