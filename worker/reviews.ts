import { outgoingContent } from '../lib/didox/content.ts';
import { readFacts } from '../lib/didox/facts.ts';
import {
  type PreparedDocument,
  type PreparePorts,
  prepareRefusal,
  requireUnchanged,
} from '../lib/didox/prepare.ts';
import type { DidoxServer } from '../lib/didox/servers.ts';
import type { Account } from '../lib/didox/session.ts';
import { subjectOf } from '../lib/didox/target.ts';
import type { CardActionId, ReviewItem, ReviewOptions, ReviewView } from '../lib/messages/views.ts';
import { looksLikePkcs7 } from '../lib/selection/pkcs7-text.ts';
import { LARGEST_FILE, selectionBytes } from '../lib/selection/selection.ts';
import type { Engine } from '../lib/signing/engine.ts';
import type { Fact } from '../lib/signing/fact.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Database } from '../lib/store/database.ts';
import type { Didox } from './didox.ts';
import { blankJob, documentJob, sha256 } from './jobs.ts';
import { expectedSigner, type KeyRing, viewOf } from './key-ring.ts';
import type { WorkerPlatform } from './platform.ts';
import { maySign, pickSigner } from './signers.ts';

/** Where a selected text came from, and how faithfully. */
export interface SelectedText {
  readonly text: string;
  readonly from: { readonly title: string; readonly url: string };
  readonly fidelity: 'exact' | 'menu';
}
interface FileToSign {
  readonly blobId: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}
type Payload =
  | ({ readonly kind: 'selection' } & SelectedText)
  | { readonly kind: 'files'; readonly files: readonly FileToSign[] }
  | { readonly kind: 'practice'; readonly text: string }
  | {
      readonly kind: 'didox';
      readonly server: DidoxServer;
      readonly account: Account;
      readonly prepared: PreparedDocument;
      readonly action: CardActionId;
      readonly comment: string | undefined;
    }
  | {
      readonly kind: 'offer';
      readonly server: DidoxServer;
      readonly account: Account;
      readonly json: unknown;
      readonly raw: string;
      readonly path: readonly string[];
    };
interface Stored {
  readonly payload: Payload;
  readonly jobIds: readonly string[];
}

