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
