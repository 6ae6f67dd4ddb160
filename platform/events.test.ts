import { describe, expect, it } from 'vitest';
import { createEvents } from './events.ts';

describe('events', () => {
  it('reach the other contexts and the own one, once each, until somebody stops listening', async () => {
    const [here, there] = [createEvents(), createEvents()];
    const heard: string[] = [];
    const stop = here.listen(({ id }) => heard.push(`here ${id}`));
    there.listen(({ id }) => heard.push(`there ${id}`));
    here.announce({ changed: 'receipts', id: 'a' });
    await new Promise(resolve => setTimeout(resolve, 20));
    stop();
    here.announce({ changed: 'receipts', id: 'b' });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(heard.sort()).toEqual(['here a', 'there a', 'there b']);
  });
});