export interface Reviews {
  /** Puts something up for review and opens the page; resolves to the review's id. */
  open(payload: Payload): Promise<string>;
  openOffer(server: DidoxServer, account: Account): Promise<void>;
  /** The same for a page that goes there itself; resolves to the review's id. */
  offer(server: DidoxServer, account: Account): Promise<string>;
  files(files: readonly FileToSign[]): Promise<string>;
  practice(text: string): Promise<string>;
  get(reviewId: string): Promise<ReviewView | null>;
  confirm(reviewId: string, options: ReviewOptions): Promise<{ jobId: string }>;
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

/** What was put up longer ago than this is compared once more before its bytes are signed. */
const SHOWN_LONG_AGO_MS = 10 * 60_000;

/** The second click: an extension page shows exactly what will be signed, and only there it is confirmed. */
export function createReviews(ports: ReviewPorts): Reviews {
  const { platform, keys, engine } = ports;
  const now = () => platform.timer.now();

  const store = async (stored: Stored, id: string = crypto.randomUUID()): Promise<string> => {
    await (await ports.database()).put('reviews', { id, createdAt: now(), payload: stored });
    return id;
  };
  const load = async (id: string): Promise<(Stored & { readonly createdAt: number }) | null> => {
    const found = await (await ports.database()).get('reviews', id);
    const stored = found?.payload as Stored | undefined;
    return found && stored ? { ...stored, createdAt: found.createdAt } : null;
  };
  const bytesOf = async (file: FileToSign): Promise<Uint8Array> => {
    const blob = await (await ports.database()).get('blobs', file.blobId);
    if (!blob) throw new FlowError(failure('document-gone'));
    return blob.bytes;
  };
  const offer: Reviews['offer'] = async (server, account) => {
    const { json, raw, path } = await ports.didox.service.createOffer(server, account.owner);
    return store({ payload: { kind: 'offer', server, account, json, raw, path }, jobIds: [] });
  };
  const open = async (asked: Payload): Promise<string> => {
    const id = await store({ payload: await readyToShow(asked), jobIds: [] });
    await platform.tabs.openDesk(`review/${id}`);
    return id;
  };

  return {
    open,
    async openOffer(server, account) {
      await platform.tabs.openDesk(`review/${await offer(server, account)}`);
    },
    offer,
    async files(files) {
      const tooLarge = files.find(file => file.size > LARGEST_FILE);
      if (tooLarge) throw new FlowError(failure('too-large', null, { name: tooLarge.name }));
      const id = await store({ payload: { kind: 'files', files }, jobIds: [] });
      // From here on the bytes belong to the review: they live as long as it does.
      const db = await ports.database();
      for (const file of files) {
        const blob = await db.get('blobs', file.blobId);
        if (blob) await db.put('blobs', { ...blob, owner: `review:${id}` });
      }
      return id;
    },
    practice: text => store({ payload: { kind: 'practice', text }, jobIds: [] }),
    async get(reviewId) {
      const stored = await load(reviewId);
      if (!stored) return null;
      const { payload, jobIds } = stored;
      const view = await keys.view(false);
      const owner = payload.kind === 'didox' || payload.kind === 'offer' ? payload.account.owner : null;
      const account = 'account' in payload ? payload.account : null;
      const groups = account ? view.groups.filter(group => maySign(group.owner, account)) : view.groups;
      const didox = payload.kind === 'didox';
      return {
        id: reviewId,
        kind: payload.kind === 'files' ? 'file' : payload.kind === 'offer' ? 'didox' : payload.kind,
        action: actionOf(payload),
        items: await itemsOf(payload, bytesOf),
        from: payload.kind === 'selection' ? payload.from : null,
        fidelity: payload.kind === 'selection' ? payload.fidelity : null,
        containsPkcs7: payload.kind === 'selection' && looksLikePkcs7(payload.text),
        keys: { ...view, groups },
        keyId: groups.find(group => group.chosen)?.chosen ?? null,
        owner,
        counterparty: didox ? payload.prepared.theirSignature : null,
        options: {
          detached: payload.kind === 'files',
          stamp: payload.kind === 'didox' || payload.kind === 'offer',
          // Didox takes nothing without a stamp: there is no choice to offer.
          canStamp: payload.kind !== 'didox' && payload.kind !== 'offer',
          canChooseForm: payload.kind !== 'didox' && payload.kind !== 'offer',
        },
        jobIds,
      };
    },
    async confirm(reviewId, options) {
      const stored = await load(reviewId);
      if (!stored) throw new FlowError(failure('stale-view'));
      if (stored.jobIds[0]) return { jobId: stored.jobIds[0] };
      const { payload, createdAt } = stored;
      if (payload.kind === 'didox' && now() - createdAt > SHOWN_LONG_AGO_MS) await stillSo(payload);
      const ids = await startAll(payload, options);
      await store({ payload, jobIds: ids }, reviewId);
      return { jobId: ids[0] ?? '' };
    },
    async dismiss(reviewId) {
      await (await ports.database()).delete('reviews', reviewId);
    },
  };

  async function startAll(payload: Payload, options: ReviewOptions): Promise<string[]> {
    if (payload.kind === 'didox') {
      const { server, account, comment, action } = payload;
      if (payload.prepared.obstacle) throw new FlowError(payload.prepared.obstacle);
      const deletes = action === 'delete-draft';
      const signer = deletes ? null : await pickSigner(keys, account, options.keyId, now());
      const prepared: PreparedDocument = deletes
        ? { ...payload.prepared, action, content: null, theirs: null }
        : payload.prepared;
      const job = await documentJob(prepared, account, signer, {
        server,
        comment: action === 'reject' ? comment : undefined,
        now: now(),
        id: crypto.randomUUID(),
      });
      return [
        (
          await engine.start(job.record, {
            ...(job.content ? { content: job.content } : {}),
            theirs: job.theirs,
          })
        ).id,
      ];
    }
    if (payload.kind === 'offer')
      return [await startOffer(payload, await pickSigner(keys, payload.account, options.keyId, now()))];
    const key = viewOf(options.keyId, await keys.find(options.keyId), now());
    const ids: string[] = [];
    for (const part of await partsOf(payload, bytesOf)) {
      const digest = await sha256(part.bytes);
      const record: JobRecord = {
        ...blankJob(crypto.randomUUID(), now()),
        subject: `${payload.kind}:${digest}:${options.keyId}:${options.detached}`,
        action: payload.kind === 'files' ? 'file' : payload.kind,
        title: part.title,
        facts: part.facts,
        company: { tin: key.tin, pinfl: key.pinfl, name: key.organization ?? key.holder },
        signer: expectedSigner(key),
        sha256: digest,
        size: part.bytes.length,
        detached: options.detached,
        stamp: options.stamp,
        target: { service: payload.kind, server: await ports.didox.serverChosen() },
      };
      ids.push((await engine.start(record, { content: part.bytes })).id);
    }
    return ids;
  }

  async function startOffer(
    payload: Extract<Payload, { kind: 'offer' }>,
    key: Parameters<typeof expectedSigner>[0],
  ): Promise<string> {
    const { server, account } = payload;
    const content = outgoingContent(payload.json, payload.raw, payload.path);
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
      facts: offerFacts(payload.json),
      company: {
        tin: account.owner.startsWith('tin:') ? account.taxId : null,
        pinfl: account.owner.startsWith('tin:') ? null : account.taxId,
        name: account.title,
      },
      signer: { ...expectedSigner(key), tin: key.tin ?? (key.pinfl ? null : account.taxId) },
      sha256: await sha256(content.bytes),
      size: content.bytes.length,
      stamp: true,
      target,
    };
    return (await engine.start(record, { content: content.bytes })).id;
  }

