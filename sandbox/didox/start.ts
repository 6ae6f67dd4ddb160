import { setTimeout as sleep } from 'node:timers/promises';
import { createApiHandler } from './api/serve.ts';
import { archiveOf } from './api/views.ts';
import { createCertificate, type ServerCertificate } from './certificate.ts';
import { Mischief } from './faults.ts';
import { listen } from './http/listen.ts';
import type { DidoxSettings } from './settings.ts';
import type { RequestRecord, StoredDocument, Submission } from './types.ts';
import { createWebHandler } from './web/serve.ts';
import type { Edit } from './world/edit.ts';
import type { SeedKind } from './world/seed.ts';
import { currentPkcs7, inspect } from './world/signatures.ts';
import { createWorld, resetWorld, type World } from './world/world.ts';

export interface DidoxOptions {
  readonly settings?: Partial<DidoxSettings>;
  /** Ports on 127.0.0.1; default: free ones. */
  readonly apiPort?: number;
  readonly webPort?: number;
  /** A certificate to use instead of a new one, e.g. one shared by all stand-ins. */
  readonly certificate?: ServerCertificate;
  /** Milliseconds since 1970; for tests of lifetimes. */
  readonly clock?: () => number;
  /** How it waits (latency, slow answers, late effects); default: in real time. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** A document as a test asks about it. */
export interface DocumentView {
  readonly id: string;
  readonly doctype: string;
  readonly status: StoredDocument['status'];
  readonly comment: string;
  /** Serials, tax ids and checks of the signers in the newest PKCS#7. */
  readonly signatures: readonly {
    readonly serial: string;
    readonly taxId: string | null;
    readonly ok: boolean;
    readonly stampedAt: Date | null;
  }[];
  readonly pkcs7: Uint8Array | null;
  readonly submissions: readonly Submission[];
  /** How many submissions changed something. More than one `sign` or `accept` must never happen. */
  readonly effective: number;
}

export interface DidoxStandIn {
  readonly api: string;
  readonly web: string;
  readonly certificateSpkiSha256Base64: string;
  readonly settings: Readonly<DidoxSettings>;
  /** Changes settings from now on; faults and attacks given here start counting afresh. */
  set(settings: Partial<DidoxSettings>): void;
  readonly requests: RequestRecord[];
  /** Endpoints of the requests that have come and are not answered yet. */
  readonly underWay: readonly string[];
  readonly documents: {
    get(id: string): DocumentView | null;
    /** Somebody saves the draft's form on the site. */
    edit(id: string, edit: Edit): void;
    ids(filter?: {
      sender?: string;
      receiver?: string;
      senderStatus?: number;
      receiverStatus?: number;
    }): string[];
  };
  readonly offerSubmissions: readonly Submission[];
  /** What the web app's own buttons reported. */
  readonly pageLog: readonly string[];
  /** Back to the first day, with the settings of the start. */
  reset(): void;
  /** Adds documents and tells their ids; `empty` removes all. */
  seed(kind: SeedKind): string[];
  archive(id: string): Uint8Array | null;
  /** All user-keys die. */
  forgetSessions(): void;
  stop(): Promise<void>;
}

function viewOf(world: World, document: StoredDocument): DocumentView {
  const pkcs7 = currentPkcs7(document);
  const signers = pkcs7 ? (inspect(pkcs7, world.now())?.signers ?? []) : [];
  return {
    id: document.id,
    doctype: document.doctype,
    status: { ...document.status },
    comment: document.comment,
    signatures: signers.map(signer => ({
      serial: signer.serial,
      taxId: signer.tin ?? signer.pinfl,
      ok: signer.digestOk && signer.signatureOk && signer.chainOk && signer.stampOk,
      stampedAt: signer.stampedAt,
    })),
    pkcs7,
    submissions: [...document.submissions],
    effective: document.submissions.filter(submission => submission.effect).length,
  };
}

/** Starts the API and the web app, each on its own port, over one world. */
export async function startDidox(options: DidoxOptions = {}): Promise<DidoxStandIn> {
  const world = createWorld(options.settings ?? {}, options.clock ?? Date.now);
  const requests: RequestRecord[] = [];
  const certificate = options.certificate ?? (await createCertificate());
  const wait = options.wait ?? (ms => sleep(ms, null, { ref: false }));
  const api = await listen(certificate, options.apiPort ?? 0, createApiHandler(world, requests, wait));
  const web = await listen(certificate, options.webPort ?? 0, createWebHandler(world, requests));
  return {
    api: api.url,
    web: web.url,
    certificateSpkiSha256Base64: certificate.spkiSha256Base64,
    get settings() {
      return world.settings;
    },
    set(settings) {
      world.settings = { ...world.settings, ...settings };
      if (settings.faults || settings.attacks) world.mischief = new Mischief();
    },
    requests,
    underWay: world.underWay,
    documents: {
      get(id) {
        const document = world.store.get(id);
        return document && viewOf(world, document);
      },
      edit(id, edit) {
        if (!world.store.edit(id, edit, world.now())) throw new Error(`${id} is no draft`);
      },
      ids: (filter = {}) =>
        world.store
          .all()
          .filter(
            document =>
              (filter.sender === undefined || document.sender === filter.sender) &&
              (filter.receiver === undefined || document.receiver === filter.receiver) &&
              (filter.senderStatus === undefined || document.status.sender === filter.senderStatus) &&
              (filter.receiverStatus === undefined || document.status.receiver === filter.receiverStatus),
          )
          .map(document => document.id),
    },
    offerSubmissions: world.offerSubmissions,
    pageLog: world.pageLog,
    reset() {
      resetWorld(world, options.settings ?? {});
      requests.length = 0;
    },
    seed: kind => world.store.seed(kind),
    archive(id) {
      const document = world.store.get(id);
      return document && archiveOf(document);
    },
    forgetSessions: () => world.sessions.clear(),
    async stop() {
      await Promise.all([api.stop(), web.stop()]);
    },
  };
}
