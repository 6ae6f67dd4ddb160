import { describe, expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { cardStage, OWNER, PATIENCE, says, stand } from './card-stage.ts';

const stage = cardStage();

async function errorOf(jobId: string) {
  return (await stage.jobs()).find(({ id }) => id === jobId)?.error?.code;
}

describe('a card that is changed in its reader', () => {
  it('is not taken for the one before it twice', async () => {
    stage.module.set({ keys: [], hardware: ['idcard'], hardwareIdentity: 'sender' });
    await expect.poll(stage.keyOwners, PATIENCE).toEqual(['token']);
    const keyId = (await stage.keyGroups())[0]!.keys[0]!.id;
    await stage.ask('didox/sign-in', { server: 'production', owner: 'token', keyId });
    await expect.poll(stage.keyOwners, PATIENCE).toEqual([OWNER]);

    stage.module.set({ hardwareIdentity: 'receiver' });
    const sign = async () => {
      const { reviewId } = await stage.ask('review/practice', {});
      const view = await stage.ask('review/get', { reviewId });
      const shown = (view?.items ?? []).map(({ sha256 }) => sha256);
      const options = { keyId, detached: false, stamp: false };
      return (await stage.ask('review/confirm', { reviewId, options, shown })).jobId;
    };
    const jobId = await sign();
    await expect.poll(() => errorOf(jobId), PATIENCE).toBe('signature-wrong-signer');
    await expect.poll(stage.keyOwners, PATIENCE).toEqual(['token']);
  });
});

describe('signing in with a token, whose PIN window opens to tell whose it is', () => {
  const READING = 'x509.get_certificate_chain';
  let earlier = 0;
  const calls = () => stage.module.calls.slice(earlier);
  const reads = () => calls().filter(({ name }) => name === 'get_certificate_chain');
  async function openWith(fault: object) {
    earlier = stage.module.calls.length;
    stage.module.set({ keys: [], hardware: ['idcard'], faults: [{ on: READING, ...fault }] });
    const tab = await stage.open(DEMO_OUTGOING_DRAFT);
    expect(tab.actions()).toEqual(['sign-in']);
    return tab;
  }

  it('is answered at once, and the card says where to look for the window', async () => {
    const tab = await openWith({ kind: 'delay', delayMs: 120 });
    await tab.click('sign-in');
    await expect.poll(() => says(tab), PATIENCE).toMatch(/behind the browser/);
    await expect.poll(() => reads().length, PATIENCE).toBe(1);
    expect(reads()[0]?.answeredAt).toBeNull();
    expect(tab.view?.status.tone).toBe('waiting');
    expect(tab.actions()).toEqual(['stop']);
    expect(tab.view?.key?.value).toMatch(/\S/);
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
  });

  it.each<[string, object, (press: () => Promise<void>) => unknown]>([
    ['cancelled there', { kind: 'status', status: -5000, reason: '', times: 1 }, () => undefined],
    ['stopped on the card', { kind: 'silence', times: 1 }, press => press()],
  ])('says calmly that it was %s, and can be begun again', async (_, fault, giveUp) => {
    const tab = await openWith(fault);
    await tab.click('sign-in');
    await expect.poll(() => reads().length, PATIENCE).toBe(1);
    await giveUp(async () => {
      await expect.poll(() => tab.actions(), PATIENCE).toEqual(['stop']);
      await tab.click('stop');
    });
    await expect.poll(() => stand(tab), PATIENCE).toBe('Cancelled; nothing was sent [sign-in]');
    expect(tab.view?.status.tone).toBe('warning');
    await tab.click('sign-in');
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
  });

  it('is one sign-in, however many ask for it, before and after its owner is known', async () => {
    const tab = await openWith({ kind: 'delay', delayMs: 100 });
    const keyId = (await stage.keyGroups())[0]!.keys[0]!.id;
    const signIn = () => stage.ask('didox/sign-in', { server: 'production', owner: 'token', keyId });
    stage.module.set({ passwordDelayMs: 120 });
    const before = await Promise.all([signIn(), signIn(), tab.click('sign-in')]);
    expect(before[1]).toEqual(before[0]);
    await expect.poll(stage.keyOwners, PATIENCE).toEqual([OWNER]);
    const windows = () => calls().filter(({ window }) => window !== null).length;
    await expect.poll(windows, PATIENCE).toBe(1);
    expect(await signIn()).toEqual(before[0]);
    expect(await stage.ask('didox/sign-in', { server: 'production', owner: OWNER })).toEqual(before[0]);
    await expect.poll(() => tab.actions(), PATIENCE).toContain('sign');
    expect([reads().length, windows()]).toEqual([1, 1]);
  });

  it('says nothing more of it when the worker dies meanwhile, and asks for no PIN by itself', async () => {
    const tab = await openWith({ kind: 'silence', times: 1 });
    await tab.click('sign-in');
    await expect.poll(() => tab.actions(), PATIENCE).toEqual(['stop']);
    await expect.poll(() => reads().length, PATIENCE).toBe(1);
    stage.browser.kill();
    stage.browser.wake();
    await expect.poll(() => tab.actions(), PATIENCE).toEqual(['sign-in']);
    expect(reads()).toHaveLength(1);
  });
});
