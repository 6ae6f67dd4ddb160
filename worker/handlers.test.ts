import { expect, it } from 'vitest';
import { createHandlers, type HandlerPorts } from './handlers.ts';
import type { Caller } from './router.ts';

it('keeps house while somebody works, not only when the worker starts', async () => {
  let kept = 0;
  const handlers = createHandlers({
    attention: { attend() {} },
    keepHouse: () => void (kept += 1),
    platform: {},
  } as unknown as HandlerPorts);
  await handlers['module/attend'].run({ page: 'desk' }, {} as Caller);
  await handlers['page/active'].run({}, { tab: { tabId: 1, frameId: 0 } } as Caller);
  expect(kept).toBe(2);
});

it('before everything is deleted, all that is under way stops, whatever cannot be stopped', async () => {
  const stopped: string[] = [];
  const handlers = createHandlers({
    batches: { stopAll: () => Promise.reject(new Error('storage-newer')) },
    agreements: { stop: async () => void stopped.push('agreements') },
    journal: { open: async () => [{ id: 'job-1' }, { id: 'job-2' }] },
    engine: {
      async cancel(id: string) {
        stopped.push(id);
        throw new Error('no');
      },
    },
    platform: {},
  } as unknown as HandlerPorts);
  expect(await handlers['work/stop'].run({}, {} as Caller)).toBeNull();
  expect(stopped).toEqual(['agreements', 'job-1', 'job-2']);
});

it('signs out on the server that was on screen, or on all of them', async () => {
  const forgotten: unknown[] = [];
  const handlers = createHandlers({
    didox: { session: { forget: async (...who: unknown[]) => void forgotten.push(who) } },
    inbox: { forgetRows() {} },
    cards: { refreshAll: async () => undefined },
    watch: { lookSoon() {} },
    platform: { announce() {} },
  } as unknown as HandlerPorts);
  await handlers['didox/sign-out'].run({ server: 'test', owner: 'tin:1' }, {} as Caller);
  expect(forgotten.splice(0)).toEqual([['test', 'tin:1']]);
  await handlers['didox/sign-out'].run({ server: null, owner: null }, {} as Caller);
  expect(forgotten).toEqual([
    ['production', null],
    ['test', null],
    ['old-test', null],
  ]);
});
