import { targetOf } from '../../lib/didox/destination.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { DidoxService } from '../../lib/didox/service.ts';
import type { JobRecord } from '../../lib/signing/job.ts';

/** Whether somebody still has to sign Didox's public offer, as far as the service told in this life of the worker. */
export interface Offers {
  /** Asks, unless it is known to be signed. True only when the service says that it is not. */
  missing(server: DidoxServer, owner: string): Promise<boolean>;
  /** As it was told last; asks nobody. */
  knownMissing(server: DidoxServer, owner: string): boolean;
  /** An offer was signed, or a document was refused for want of it. */
  jobMoved(job: JobRecord): void;
}

export function createOffers(service: Pick<DidoxService, 'offerSigned'>): Offers {
  const signed = new Map<string, boolean>();
  const name = (server: DidoxServer, owner: string) => `${server}|${owner}`;
  return {
    async missing(server, owner) {
      const known = signed.get(name(server, owner));
      if (known) return false;
      // What cannot be learnt stands in nobody's way: the service says so itself when the document is sent.
      const told = await service.offerSigned(server, owner).catch(() => null);
      if (told !== null) signed.set(name(server, owner), told);
      return told === false;
    },
    knownMissing: (server, owner) => signed.get(name(server, owner)) === false,
    jobMoved(job) {
      const { state } = job;
      const reason = state.step === 'failed' ? state.failure.code : null;
      // A file of this computer can be refused its stamp for the same, and belongs to no account.
      const refused = reason === 'offer-not-signed' && job.action.startsWith('didox-');
      const done = state.step === 'done' || reason === 'already-signed';
      if (!refused && !(job.action === 'didox-offer' && done)) return;
      const { server, owner } = targetOf(job);
      signed.set(name(server, owner), !refused);
    },
  };
}
