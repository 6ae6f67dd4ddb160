import { PLAIN } from '../lib/eimzo/endpoints.ts';
import { ModuleError } from '../lib/eimzo/errors.ts';
import type { SiteTransport } from '../lib/eimzo/ports.ts';
import type { WorkerPlatform } from './platform.ts';

/**
 * The site route (blueprint, decision 4): the content script on the user's open Didox tab opens the socket, so that the
 * Origin is truthfully the site's own. Subject to the site's loopback permission, and to the site having introduced
 * itself to the module, which it does when it is used.
 */
export function createSiteTransport(platform: WorkerPlatform): SiteTransport {
  return {
    available: async () => (await platform.tabs.didoxTab()) !== null,
    async call(frame, deadlineMs, signal) {
      const tab = await platform.tabs.didoxTab();
      if (!tab) throw new ModuleError('dropped');
      signal?.throwIfAborted();
      const reply = await platform.tabs.routeCall(tab, { endpoint: PLAIN, frame, deadlineMs });
      if (reply.ok) return reply.frame;
      throw new ModuleError(reply.code === 'deadline' ? 'no-reply' : 'site-blocked');
    },
  };
}
