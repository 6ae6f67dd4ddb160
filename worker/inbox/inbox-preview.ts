import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { documentUrl } from '../../lib/didox/address.ts';
import {
  type PreparedDocument,
  type PreparePorts,
  prepareDocument,
  prepareRefusal,
} from '../../lib/didox/prepare.ts';
import { DIDOX_SERVERS, type DidoxServer } from '../../lib/didox/servers.ts';
import type { LoadedDocument } from '../../lib/didox/service.ts';
import type { Account } from '../../lib/didox/session.ts';
import { type DocumentAction, fittingActions } from '../../lib/didox/statuses.ts';
import type { ProtocolMap } from '../../lib/messages/protocol.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import type { InboxPreview } from '../../lib/messages/views/inbox.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { Database } from '../../lib/store/database.ts';
import type { Didox } from '../didox.ts';
import { failureOf } from '../failures.ts';
import { documentJob } from '../jobs.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { expectedSigner } from '../keys/key-view.ts';
import { pickSigner, type Signers, signersFor, signersKnown } from '../keys/signers.ts';
import { pdfBlobOf, storePdf } from '../pdf-blob.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { ReviewPayload } from '../reviews/review-payload.ts';
import type { Inbox } from './inbox.ts';
import type { Offers } from './offers.ts';

type Messages = ProtocolMap;

/** One document beside the list: shown from the service, and acted on exactly as it was shown. */
export interface InboxPreviews {
  preview(request: Messages['inbox/preview']['request']): Promise<InboxPreview>;
  act(request: Messages['inbox/act']['request']): Promise<Messages['inbox/act']['response']>;
}

export interface InboxPreviewPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly engine: Engine;
  readonly inbox: Pick<Inbox, 'claims'>;
  readonly offers: Offers;
  readonly preparePorts: () => PreparePorts;
  readonly openReview: (payload: ReviewPayload) => Promise<string>;
}

interface StoredPreview {
  readonly server: DidoxServer;
  readonly account: Account;
  readonly prepared: PreparedDocument;
}

/** How many readings of one document are kept, for as many pages that have not drawn the newest yet. */
const KEPT_READINGS = 4;

