import { request } from 'node:https';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createDidoxDestination, createOfferDestination } from '../../lib/didox/destination.ts';
import { createDidoxHttp, type FetchPort, type PartnerToken } from '../../lib/didox/http.ts';
import {
  type PreparedDocument,
  type PreparePorts,
  prepareDocument,
  prepareRefusal,
  type RowClaims,
} from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import { createDidoxService, type DidoxService } from '../../lib/didox/service.ts';
import { type Account, createSession } from '../../lib/didox/session.ts';
import { createSignInDestination } from '../../lib/didox/sign-in.ts';
import type { DocumentAction } from '../../lib/didox/statuses.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import { createEngine } from '../../lib/signing/engine.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { createJournal } from '../../lib/signing/journal.ts';
import type { Destination, ModulePort } from '../../lib/signing/ports.ts';
import { openDatabase } from '../../lib/store/database.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import {
  type DidoxOptions,
  type DidoxStandIn,
  PARTNER_TOKEN,
  startDidox,
} from '../../sandbox/didox/index.ts';
import {
  appendPkcs7Attached,
  createPkcs7,
  getIdentity,
  type Identity,
  sandboxRootSpkiSha256,
} from '../../sandbox/pki/index.ts';
import { createGate } from '../../worker/gate.ts';
import { documentJob, signInJob } from '../../worker/jobs.ts';

/** Production code on one side, the Didox stand-in on the other, real HTTPS between them; only the module is a double. */
export interface DidoxWorld {
  readonly didox: DidoxStandIn;
  readonly service: DidoxService;
  /** Somebody with a key: of the sandbox, or issued by a test. */
  readonly as: (who: string | Identity) => Actor;
  /** Called before each request of ours, with its path: what others do meanwhile. */
  meanwhile: (path: string) => Promise<unknown>;
  partner: PartnerToken;
  /** Trust settings of the options page. */
  trust: { extraTrustAnchors: readonly string[]; strictTrust: boolean };
  /** The module signs as old ones do, by appending. */
  appends: boolean;
  /** How often the module was asked for a signature. */
  readonly signings: () => number;
  /** Milliseconds somebody waited in vain; nothing really waits here. */
  readonly waits: number[];
  stop(): Promise<void>;
}
export interface Actor {
  readonly owner: string;
  readonly key: KeyView;
  signIn(options?: { company?: string; branch?: string; taxId?: string }): Promise<JobRecord>;
  account(owner?: string): Promise<Account>;
  prepare(documentId: string, options?: PrepareOptions): Promise<PreparedDocument>;
  run(prepared: PreparedDocument, comment?: string, more?: Partial<JobRecord>): Promise<JobRecord>;
  /** Prepares and runs the action, fetching what a refusal signs. */
  act(documentId: string, action: DocumentAction, comment?: string, owner?: string): Promise<JobRecord>;
  signOffer(): Promise<JobRecord>;
  retry(job: JobRecord): Promise<JobRecord>;
}
interface PrepareOptions {
  readonly action?: DocumentAction;
  readonly outgoing?: boolean | null;
  readonly owner?: string;
  readonly claims?: RowClaims;
}

const SERVER: DidoxServer = 'production';

/** fetch as a browser does it, but to the stand-in: the host of the address goes into the Host header. */
function fetchTo(didox: DidoxStandIn): FetchPort {
  return (address, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const outgoing = request(
        `${didox.api}${url.pathname}${url.search}`,
        {
          method: init.method ?? 'GET',
          rejectUnauthorized: false,
          agent: false,
          headers: { ...(init.headers as Record<string, string>), Host: url.host },
          ...(init.signal ? { signal: init.signal } : {}),
        },
        response => {
          const status = response.statusCode ?? 0;
          // `redirect: "error"`, as every request of ours wants it.
          if (status >= 300 && status < 400) return reject(new TypeError('Failed to fetch'));
          const parts: Buffer[] = [];
          response.on('data', part => parts.push(part));
          response.on('error', () => reject(new TypeError('network error')));
          response.on('end', () => {
            const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
              name,
              String(value),
            ]);
            resolve(new Response(Buffer.concat(parts), { status, headers }));
          });
        },
      );
      outgoing.on('error', () => reject(new TypeError('Failed to fetch')));
      outgoing.end(init.body as string | undefined);
    });
}

