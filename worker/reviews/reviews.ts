import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { type PreparePorts, prepareRefusal } from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { Account } from '../../lib/didox/session.ts';
import type { ReviewOptions, ReviewView } from '../../lib/messages/views/review.ts';
import { looksLikePkcs7 } from '../../lib/selection/pkcs7-text.ts';
import { CUT_BY_MENU, LARGEST_FILE } from '../../lib/selection/selection.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Database, StoredBlob } from '../../lib/store/database.ts';
import type { Didox } from '../didox.ts';
import { failureOf } from '../failures.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { maySign, signersKnown } from '../keys/signers.ts';
import { pdfBlobOf, storePdf } from '../pdf-blob.ts';
import type { WorkerPlatform } from '../platform.ts';
import { createReviewJobs } from './review-jobs.ts';
import {
  actionOf,
  type FileToSign,
  type FileUnderReview,
  partsOf,
  type ReviewPayload,
} from './review-payload.ts';

interface Stored {
  readonly payload: ReviewPayload;
  /** In the order of what was shown; fewer while they are being started, or when the worker died over it. */
  readonly jobIds: readonly string[];
}

/** On a test server the desk goes on there, whatever the options name: see inbox-route.ts. */
const reviewRoute = (id: string, server: DidoxServer | null) =>
  server === null || server === 'production' ? `review/${id}` : `review/${id}/${server}`;
const refusedKey = (reviewId: string) => `review.refused:${reviewId}`;

export interface Reviews {
  /**
   * Puts something up for review and opens the page; resolves to the review's id. With a job that was begun already it
   * shows how that stands, and nothing is begun beside it.
   */
  open(payload: ReviewPayload, begun?: JobRecord): Promise<string>;
  /** What nobody on screen waits for (the menu, a shortcut): the page of a review says why there is none. */
  openOrSay(opening: () => Promise<unknown>): Promise<void>;
  openOffer(server: DidoxServer, account: Account): Promise<void>;
  /** The same for a page that goes there itself; resolves to the review's id. */
  offer(server: DidoxServer, account: Account): Promise<string>;
  files(files: readonly FileToSign[]): Promise<string>;
  practice(title: string, text: string): Promise<string>;
  get(reviewId: string): Promise<ReviewView | null>;
  /** What became of it so far, in the order of what was shown. */
  jobs(reviewId: string): Promise<JobRecord[]>;
  /** `shown`: the digests that stood on the page; what is stored must still have them. */
  confirm(reviewId: string, options: ReviewOptions, shown: readonly string[]): Promise<{ jobId: string }>;
  dismiss(reviewId: string): Promise<void>;
}

export interface ReviewPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly didox: Didox;
  readonly preparePorts: () => PreparePorts;
}