export function createInboxPreviews(ports: InboxPreviewPorts): InboxPreviews {
  const { didox, keys } = ports;
  const now = () => ports.platform.timer.now();
  /** Of this life, by document: while a batch is under way, a page reads the one beside its list again and again. */
  const readings = new Map<string, string[]>();

  return {
    async preview({ server, owner, documentId, outgoing }) {
      const previewId = crypto.randomUUID();
      const blank: InboxPreview = {
        previewId,
        title: documentId,
        facts: [],
        counterparty: null,
        key: null,
        keyChoices: [],
        actions: [],
        html: null,
        pdfBlobId: null,
        sha256: null,
        error: null,
        siteUrl: documentUrl(DIDOX_SERVERS[server].site, documentId, outgoing),
      };
      try {
        const account = await didox.session.account(server, owner);
        if (!account) throw new FlowError(failure('session-expired'));
        const document = await didox.service.document({ server, owner, documentId, outgoing });
        const fitting = fittingActions(document);
        const [prepared, html, signers, offerMissing] = await Promise.all([
          prepare(document, fitting.actions[0] ?? null),
          htmlOf(document),
          signersKnown(keys, account).catch(() => null),
          fitting.actions.some(needsKey) && ports.offers.missing(server, owner),
        ]);
        const stored: StoredPreview = { server, account, prepared };
        const db = await ports.database();
        await db.put('reviews', { id: previewId, createdAt: now(), payload: stored });
        void forgetOlder(`${server}|${owner}|${documentId}`, previewId, db).catch(() => undefined);
        const obstacle = prepared.obstacle ?? signers?.unusable ?? null;
        const fit = prepared.obstacle
          ? []
          : fitting.actions.filter(action => !signers?.unusable || !needsKey(action));
        const signs = fit.some(needsKey);
        return {
          ...blank,
          title: prepared.read.number ?? document.name,
          facts: prepared.facts,
          counterparty: prepared.theirSignature,
          key: signs && signers?.settled ? expectedSigner(signers.settled).label : null,
          keyChoices: signs ? choicesOf(signers) : [],
          actions: [
            ...fit,
            ...(signs && choicesOf(signers).length > 0 ? (['choose-key'] as const) : []),
            ...(signs && offerMissing ? (['offer'] as const) : []),
            ...(fitting.onSite ? (['open-site'] as const) : []),
          ],
          html,
          pdfBlobId: html === null ? await pdfOf(document, previewId, db) : null,
          sha256: prepared.content ? await sha256Hex(prepared.content.bytes) : null,
          error: fitting.actions.length > 0 ? obstacle : null,
        };
      } catch (error) {
        const reason = failureOf(error);
        // Looking never asks for a password: signing in is offered.
        return { ...blank, error: reason, actions: reason.code === 'session-expired' ? ['sign-in'] : [] };
      }
    },
    async act({ previewId, action, reason, keyId }) {
      const found = await (await ports.database()).get('reviews', previewId);
      const stored = found?.payload as StoredPreview | undefined;
      if (!found || !stored?.prepared) return { refused: 'stale' };
      const { account, server } = stored;
      let { prepared } = stored;
      if (prepared.obstacle) throw new FlowError(prepared.obstacle);
      if (!fittingActions(prepared.document).actions.some(fitting => fitting === action))
        return { refused: 'stale' };
      const comment = action === 'reject' ? reason : undefined;
      if (action === 'reject' && !comment?.trim()) return { refused: 'stale' };
      const key = needsKey(action) ? await signerOf(account, keyId) : null;
      if (action === 'reject' || action === 'cancel') {
        const refusalPorts = { ...ports.preparePorts(), didox: didox.renewing };
        const refusal = await prepareRefusal(refusalPorts, prepared, action, comment);
        // The click was on what the preview shows: the rest is shown first.
        if (refusal.saysMore)
          return { reviewId: await ports.openReview({ kind: 'didox', ...stored, action, comment }) };
        prepared = refusal;
      } else if (action === 'delete-draft') prepared = { ...prepared, action, content: null, theirs: null };
      else if (action !== prepared.action) return { refused: 'stale' };
      const job = await documentJob(prepared, account, key, {
        server,
        comment,
        now: now(),
        id: crypto.randomUUID(),
      });
      const started = await ports.engine.start(job.record, { content: job.content, theirs: job.theirs });
      return { jobId: started.id };
    },
  };

  async function forgetOlder(document: string, newest: string, db: Database): Promise<void> {
    const ids = [...(readings.get(document) ?? []), newest];
    readings.set(document, ids.slice(-KEPT_READINGS));
    for (const id of ids.slice(0, -KEPT_READINGS)) {
      await db.delete('reviews', id);
      await db.delete('blobs', pdfBlobOf(id));
    }
  }

  async function prepare(document: LoadedDocument, action: DocumentAction | null): Promise<PreparedDocument> {
    return prepareDocument(ports.preparePorts(), document, action, await ports.inbox.claims(document));
  }

  /** A key that was chosen among several is remembered, as on the card. */
  async function signerOf(account: Account, keyId: string | undefined): Promise<KeyView> {
    const key = await pickSigner(keys, account, keyId);
    if (keyId !== undefined) {
      const { settled, whose } = await signersFor(keys, account);
      if (settled?.id !== keyId) await keys.remember(whose, keyId);
    }
    return key;
  }

  async function htmlOf(document: LoadedDocument): Promise<string | null> {
    try {
      return new TextDecoder().decode((await didox.service.view(document, 'html', didox.locale())).bytes);
    } catch {
      return null;
    }
  }

  async function pdfOf(document: LoadedDocument, previewId: string, db: Database): Promise<string | null> {
    try {
      const { bytes } = await didox.service.view(document, 'pdf', didox.locale());
      return await storePdf(db, previewId, bytes, now());
    } catch {
      return null;
    }
  }
}

/** Deleting a draft signs nothing. */
function needsKey(action: CardActionId): boolean {
  return action !== 'delete-draft';
}

/** None was ever chosen, and none goes without saying: nobody but the person knows which. */
function choicesOf(signers: Signers | null): readonly KeyView[] {
  return signers && !signers.settled ? signers.candidates : [];
}