export function keyOf(identity: Identity): KeyView {
  return {
    id: identity.id,
    kind: 'pfx',
    holder: identity.cn,
    organization: identity.organization,
    position: identity.position,
    // As the module's alias tells it: the organisation's number, else the person's own.
    tin: identity.tin ?? identity.uid,
    pinfl: identity.pinfl,
    serial: identity.serial,
    file: null,
    validFrom: null,
    validTo: null,
    validity: 'valid',
  };
}

export async function startWorld(options: DidoxOptions = {}): Promise<DidoxWorld> {
  const didox = await startDidox(options);
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase();
  const now = () => Date.now();
  const waits: number[] = [];
  let signings = 0;
  const world = {
    partner: { state: 'open', token: PARTNER_TOKEN } as PartnerToken,
    trust: { extraTrustAnchors: [sandboxRootSpkiSha256] as readonly string[], strictTrust: false },
    appends: false,
    meanwhile: async (_path: string): Promise<unknown> => undefined,
  };
  const issued = new Map<string, Identity>();
  const fetch = fetchTo(didox);
  const http = createDidoxHttp({
    fetch: async (address, init) => {
      await world.meanwhile(new URL(address).pathname);
      return fetch(address, init);
    },
    partnerToken: async () => world.partner,
    locale: () => 'ru',
    now,
    wait: async ms => void waits.push(ms),
  });
  const values = new Map<string, unknown>();
  const session = createSession({
    store: {
      get: async key => values.get(key),
      set: async (key, value) => void values.set(key, structuredClone(value)),
      remove: async key => void values.delete(key),
    },
    now,
    renew: async (_server, owner) => {
      const before = await session.known(SERVER, owner);
      const ended = await signInAs(
        identityOfOwner(before?.via ?? owner),
        before?.via ? { company: before.taxId } : {},
      );
      if (ended.state.step !== 'done')
        throw new FlowError(ended.state.step === 'failed' ? ended.state.failure : failure('session-expired'));
    },
  });
  const service = createDidoxService(http, session);
  const settings = { get: async () => world.trust } as unknown as SettingsStore;
  const gate = createGate(settings, now);
  const journal = createJournal(async () => database, now);
  const module: ModulePort = {
    unlock: async () => undefined,
    async sign({ keyId, content64, detached, appendTo }) {
      signings += 1;
      const identity = issued.get(keyId) ?? getIdentity(keyId);
      const { pkcs7, signatureHex } =
        appendTo === undefined
          ? createPkcs7({ content: Buffer.from(content64, 'base64'), identity, detached })
          : appendPkcs7Attached(Buffer.from(appendTo, 'base64'), identity);
      return { pkcs7_64: Buffer.from(pkcs7).toString('base64'), signatureHex };
    },
  };
  const destination = (job: JobRecord): Destination => {
    const ports = { didox: service, journal, appendsLocally: () => world.appends };
    if (job.action === 'didox-sign-in')
      return createSignInDestination({ http, didox: service, session, locale: () => 'ru', now }, job);
    return job.action === 'didox-offer'
      ? createOfferDestination(ports, job)
      : createDidoxDestination(ports, job);
  };
  const engine = createEngine({
    journal,
    module,
    gate,
    destination,
    now,
    wait: async ms => void waits.push(ms),
    announce: () => undefined,
    stillWanted: async () => true,
  });
  const preparePorts: PreparePorts = {
    didox: service,
    inspectTheirs: pkcs7 => gate.inspect(pkcs7),
    account: ref => session.known(ref.server, ref.owner),
  };

  function identityOfOwner(owner: string): Identity {
    const id = owner.slice(owner.indexOf(':') + 1);
    const found = [...PEOPLE].find(who =>
      owner.startsWith('tin:') ? who.tin === id : who.tin === null && who.pinfl === id,
    );
    if (!found) throw new FlowError(failure('no-key-for-company'));
    return found;
  }
  async function signInAs(
    identity: Identity,
    { company, branch, taxId }: { company?: string; branch?: string; taxId?: string } = {},
  ): Promise<JobRecord> {
    const key = keyOf(identity);
    const job = await signInJob(key, {
      server: SERVER,
      owner: identity.tin ? `tin:${identity.tin}` : `person:${identity.pinfl}`,
      taxId: taxId ?? key.tin ?? identity.pinfl,
      title: identity.organization ?? identity.cn,
      company,
      branch,
      now: now(),
      id: crypto.randomUUID(),
    });
    const started = await engine.start(job.record, { content: job.content });
    return engine.settled(started.id);
  }

  const as = (who: string | Identity): Actor => {
    const identity = typeof who === 'string' ? getIdentity(who) : who;
    issued.set(identity.id, identity);
    const key = keyOf(identity);
    const owner = identity.tin ? `tin:${identity.tin}` : `person:${identity.pinfl}`;
    const account = async (whose = owner) => {
      const known = await session.known(SERVER, whose);
      if (!known) throw new Error(`${whose} never signed in`);
      return known;
    };
    const actor: Actor = {
      owner,
      key,
      account,
      signIn: given => signInAs(identity, given),
      async prepare(documentId, { action, outgoing = null, owner: whose = owner, claims } = {}) {
        const document = await service.document({ server: SERVER, owner: whose, documentId, outgoing });
        return prepareDocument(preparePorts, document, action ?? null, claims ?? null);
      },
      async run(prepared, comment, more) {
        const whose = await account(prepared.document.owner);
        const signer = prepared.action === 'delete-draft' ? null : key;
        const job = await documentJob(prepared, whose, signer, {
          server: SERVER,
          comment,
          now: now(),
          id: crypto.randomUUID(),
        });
        const record = { ...job.record, ...more };
        const started = await engine.start(record, { content: job.content, theirs: job.theirs });
        return engine.settled(started.id);
      },
      async act(documentId, action, comment, whose = owner) {
        const shownFor = action === 'reject' ? 'accept' : action;
        const shown = await actor.prepare(documentId, { action: shownFor, owner: whose });
        if (action !== 'reject' && action !== 'cancel') return actor.run(shown, comment);
        const refusal = await prepareRefusal(preparePorts, shown, action, comment);
        if (refusal.saysMore) throw new Error('to be reviewed');
        return actor.run(refusal, comment);
      },
      async signOffer() {
        const offer = await service.createOffer(SERVER, owner);
        const content = new TextEncoder().encode(JSON.stringify(offer.json));
        const { record } = await signInJob(key, {
          server: SERVER,
          owner,
          taxId: (await account()).taxId,
          title: '',
          now: now(),
          id: crypto.randomUUID(),
        });
        const job: JobRecord = { ...record, subject: `${record.subject}:offer`, action: 'didox-offer' };
        const started = await engine.start(job, { content });
        return engine.settled(started.id);
      },
      async retry(job) {
        const again = await engine.retry(job.id);
        return engine.settled(again?.id ?? job.id);
      },
    };
    return actor;
  };

  return Object.assign(world, {
    didox,
    service,
    as,
    waits,
    signings: () => signings,
    async stop() {
      database.close();
      await didox.stop();
    },
  });
}

const PEOPLE: readonly Identity[] = [
  'sender',
  'receiver',
  'stranger',
  'two-companies-first',
  'two-companies-second',
  'person',
].map(getIdentity);

/** How a job ended: `done`, or the failure's code and whether anything may have been sent. */
export function endOf(job: JobRecord): string {
  const { state } = job;
  return state.step === 'failed' ? `${state.failure.code}, sent ${state.sent}` : state.step;
}
