import { DEFAULT_ENDPOINTS } from '../../lib/eimzo/endpoints.ts';
import { ModuleError } from '../../lib/eimzo/errors.ts';
import type { SiteTransport } from '../../lib/eimzo/ports.ts';
import type { WorkerPlatform } from '../platform.ts';

/**
 * The site route (ADR 2): the content script on the user's open Didox tab opens the socket, so that the
 * Origin is truthfully the site's own. Subject to the site's loopback permission, and to the site having introduced
 * itself to the module, which it does when it is used.
 */
export function createSiteTransport({ tabs }: Pick<WorkerPlatform, 'tabs'>): SiteTransport {
  return {
    available: async () => (await tabs.didoxTab()) !== null,
    async call(frame, signal) {
      const tab = await tabs.didoxTab();
      for (const endpoint of tab ? DEFAULT_ENDPOINTS : []) {
        signal.throwIfAborted();
        const reply = await tabs.routeCall(tab!, { endpoint, frame }, signal);
        if (reply.frame !== undefined) return reply.frame;
        if (reply.opened) throw new ModuleError('dropped');
      }
      throw new ModuleError('site-blocked');
    },
  };
}
