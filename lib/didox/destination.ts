import { FlowError, failure } from '../signing/failure.ts';
import type { JobRecord } from '../signing/job.ts';
import type { Destination, Journal } from '../signing/ports.ts';
import { documentUrl } from './address.ts';
import { toBase64 } from './content.ts';
import { DIDOX_SERVERS } from './servers.ts';
import type { DidoxService, SubmitVerb } from './service.ts';
import { type DocumentAction, outcomeOf } from './statuses.ts';
import { DidoxTarget, refOf } from './target.ts';

const VERBS: Record<DocumentAction, SubmitVerb> = {
  sign: 'sign',
  accept: 'sign',
  reject: 'reject',
  cancel: 'delete',
  'delete-draft': 'delete/draft',
};

export interface DidoxDestinationPorts {
  readonly didox: DidoxService;
  readonly journal: Pick<Journal, 'blob'>;
  /** True when the module still has append_pkcs7_attached and the join flow needs a newer one (docs: E-IMZO, section 3.3). */
  readonly appendsLocally: () => boolean;
}

/** Where the signature of a document goes (docs: Didox API and web app facts, section 3.7). */
export function createDidoxDestination(ports: DidoxDestinationPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  const action = job.action.replace('didox-', '') as DocumentAction;
  const ref = refOf(target);
  const theirs = async (current: JobRecord) => {
    const bytes = current.blobs.theirs ? await ports.journal.blob(current.blobs.theirs) : undefined;
    if (!bytes) throw new FlowError(failure('storage-broken', 'theirs is missing'));
    return toBase64(bytes);
  };
  const appends = action === 'accept' && ports.appendsLocally();
  return {
    joins: action === 'accept' && !appends,
    ...(appends ? { appendTo: theirs } : {}),
    stamp: (_job, signature, signal) => ports.didox.stamp(target.server, signature, signal),
    join: async (current, stamped64, signal) =>
      ports.didox.join(target.server, await theirs(current), stamped64, signal),
    async submit(_job, final64) {
      const answer = await ports.didox.submit(ref, VERBS[action], final64, target.comment);
      return {
        ...answer,
        url: documentUrl(target.site ?? DIDOX_SERVERS[target.server].site, ref.documentId, ref.outgoing),
      };
    },
    async ask() {
      try {
        return outcomeOf(action, (await ports.didox.document(ref)).status);
      } catch (error) {
        // A draft that is gone was deleted; any other action on a vanished document is not proved.
        if (error instanceof FlowError && error.failure.code === 'document-gone')
          return action === 'delete-draft' ? 'done' : 'unknown';
        throw error;
      }
    },
  };
}

/** The public offer: signed once per company, when the service says it must be. */
export function createOfferDestination(ports: DidoxDestinationPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  return {
    joins: false,
    stamp: (_job, signature, signal) => ports.didox.stamp(target.server, signature, signal),
    submit: (_job, final64) => ports.didox.submitOffer(target.server, target.owner, final64 ?? ''),
    async ask() {
      const signed = await ports.didox.offerSigned(target.server, target.owner);
      return signed === null ? 'unknown' : signed ? 'done' : 'not-done';
    },
  };
}

export function targetOf(job: JobRecord): DidoxTarget {
  const parsed = DidoxTarget.safeParse(job.target);
  if (!parsed.success) throw new FlowError(failure('storage-broken', 'target'));
  return parsed.data;
}
