import { expect, it } from 'vitest';
import { exclusive } from './exclusive.ts';

it('lets one task at a time to a record, whoever asks, and the next one after a failure', async () => {
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise(resolve => setTimeout(resolve, 5));
    log.push(`${name} ends`);
    if (name === 'a') throw new Error(name);
    return name;
  };
  // Two contexts each make their own; what they share is the browser's lock.
  const [page, worker, settings] = [exclusive('vault'), exclusive('vault'), exclusive('settings')];
  const done = await Promise.allSettled([page(task('a')), worker(task('b')), settings(task('c'))]);
  expect(done.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(log.indexOf('b begins')).toBeGreaterThan(log.indexOf('a ends'));
  expect(log.indexOf('c begins')).toBeLessThan(log.indexOf('a ends'));
});
