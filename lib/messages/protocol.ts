/**
 * The one protocol between contexts, as a contract: every message, who may send it, what goes in, what comes out.
 * Types only, so that content scripts can import it for free; `schemas.ts` holds the runtime checks of the trusted side.
 *
 * Live state does not travel by request: the worker announces changes on a BroadcastChannel (extension pages) and
 * with `tabs.sendMessage` (cards), see `events.ts`.
 *
 * What comes out is in `views/`. A view that goes to a page (a card) is already worded in the user's language, because
 * content scripts carry no dictionary. One for extension pages carries codes and data, which the page words. None ever
 * holds a secret, a token, an alias or a keyId of the module.
 */
import type { DidoxServer } from '../didox/servers.ts';
import type { AgreementsView, LooseLink } from './views/agreements.ts';
import type { BatchCommand, BatchView } from './views/batch.ts';
import type { CardActionId, CardView } from './views/card.ts';
import type { HealthView } from './views/health.ts';
import type { InboxPreview, InboxQuery, InboxView } from './views/inbox.ts';
import type { JobView } from './views/job.ts';
import type { KeysView } from './views/keys.ts';
import type { PageAgreement, PageAgreementView } from './views/page-agreement.ts';
import type { ReviewOptions, ReviewView } from './views/review.ts';

/** `found`: its card is on the page; `watching`: not yet; `refused`: the browser lets no extension read this page. */
export type PageReading = 'found' | 'watching' | 'refused';

/** Content scripts on named hosts are `page`; popup, desk and options are `extension`. */
export type Sender = 'didox-page' | 'eugoda-page' | 'extension';

interface Message<From extends Sender, Request, Response> {
  from: From;
  request: Request;
  response: Response;
}

export interface ProtocolMap {
  /**
   * A Didox address was opened or changed: what card belongs on it? `null`: none. `taxIds`: numbers on the page that may
   * be TINs; they only suggest which company to sign in as, and decide nothing.
   */
  'card/show': Message<
    'didox-page',
    {
      href: string;
      taxIds: string[];
      /** When this page was loaded, milliseconds since 1970: how jobs ended since then is still news on it. */
      since?: number | undefined;
    },
    CardView | null
  >;
  /**
   * A click on the card. `viewId` names exactly what was on screen; a stale one is refused. `visible` is the content
   * script's own proof that the button was visible, unmoved and unchanged (ADR 3); without it the
   * click opens the review in an extension page.
   */
  'card/act': Message<
    'didox-page',
    {
      viewId: string;
      action: CardActionId;
      visible: boolean;
      keyId?: string | undefined;
      reason?: string | undefined;
    },
    { outcome: 'started' | 'review-opened' | 'stale' | 'refused' }
  >;
  /** The card is gone (navigation, tab hidden, script torn down). */
  'card/leave': Message<'didox-page', { viewId: string | null }, null>;
  /** Somebody is working on a document in a visible tab (at most one a 20 s). Opens the spare socket. */
  'page/active': Message<'didox-page', Record<string, never>, null>;

  'keys/list': Message<'extension', { refresh: boolean }, KeysView>;
  /** The key to use for a company from now on (`owner` as in KeyGroup). */
  'keys/choose': Message<'extension', { owner: string; keyId: string }, null>;
  /** An extension page with work in it is open; the socket is held while the page keeps saying so (every 20 s). */
  'module/attend': Message<'extension', { page: 'popup' | 'desk' | 'review' }, null>;
  'module/health': Message<'extension', { probe: boolean }, HealthView>;

  'jobs/list': Message<'extension', { open: boolean }, JobView[]>;
  'jobs/cancel': Message<'extension', { jobId: string }, null>;
  'jobs/retry': Message<'extension', { jobId: string }, null>;
  /** `looked`: a person says to know how it ended; without that, an unclear end stays. */
  'jobs/dismiss': Message<'extension', { jobId: string; looked: boolean }, null>;

  /** Everything is about to be deleted: what is under way stops, and is not written down again afterwards. */
  'work/stop': Message<'extension', Record<string, never>, null>;

  'review/get': Message<'extension', { reviewId: string }, ReviewView | null>;
  /** What became of it: all its jobs, however many, in the order of what was shown. */
  'review/jobs': Message<'extension', { reviewId: string }, JobView[]>;
  /** `shown`: the digests that stood on the page, in its order; another content than that is not signed. */
  'review/confirm': Message<
    'extension',
    { reviewId: string; options: ReviewOptions; shown: readonly string[] },
    { jobId: string }
  >;
  'review/dismiss': Message<'extension', { reviewId: string }, null>;
  /** Files were put into the database by the desk (`blobIds`); makes one review for all of them. */
  'review/files': Message<
    'extension',
    { files: { blobId: string; name: string; size: number; type: string }[] },
    { reviewId: string }
  >;
  /** The practice document of the welcome page. */
  'review/practice': Message<'extension', Record<string, never>, { reviewId: string }>;