/** The second click: an extension page shows exactly what will be signed, and only there it is confirmed. */
export function createReviews(ports: ReviewPorts): Reviews {
  const { platform, keys } = ports;
  const now = () => platform.timer.now();

  const confirming = new Map<string, Promise<{ jobId: string }>>();
  /** Of this life: what a click on "Sign" that came just before has read of them is not to be begun. */
  const dismissals = new Set<string>();

  const store = async (
    stored: Stored,
    id: string = crypto.randomUUID(),
    createdAt: number = now(),
  ): Promise<string> => {
    await (await ports.database()).put('reviews', { id, createdAt, payload: stored });
    return id;
  };
  const load = async (id: string): Promise<(Stored & { readonly createdAt: number }) | null> => {
    const found = await (await ports.database()).get('reviews', id);
    const stored = found?.payload as Stored | undefined;
    return found && stored ? { ...stored, createdAt: found.createdAt } : null;
  };
  const blobOf = async (file: FileToSign): Promise<StoredBlob> => {
    const blob = await (await ports.database()).get('blobs', file.blobId);
    if (!blob) throw new FlowError(failure('document-gone'));
    return blob;
  };
  const bytesOf = async (file: FileToSign) => (await blobOf(file)).bytes;
  const start = createReviewJobs({ ...ports, now, bytesOf });
  const offer: Reviews['offer'] = async (server, account) => {
    const { pdf, ...made } = await ports.didox.service.createOffer(server, account.owner);
    const id = crypto.randomUUID();
    const pdfBlobId = pdf && (await storePdf(await ports.database(), id, pdf, now()));
    return store({ payload: { kind: 'offer', server, account, ...made, pdfBlobId }, jobIds: [] }, id);
  };
  const open: Reviews['open'] = async (asked, begun) => {
    const id = await store(
      begun ? { payload: asked, jobIds: [begun.id] } : { payload: await readyToShow(asked), jobIds: [] },
    );
    await platform.tabs.openDesk(reviewRoute(id, 'server' in asked ? asked.server : null));
    return id;
  };

  return {
    open,
    async openOrSay(opening) {
      try {
        await opening();
      } catch (error) {
        const id = crypto.randomUUID();
        // Not into the database: it may be what is broken.
        await platform.session.set(refusedKey(id), failureOf(error));
        await platform.tabs.openDesk(`review/${id}`);
      }
    },
    async openOffer(server, account) {
      await platform.tabs.openDesk(reviewRoute(await offer(server, account), server));
    },
    offer,
    async files(files) {
      const id = crypto.randomUUID();
      const described: FileUnderReview[] = [];
      // One by one: all of them together need not fit into memory. From here on the bytes are the review's.
      for (const file of files) {
        const blob = await blobOf(file);
        const { bytes } = blob;
        if (bytes.length > LARGEST_FILE) throw new FlowError(failure('too-large', null, { name: file.name }));
        await (await ports.database()).put('blobs', { ...blob, owner: `review:${id}` });
        described.push({ ...file, size: bytes.length, sha256: await sha256Hex(bytes) });
      }
      return store({ payload: { kind: 'files', files: described }, jobIds: [] }, id);
    },
    practice: (title, text) => store({ payload: { kind: 'practice', title, text }, jobIds: [] }),
    async get(reviewId) {
      const stored = await load(reviewId);
      if (!stored) {
        const refused = await platform.session.get(refusedKey(reviewId));
        if (refused) throw new FlowError(refused as Failure);
        return null;
      }
      const { payload, jobIds } = stored;
      const view = await keys.view(false);
      const owner = payload.kind === 'didox' || payload.kind === 'offer' ? payload.account.owner : null;
      const account = 'account' in payload ? payload.account : null;
      const groups = account ? view.groups.filter(group => maySign(group.owner, account)) : view.groups;
      const signers = account && (await signersKnown(keys, account));
      const likely = signers?.settled ?? signers?.candidates[0];
      const didox = payload.kind === 'didox';
      return {
        id: reviewId,
        kind: payload.kind === 'files' ? 'file' : payload.kind === 'offer' ? 'didox' : payload.kind,
        action: actionOf(payload),
        items: (await partsOf(payload, bytesOf)).map(({ identity: _i, bytes: _b, ...item }) => item),
        from: payload.kind === 'selection' ? payload.from : null,
        fidelity: payload.kind === 'selection' ? payload.fidelity : null,
        containsPkcs7: payload.kind === 'selection' && looksLikePkcs7(payload.text),
        keys: { ...view, groups },
        keyId: likely?.id ?? groups.find(group => group.chosen)?.chosen ?? null,
        owner,
        pdfBlobId: payload.kind === 'offer' ? payload.pdfBlobId : null,
        counterparty: didox ? payload.prepared.theirSignature : null,
        options: {
          detached: payload.kind === 'files',
          stamp: payload.kind === 'didox' || payload.kind === 'offer',
          // Didox takes nothing without a stamp, and of a practice document nothing leaves: there is no choice to offer.
          canStamp: payload.kind === 'selection' || payload.kind === 'files',
          canChooseForm: payload.kind !== 'didox' && payload.kind !== 'offer',
        },
        jobIds,
      };
    },
    async jobs(reviewId) {
      const db = await ports.database();
      const ids = (await load(reviewId))?.jobIds ?? [];
      const jobs = await Promise.all(ids.map(id => db.get('jobs', id)));
      return jobs.filter(job => job !== undefined);
    },
    confirm(reviewId, options, shown) {
      // A second click while the first is at it is the same click.
      const underWay = confirming.get(reviewId) ?? confirm(reviewId, options, shown);
      confirming.set(reviewId, underWay);
      return underWay.finally(() => confirming.delete(reviewId));
    },
    async dismiss(reviewId) {
      dismissals.add(reviewId);
      const begun = (await load(reviewId))?.jobIds ?? [];
      const db = await ports.database();
      await db.delete('reviews', reviewId);
      await db.delete('blobs', pdfBlobOf(reviewId));
      await Promise.all(begun.map(id => ports.engine.cancel(id)));
    },
  };

  async function confirm(
    reviewId: string,
    options: ReviewOptions,
    shown: readonly string[],
  ): Promise<{ jobId: string }> {
    const stored = await load(reviewId);
    if (!stored) throw new FlowError(failure('stale-view'));
    const { payload, createdAt } = stored;
    const parts = await partsOf(payload, bytesOf);
    // What was shown is what is signed, even if somebody got at the database in between.
    if (parts.map(part => part.sha256).join() !== shown.join())
      throw new FlowError(failure('document-changed'));
    if (stored.jobIds.length < parts.length) {
      const isDismissed = () => dismissals.has(reviewId);
      const note = async (jobIds: readonly string[]) =>
        isDismissed() || store({ payload, jobIds }, reviewId, createdAt);
      await start(payload, options, stored.jobIds, note, isDismissed);
    }
    return { jobId: (await load(reviewId))?.jobIds[0] ?? '' };
  }

  /**
   * What a rejection or cancellation signs comes from the service: it is fetched before it is shown, not after. A text
   * whose end the menu may have cut off is not shown at all.
   */
  async function readyToShow(payload: ReviewPayload): Promise<ReviewPayload> {
    if (payload.kind === 'selection' && payload.fidelity === 'menu' && payload.text.length === CUT_BY_MENU)
      throw new FlowError(failure('too-large'));
    if (payload.kind !== 'didox' || (payload.action !== 'reject' && payload.action !== 'cancel'))
      return payload;
    const comment = payload.action === 'reject' ? payload.comment : undefined;
    const prepared = await prepareRefusal(ports.preparePorts(), payload.prepared, payload.action, comment);
    return { ...payload, prepared };
  }
}
