import { describe, expect, it } from 'vitest';
import { PLAIN, TLS } from '../../lib/eimzo/endpoints.ts';
import type { RouteReply } from '../../lib/messages/protocol.ts';
import { createSiteTransport } from './site-transport.ts';

const TAB = { tabId: 7, frameId: 0 };
const signal = new AbortController().signal;

function through(replies: Record<string, RouteReply>, tab: typeof TAB | null = TAB) {
  const asked: string[] = [];
  const tabs = {
    didoxTab: async () => tab,
    routeCall: async (_: unknown, { endpoint }: { endpoint: string }) => {
      asked.push(endpoint);
      return replies[endpoint] ?? { opened: false };
    },
  };
  return { transport: createSiteTransport({ tabs: tabs as never }), asked };
}

describe('the site route', () => {
  it('asks at the plain address, and at the other one only where no socket opened', async () => {
    const plain = through({ [PLAIN]: { opened: true, frame: 'a' } });
    expect(await plain.transport.call('q', signal)).toBe('a');
    expect(plain.asked).toEqual([PLAIN]);
    const secure = through({ [TLS]: { opened: true, frame: 'b' } });
    expect(await secure.transport.call('q', signal)).toBe('b');
    expect(secure.asked).toEqual([PLAIN, TLS]);
  });

  it('is blocked where neither opens, and "dropped" where one died under the call: that is not asked elsewhere', async () => {
    await expect(through({}).transport.call('q', signal)).rejects.toMatchObject({ code: 'site-blocked' });
    const died = through({ [PLAIN]: { opened: true } });
    await expect(died.transport.call('q', signal)).rejects.toMatchObject({ code: 'dropped' });
    expect(died.asked).toEqual([PLAIN]);
  });

  it('without a tab nothing is sent', async () => {
    const { transport, asked } = through({}, null);
    expect(await transport.available()).toBe(false);
    await expect(transport.call('q', signal)).rejects.toMatchObject({ code: 'site-blocked' });
    expect(asked).toEqual([]);
  });
});