  'didox/sign-in': Message<
    'extension',
    {
      /** The one that was on screen: whatever the options say by now, nobody signs in elsewhere. */
      server: DidoxServer;
      owner: string;
      /** With the owner `token`: which one; it is asked whose it is. */
      keyId?: string | undefined;
      company?: string | undefined;
      branch?: string | undefined;
    },
    { jobId: string }
  >;
  /** Puts Didox's public offer up for review. */
  'didox/offer': Message<'extension', { server: DidoxServer; owner: string }, { reviewId: string }>;
  /** `server: null`, `owner: null`: all of them. */
  'didox/sign-out': Message<'extension', { server: DidoxServer | null; owner: string | null }, null>;
  'inbox/list': Message<'extension', InboxQuery, InboxView>;
  /** Facts, the other side's signature and a preview of one document, all from the service. */
  'inbox/preview': Message<
    'extension',
    { server: DidoxServer; owner: string; documentId: string; outgoing: boolean },
    InboxPreview
  >;
  /** One document, one action; what was shown is named by `previewId`. */
  'inbox/act': Message<
    'extension',
    { previewId: string; action: CardActionId; reason?: string | undefined; keyId?: string | undefined },
    /** With a review that was opened: what is to be signed says more than the preview did. */
    { jobId: string } | { reviewId: string } | { refused: 'stale' }
  >;

  'batch/prepare': Message<
    'extension',
    { server: DidoxServer; documents: { owner: string; documentId: string; outgoing: boolean }[] },
    { batchId: string }
  >;
  'batch/start': Message<'extension', { batchId: string }, null>;
  'batch/control': Message<'extension', { batchId: string; command: BatchCommand }, null>;
  'batch/get': Message<'extension', { batchId: string | null }, BatchView | null>;

  'agreements/list': Message<'extension', Record<string, never>, AgreementsView>;
  'agreements/register-file': Message<
    'extension',
    {
      /** The sender's own, new for each agreement: with it the sender can look when no answer comes. */
      externalId: string;
      applicationId: string;
      blobId: string;
      fileName: string;
      removeOnCompleted: boolean;
      returnUrl: string;
      expectedSignatures: number;
      lifetime: number;
    },
    Registered
  >;
  'agreements/register-template': Message<
    'extension',
    {
      externalId: string;
      applicationId: string;
      templateId: string | number;
      name: string;
      /** The name without what is personal in it: this one is kept. */
      keptName: string;
      /** Sent and forgotten: never journaled. */
      data: Record<string, string | number>;
      removeOnCompleted: boolean;
      returnUrl: string;
      expectedSignatures: number;
      lifetime: number;
    },
    Registered
  >;
  'agreements/renew': Message<'extension', { externalId: string }, { loose: LooseLink | null }>;
  /** Begins a download; how far it is stands in the list. */
  'agreements/fetch': Message<'extension', { externalId: string }, null>;
  'agreements/forget': Message<'extension', { externalId: string }, null>;

  /** Looks for an agreement on the page in front (the popup's click grants activeTab for it). */
  'page/read-agreement': Message<'extension', Record<string, never>, { page: PageReading }>;
  /** What the reader saw on an eUgoda-like page; the worker says what the card offers. */
  'agreement-page/show': Message<'eugoda-page', { seen: PageAgreement }, PageAgreementView | null>;
  'agreement-page/act': Message<
    'eugoda-page',
    { seen: PageAgreement; action: 'track' | 'renew' | 'fetch' | 'open-desk' },
    PageAgreementView | null
  >;
}

/** `loose`: it is registered, but its link could not be written down. */
export interface Registered {
  readonly externalId: string;
  readonly loose: LooseLink | null;
}

export type MessageName = keyof ProtocolMap;
export type RequestOf<K extends MessageName> = ProtocolMap[K]['request'];
export type ResponseOf<K extends MessageName> = ProtocolMap[K]['response'];

/** The reply is an envelope, so that an error keeps its code. */
export type Reply<T> =
  | { ok: true; value: T }
  /** As a Failure: its code, the other side's words, and what fills the sentence. */
  | { ok: false; code: string; detail: string; data?: Readonly<Record<string, string | number>> };

/** What the worker says to a card (tabs.sendMessage), unasked. */
export type ToCard =
  /** `href`: the address it is about; a page that has moved on meanwhile does not show it. */
  | { readonly imzochi: 'card/view'; readonly href: string; readonly view: CardView }
  | { readonly imzochi: 'card/refresh' }
  /** The site route (ADR 2): open the module's socket here, one request, one reply. */
  | { readonly imzochi: 'route/available' };

/**
 * The site route's call to the module: a port of its own, because a port tells either side when the other is gone. The
 * worker sends the call, and null when it is given up; the tab answers once, when its socket is done with, and hangs up.
 */
export interface RouteCall {
  readonly endpoint: string;
  readonly frame: string;
}
/** `opened`: whether there was a socket at all. No `frame`: it was closed before the module answered. */
export interface RouteReply {
  readonly opened: boolean;
  readonly frame?: string | undefined;
}
/** What both sides use of a port. */
export interface RoutePort<In, Out> {
  postMessage(message: Out): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: In) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}
