import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { outgoingContent } from '../../lib/didox/content.ts';
import { readFacts } from '../../lib/didox/facts.ts';
import type { PreparedDocument } from '../../lib/didox/prepare.ts';
import { type DidoxServer, serverFacts } from '../../lib/didox/servers.ts';
import type { Account } from '../../lib/didox/session.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import type { ReviewItem } from '../../lib/messages/views/review.ts';
import { selectionBytes } from '../../lib/selection/selection.ts';
import type { Fact } from '../../lib/signing/fact.ts';
import { withHiddenShown } from '../../lib/signing/hidden-characters.ts';
import type { JobRecord } from '../../lib/signing/job.ts';

/** Where a selected text came from, and how faithfully. */
export interface SelectedText {
  readonly text: string;
  readonly from: { readonly title: string; readonly url: string };
  readonly fidelity: 'exact' | 'menu';
}
export interface FileToSign {
  readonly blobId: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}
/** The same with the digest of its bytes, worked out once, when it was put up. */
export interface FileUnderReview extends FileToSign {
  readonly sha256: string;
}
/** What was put up for review, as it is stored. */
export type ReviewPayload =
  | ({ readonly kind: 'selection' } & SelectedText)
  | { readonly kind: 'files'; readonly files: readonly FileUnderReview[] }
  | { readonly kind: 'practice'; readonly title: string; readonly text: string }
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
      /** Its text as the service handed it over, which is shown and not signed; null when there is none to show. */
      readonly pdfBlobId: string | null;
    };

export function actionOf(payload: ReviewPayload): JobRecord['action'] {
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

/** One thing to sign, as it is shown; its bytes are fetched when their turn comes. */
export interface Part extends ReviewItem {
  /**
   * Tells it from others with the same bytes, each with its own signature: the same file twice is two files, and the same
   * words on another page are others.
   */
  readonly identity: string;
  bytes(): Promise<Uint8Array>;
}

export async function partsOf(
  payload: ReviewPayload,
  bytesOf: (file: FileToSign) => Promise<Uint8Array>,
): Promise<Part[]> {
  switch (payload.kind) {
    case 'files':
      return payload.files.map(file => ({
        identity: file.blobId,
        title: file.name,
        facts: [{ label: 'file', value: withHiddenShown(file.name), kind: 'text', strong: true }],
        text: null,
        size: file.size,
        sha256: file.sha256,
        bytes: () => bytesOf(file),
      }));
    case 'selection': {
      const page: Fact = { label: 'page', value: payload.from.url, kind: 'text', strong: false };
      const { title, url } = payload.from;
      const part = await textPart(title || url, [page], payload.text);
      return [{ ...part, identity: `${part.sha256}:${url}` }];
    }
    case 'practice':
      return [await textPart(payload.title, [], payload.text)];
    case 'didox': {
      const { prepared } = payload;
      // A deletion signs nothing; the draft is shown all the same.
      const bytes = prepared.content?.bytes ?? jsonBytes(prepared.document.json);
      return [await partOf(prepared.read.number ?? prepared.document.name, prepared.facts, bytes)];
    }
    case 'offer':
      return [await partOf(payload.account.title, offerFacts(payload), offerContent(payload))];
  }
}

export function offerFacts({ json, server }: Extract<ReviewPayload, { kind: 'offer' }>): readonly Fact[] {
  // An offer is called by the company it is made to, and is no document of a type.
  const { facts } = readFacts(json, '000', []);
  return [...facts.filter(({ label }) => label !== 'doctype'), ...serverFacts(server)];
}

export function offerContent(payload: Extract<ReviewPayload, { kind: 'offer' }>): Uint8Array {
  return outgoingContent(payload.json, payload.raw, payload.path).bytes;
}

async function textPart(title: string, facts: readonly Fact[], text: string): Promise<Part> {
  const bytes = selectionBytes(text);
  // Read back from the bytes: line breaks and half characters are shown as they are signed.
  return {
    ...(await partOf(title, facts, bytes)),
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  };
}

async function partOf(title: string, facts: readonly Fact[], bytes: Uint8Array): Promise<Part> {
  const digest = await sha256Hex(bytes);
  return {
    identity: digest,
    title,
    facts,
    text: null,
    size: bytes.length,
    sha256: digest,
    bytes: async () => bytes,
  };
}

function jsonBytes(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json) ?? '');
}
