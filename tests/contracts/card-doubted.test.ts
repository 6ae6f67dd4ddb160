import { expect, it } from 'vitest';
import { DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { cardStage, PATIENCE, stand } from './card-stage.ts';

const stage = cardStage();

it('what may have arrived is told before another trouble: "Try again" would send it', async () => {
  await stage.signIn();
  const tab = await stage.open(DEMO_OUTGOING_DRAFT);
  stage.didox.set({
    faults: [
      { answer: 'drop', when: 'before', endpoints: ['sign'], count: null },
      { answer: 'drop', endpoints: ['document'], skip: 1, count: null },
    ],
  });
  await tab.click('sign');
  await expect.poll(() => stand(tab), PATIENCE).toBe('It is not known whether it arrived [retry]');
  stage.didox.set({ faults: [] });

  // The stick with the key is pulled out, and the page is opened once more.
  stage.module.set({ keys: [] });
  await stage.ask('keys/list', { refresh: true });
  const listed = async () => {
    const { listing, groups } = await stage.ask('keys/list', { refresh: false });
    return !listing && groups.length === 0;
  };
  await expect.poll(listed, PATIENCE).toBe(true);
  await tab.look();
  await expect.poll(() => stand(tab), PATIENCE).toBe('It is not known whether it arrived [retry]');
});
