import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { subjectOf } from '../../lib/didox/target.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import type { ReviewOptions } from '../../lib/messages/views/review.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Didox } from '../didox.ts';
import { blankJob, documentJob, signerFor } from '../jobs.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { expectedSigner } from '../keys/key-view.ts';
import { inTime, pickSigner } from '../keys/signers.ts';
import {
  type FileToSign,
  offerContent,
  offerFacts,
  type Part,
  partsOf,
  type ReviewPayload,
} from './review-payload.ts';

export interface ReviewJobPorts {
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly didox: Didox;
  readonly now: () => number;
  readonly bytesOf: (file: FileToSign) => Promise<Uint8Array>;
}

/**
 * Starts the jobs of a confirmed review: those it has not begun yet, one after the other. Each is noted before the next
 * begins, so that what a dead worker left undone is started by another click, and nothing twice. None begins once the
 * review is dismissed: of two hundred files the last may be begun a while after the click.
 */
export type StartReview = (
  payload: ReviewPayload,
  options: ReviewOptions,
  begun: readonly string[],
  note: (jobIds: readonly string[]) => Promise<unknown>,
  isDismissed: () => boolean,
) => Promise<void>;

export function createReviewJobs({ keys, engine, didox, now, bytesOf }: ReviewJobPorts): StartReview {
  async function startLocal(
    kind: 'selection' | 'practice' | 'files',
    part: Part,
    options: ReviewOptions,
    key: KeyView,
  ): Promise<string> {
    const content = await part.bytes();
    // What was shown is what is signed, even if somebody got at the database in between.
    if ((await sha256Hex(content)) !== part.sha256) throw new FlowError(failure('document-changed'));
    const record: JobRecord = {
      ...blankJob(crypto.randomUUID(), now()),
      subject: `${kind}:${part.identity}:${key.id}:${options.detached}:${options.stamp}`,
      action: kind === 'files' ? 'file' : kind,
      title: part.title,
      facts: part.facts,
      company: { tin: key.tin, pinfl: key.pinfl, name: key.organization ?? key.holder },
      signer: expectedSigner(key),
      sha256: part.sha256,
      size: part.size,
      detached: options.detached,
      stamp: options.stamp,
      target: { service: kind, server: await didox.serverChosen() },
    };
    return (await engine.start(record, { content })).id;
  }

  async function startDocument(
    payload: Extract<ReviewPayload, { kind: 'didox' }>,
    options: ReviewOptions,
  ): Promise<string> {
    const { server, account, comment, action } = payload;
    if (payload.prepared.obstacle) throw new FlowError(payload.prepared.obstacle);
    const deletes = action === 'delete-draft';
    // What fits the document changes with its state: never do something else than the page is titled.
    if (!deletes && payload.prepared.action !== action) throw new FlowError(failure('stale-view'));
    const signer = deletes ? null : await pickSigner(keys, account, named(options));
    const prepared = deletes
      ? { ...payload.prepared, action, content: null, theirs: null }
      : payload.prepared;
    const job = await documentJob(prepared, account, signer, {
      server,
      comment: action === 'reject' ? comment : undefined,
      now: now(),
      id: crypto.randomUUID(),
    });
    const content = job.content ? { content: job.content } : {};
    return (await engine.start(job.record, { ...content, theirs: job.theirs })).id;
  }

  async function startOffer(
    payload: Extract<ReviewPayload, { kind: 'offer' }>,
    options: ReviewOptions,
  ): Promise<string> {
    const { server, account } = payload;
    const key = await pickSigner(keys, account, named(options));
    const content = offerContent(payload);
    const company = account.owner.startsWith('tin:');
    const target = {
      service: 'didox',
      server,
      owner: account.owner,
      taxId: account.taxId,
      documentId: '',
      outgoing: true,
    } as const;
    const record: JobRecord = {
      ...blankJob(crypto.randomUUID(), now()),
      subject: `${subjectOf(target)}:offer`,
      action: 'didox-offer',
      title: account.title,
      facts: offerFacts(payload),
      company: {
        tin: company ? account.taxId : null,
        pinfl: company ? null : account.taxId,
        name: account.title,
      },
      signer: signerFor(key, account),
      sha256: await sha256Hex(content),
      size: content.length,
      stamp: true,
      target,
    };
    return (await engine.start(record, { content })).id;
  }

  return async (payload, options, begun, note, isDismissed) => {
    const unlessDismissed = async (start: () => Promise<string>): Promise<string> => {
      if (isDismissed()) throw new FlowError(failure('aborted'));
      const id = await start();
      if (isDismissed()) await engine.cancel(id);
      return id;
    };
    if (payload.kind === 'didox') await note([await unlessDismissed(() => startDocument(payload, options))]);
    else if (payload.kind === 'offer')
      await note([await unlessDismissed(() => startOffer(payload, options))]);
    else {
      const { kind } = payload;
      const key = inTime((await keys.viewById(named(options))).key);
      const jobIds = [...begun];
      for (const part of (await partsOf(payload, bytesOf)).slice(begun.length)) {
        jobIds.push(await unlessDismissed(() => startLocal(kind, part, options, key)));
        await note(jobIds);
      }
    }
  };
}

/** The key that stood on the page: no other signs in its place. */
function named({ keyId }: ReviewOptions): string {
  if (keyId === undefined) throw new FlowError(failure('several-keys'));
  return keyId;
}
