import { describe, expect, it } from 'vitest';
import { LOST } from '../chaos/browser.ts';
import { DOCUMENTS } from '../chaos/stage.ts';
import { cardStage, OWNER, PATIENCE } from './card-stage.ts';

const stage = cardStage();
const ask: typeof stage.browser.ask = async (name, request, from) => {
  const answer = await stage.browser.ask(name, request, from);
  if (answer === LOST) throw new Error(stage.browser.lastRefusal);
  return answer;
};
const jobs = async () => {
  const list = await ask('jobs/list', { open: false }, 'extension');
  return list === LOST ? [] : list;
};

describe('a sign-in whose answer did not arrive', () => {
  it('is over when one after it went well', async () => {
    stage.didox.set({ faults: [{ answer: 'bad-gateway', endpoints: ['auth-token'] }] });
    const started = await ask('didox/sign-in', { owner: OWNER }, 'extension');
    const id = started === LOST ? '' : started.jobId;
    await expect.poll(async () => (await jobs()).find(j => j.id === id)?.step, PATIENCE).toBe('failed');
    await stage.signIn();
    expect((await jobs()).filter(j => j.sent === 'unknown')).toEqual([]);
  });
});

describe('a batch whose session has ended, and a service that cannot sign anybody in', () => {
  it.each(['bad-gateway', 'unavailable'] as const)('tries that once (%s)', async answer => {
    await stage.signIn();
    const documents = DOCUMENTS.filter(({ outgoing }) => outgoing)
      .slice(0, 5)
      .map(({ id }) => ({ owner: OWNER, documentId: id, outgoing: true }));
    const prepared = await ask('batch/prepare', { documents }, 'extension');
    const batchId = prepared === LOST ? '' : prepared.batchId;
    const batch = async () => {
      const view = await ask('batch/get', { batchId }, 'extension');
      return view === LOST ? null : view;
    };
    await expect.poll(async () => (await batch())?.state, PATIENCE).toBe('ready');
    stage.didox.forgetSessions();
    stage.didox.set({ faults: [{ answer, endpoints: ['auth-token'], count: null, retryAfter: 2 }] });
    const before = stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length;
    await ask('batch/start', { batchId }, 'extension');
    await expect.poll(async () => (await batch())?.state, PATIENCE).toMatch(/paused|finished/);
    const tries = stage.didox.requests.filter(({ endpoint }) => endpoint === 'auth-token').length - before;
    expect(tries).toBe(1);
  });
});
