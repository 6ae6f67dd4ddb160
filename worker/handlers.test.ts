import { expect, it } from 'vitest';
import { createHandlers, type HandlerPorts } from './handlers.ts';
import type { Caller } from './router.ts';

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
