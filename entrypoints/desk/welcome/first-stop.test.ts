import { describe, expect, it } from 'vitest';
import type { HealthLink } from '../../../lib/messages/views/health.ts';
import { firstStop } from './first-stop.ts';

const link = (id: HealthLink['id'], state: HealthLink['state']): HealthLink => ({
  id,
  state,
  verdict: 'x',
  data: {},
  words: null,
});

describe('the welcome page', () => {
  it('names the first broken link of the way, not of the list', () => {
    const links = [
      link('token', 'broken'),
      link('keys', 'broken'),
      link('module', 'ok'),
      link('version', 'warning'),
    ];
    expect(firstStop(links)?.id).toBe('keys');
  });

  it('lets nobody wait for eUgoda or for a warning', () => {
    expect(firstStop([link('eugoda', 'broken'), link('origin', 'warning')])).toBeNull();
  });
});
