import { describe, expect, it } from 'vitest';
import { DOCUMENTS } from '../chaos/stage.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();

describe('a sign-in whose answer did not arrive', () => {
  it('is over when one after it went well', async () => {
    stage.didox.set({ faults: [{ answer: 'bad-gateway', endpoints: ['auth-token'] }] });
    const { jobId } = await stage.ask('didox/sign-in', { server: 'production', owner: OWNER });
    const step = async () => (await stage.jobs()).find(({ id }) => id === jobId)?.step;
    await expect.poll(step, PATIENCE).toBe('failed');
    await stage.signIn();
    expect((await stage.jobs()).filter(j => j.sent === 'unknown')).toEqual([]);
  });
});

describe('a batch whose session has ended, and a service that cannot sign anybody in', () => {
  it.each(['bad-gateway', 'unavailable'] as const)('tries that once (%s)', async answer => {
    await stage.signIn();
    const documents = DOCUMENTS.filter(({ outgoing }) => outgoing)
      .slice(0, 5)
      .map(({ id }) => ({ owner: OWNER, documentId: id, outgoing: true }));
    const { batchId } = await stage.ask('batch/prepare', { server: 'production', documents });
    const batch = () => stage.ask('batch/get', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    stage.didox.forgetSessions();
    stage.didox.set({ faults: [{ answer, endpoints: ['auth-token'], count: null, retryAfter: 2 }] });
    const before = stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    await stage.ask('batch/start', { batchId });
    await expect.poll(async () => (await batch())?.state, PATIENCE).toMatch(/paused|finished/);
    const tries = stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length - before;
    expect(tries).toBe(1);
  });
});