  /** What a rejection or cancellation signs comes from the service: it is fetched before it is shown, not after. */
  async function readyToShow(payload: Payload): Promise<Payload> {
    if (payload.kind !== 'didox' || (payload.action !== 'reject' && payload.action !== 'cancel'))
      return payload;
    const comment = payload.action === 'reject' ? payload.comment : undefined;
    const prepared = await prepareRefusal(ports.preparePorts(), payload.prepared, payload.action, comment);
    return { ...payload, prepared };
  }

  async function stillSo({ prepared, action }: Extract<Payload, { kind: 'didox' }>): Promise<void> {
    const signsDocument = action === 'sign' || action === 'accept';
    await requireUnchanged(ports.preparePorts(), signsDocument ? prepared : { ...prepared, content: null });
  }
}

function actionOf(payload: Payload): JobRecord['action'] {
  switch (payload.kind) {
    case 'didox':
      return `didox-${payload.action}` as JobRecord['action'];
    case 'offer':
      return 'didox-offer';
    case 'files':
      return 'file';
    default:
      return payload.kind;
  }
}

interface Part {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly bytes: Uint8Array;
  readonly text: string | null;
}

async function partsOf(
  payload: Payload,
  bytesOf: (file: FileToSign) => Promise<Uint8Array>,
): Promise<Part[]> {
  switch (payload.kind) {
    case 'selection':
      return [
        {
          title: payload.from.title || payload.from.url,
          facts: [{ label: 'page', value: payload.from.url, kind: 'text', strong: false }],
          bytes: selectionBytes(payload.text),
          text: payload.text,
        },
      ];
    case 'practice':
      return [{ title: 'practice', facts: [], bytes: selectionBytes(payload.text), text: payload.text }];
    case 'files':
      return Promise.all(
        payload.files.map(async file => ({
          title: file.name,
          facts: [{ label: 'file', value: file.name, kind: 'text' as const, strong: true }],
          bytes: await bytesOf(file),
          text: null,
        })),
      );
    case 'didox':
      return [
        {
          title: payload.prepared.read.number ?? payload.prepared.document.name,
          facts: payload.prepared.facts,
          // A deletion signs nothing; the draft is shown all the same.
          bytes: payload.prepared.content?.bytes ?? jsonBytes(payload.prepared.document.json),
          text: null,
        },
      ];
    case 'offer':
      return [
        {
          title: payload.account.title,
          facts: offerFacts(payload.json),
          bytes: outgoingContent(payload.json, payload.raw, payload.path).bytes,
          text: null,
        },
      ];
  }
}

async function itemsOf(
  payload: Payload,
  bytesOf: (file: FileToSign) => Promise<Uint8Array>,
): Promise<ReviewItem[]> {
  return Promise.all(
    (await partsOf(payload, bytesOf)).map(async part => ({
      title: part.title,
      facts: part.facts,
      size: part.bytes.length,
      sha256: await sha256(part.bytes),
      text: part.text,
    })),
  );
}

function offerFacts(json: unknown): readonly Fact[] {
  return readFacts(json, '000', []).facts;
}

function jsonBytes(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json) ?? '');
}
