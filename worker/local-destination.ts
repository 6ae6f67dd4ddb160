import type { DidoxServer } from '../lib/didox/servers.ts';
import type { DidoxService } from '../lib/didox/service.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Destination } from '../lib/signing/ports.ts';

/**
 * A selection, a file, the practice document: the signature stays here. A time stamp, when asked for, comes from
 * Didox's signature service, the only one that is reachable.
 */
export function createLocalDestination(didox: DidoxService, job: JobRecord): Destination {
  const server = ((job.target as { server?: DidoxServer } | null)?.server ??
    'production') satisfies DidoxServer;
  return {
    repeat: 'harmless',
    joins: false,
    stamp: (_job, signature, signal) => didox.stamp(server, signature, signal),
    submit: async () => ({ answer: null, warning: null }),
    // Nothing leaves, so nothing can have happened elsewhere.
    ask: async () => 'not-done',
  };
}
