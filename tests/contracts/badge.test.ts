import { describe, expect, it } from 'vitest';
import { DEMO_BY_DOCTYPE, DEMO_OUTGOING_DRAFT } from '../../sandbox/didox/index.ts';
import { cardStage, PATIENCE } from './card-stage.ts';

const stage = cardStage();

describe('the number on the badge', () => {
  it('follows each document that is done, whatever becomes of another that is still under way', async () => {
    await stage.signIn();
    await expect.poll(() => stage.browser.badge, PATIENCE).toMatch(/^\d+$/);
    const number = stage.browser.badge;
    // Whatever the sign-in has set going ends with the worker.
    stage.browser.kill();
    // A password window that nobody answers.
    stage.module.set({ rememberMs: 0 });
    await stage.module.restart();
    stage.module.set({ passwordDelayMs: 60_000 });
    const waiting = await stage.open(DEMO_OUTGOING_DRAFT);
    await waiting.click('sign');
    await expect.poll(() => waiting.actions(), PATIENCE).toEqual(['stop']);

    stage.browser.badge = 'not looked at again';
    const draft = await stage.open(DEMO_BY_DOCTYPE['005'].draft);
    await draft.click('delete-draft');
    await expect.poll(() => stage.browser.badge, PATIENCE).toBe(number);
    expect(waiting.actions()).toEqual(['stop']);
    await waiting.click('stop');
  });
});
