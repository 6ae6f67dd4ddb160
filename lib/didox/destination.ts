import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { equalBytes } from '../cms/bytes.ts';
import { FlowError, failure } from '../signing/failure.ts';
import type { JobRecord } from '../signing/job.ts';
import type { Destination, Journal } from '../signing/ports.ts';
import { documentUrl } from './address.ts';
import { requireTheirs, signatureValues } from './both-signatures.ts';
import { incomingContent, outgoingContent } from './content.ts';
import { DIDOX_SERVERS } from './servers.ts';
import type { DidoxService, DocumentRef, LoadedDocument, SubmitVerb } from './service.ts';
import { signedWithKey } from './signers-of.ts';
import { type DocumentAction, fittingActions, outcomeOf } from './statuses.ts';
import { DidoxTarget, refOf } from './target.ts';

const VERBS: Record<DocumentAction, SubmitVerb> = {
  sign: 'sign',
  accept: 'sign',
  reject: 'reject',
  cancel: 'delete',
  'delete-draft': 'delete/draft',
};

export interface DidoxDestinationPorts {
  /** The one that never asks for a password: when that is done, the job's own way decides. */
  readonly didox: DidoxService;
  readonly journal: Pick<Journal, 'blob'>;
  /** True when the module still has append_pkcs7_attached and the join flow needs a newer one. */
  readonly appendsLocally: () => boolean;
}

/** Where the signature of a document goes. */
export function createDidoxDestination(ports: DidoxDestinationPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  const action = job.action.replace('didox-', '') as DocumentAction;
  const ref = refOf(target);
  const theirs = async (current: JobRecord) => {
    const bytes = current.blobs.theirs ? await ports.journal.blob(current.blobs.theirs) : undefined;
    if (!bytes) throw new FlowError(failure('storage-broken', 'theirs is missing'));
    return bytes;
  };
  const appends = action === 'accept' && ports.appendsLocally();
  return {
    // The gate looks at the final file either way; with an appended one, `join` has nothing left to do.
    joins: action === 'accept',
    ...(appends ? { appendTo: async (current: JobRecord) => toBase64(await theirs(current)) } : {}),
    stamp: (_job, signature, signal) => ports.didox.stamp(target.server, signature, signal),
    async join(current, stamped64, signal) {
      const sent = await theirs(current);
      const stamped = bytesOf(stamped64);
      // Appended in an earlier life of the worker, perhaps: the file itself tells, not the module of today.
      return signatureValues(stamped).length > 1
        ? stamped64
        : ports.didox.join(target.server, toBase64(sent), stamped64, signal);
    },
    checkJoined: async (current, joined) => requireTheirs(joined, await theirs(current)),
    ready: () => ports.didox.ready(target.server, target.owner),
    renew: () => ports.didox.renew(target.server, target.owner),
    // What a refusal signs was made for this very step, and a deletion signs nothing: the service judges those.
    ...(action === 'sign' || action === 'accept'
      ? { lookAgain: (current, content) => lookAgain(ports.didox, ref, action, current, content) }
      : {}),
    async submit(_job, final64) {
      const answer = await ports.didox.submit(ref, VERBS[action], final64, target.comment);
      return {
        ...answer,
        url: documentUrl(DIDOX_SERVERS[target.server].site, ref.documentId, ref.outgoing),
      };
    },
    async ask(current) {
      try {
        return outcomeFor(action, await ports.didox.document(ref), current);
      } catch (error) {
        // A draft that is gone was deleted; any other action on a vanished document is not proved.
        if (error instanceof FlowError && error.failure.code === 'document-gone')
          return action === 'delete-draft' ? 'done' : 'unknown';
        throw error;
      }
    },
  };
}

/** Whether the document still waits for this signature, and still says what was shown. */
async function lookAgain(
  didox: DidoxService,
  ref: DocumentRef,
  action: 'sign' | 'accept',
  job: JobRecord,
  shown: Uint8Array,
): Promise<'unchanged' | 'done'> {
  const [document, base64] = await Promise.all([
    didox.document(ref),
    action === 'accept' ? didox.documentBase64(ref) : null,
  ]);
  if (!fittingActions(document).actions.includes(action)) {
    if (outcomeOf(action, document.status) !== 'done') throw new FlowError(failure('wrong-status'));
    if (isSignedWithKeyOf(job, document)) return 'done';
    throw new FlowError(failure('already-signed'));
  }
  const content =
    base64 === null
      ? outgoingContent(document.json, document.raw, ['data', 'json'])
      : incomingContent(base64);
  if (!equalBytes(content.bytes, shown)) throw new FlowError(failure('document-changed'));
  return 'unchanged';
}

/** The status, and, where a signature is the point, whether it is this job's key that signed. */
function outcomeFor(action: DocumentAction, document: LoadedDocument, job: JobRecord) {
  const outcome = outcomeOf(action, document.status);
  if (outcome !== 'done' || (action !== 'sign' && action !== 'accept')) return outcome;
  // Signed with another of the company's keys, on the site or by a colleague: our signature did not take effect.
  return isSignedWithKeyOf(job, document) === false ? 'not-done' : outcome;
}

function isSignedWithKeyOf(job: JobRecord, document: LoadedDocument): boolean | null {
  return signedWithKey(document.signature, {
    ids: [job.company.tin, job.company.pinfl, job.signer?.pinfl ?? null],
    serial: job.signature?.serial ?? job.signer?.serial ?? null,
  });
}

/** The public offer: signed once per company, when the service says it must be. */
export function createOfferDestination(ports: DidoxDestinationPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  return {
    joins: false,
    stamp: (_job, signature, signal) => ports.didox.stamp(target.server, signature, signal),
    ready: () => ports.didox.ready(target.server, target.owner),
    renew: () => ports.didox.renew(target.server, target.owner),
    // Signed by another of the company's keys, or in another window: the service would take it twice.
    async lookAgain() {
      if (await ports.didox.offerSigned(target.server, target.owner))
        throw new FlowError(failure('already-signed'));
      return 'unchanged';
    },
    submit: (_job, final64) => ports.didox.submitOffer(target.server, target.owner, final64 ?? ''),
    async ask() {
      const signed = await ports.didox.offerSigned(target.server, target.owner);
      return signed === null ? 'unknown' : signed ? 'done' : 'not-done';
    },
  };
}

/** What the journal says about where a job goes; `storage-broken` when it cannot be read. */
export function targetOf(job: JobRecord): DidoxTarget {
  const parsed = DidoxTarget.safeParse(job.target);
  if (!parsed.success) throw new FlowError(failure('storage-broken', 'target'));
  return parsed.data;
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (!bytes) throw new FlowError(failure('signature-unreadable'));
  return bytes;
}
