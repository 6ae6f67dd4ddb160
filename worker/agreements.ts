import * as step from '../lib/eugoda/agreement-steps.ts';
import type { AgreementSubject } from '../lib/eugoda/agreements.ts';
import { createEugoda, type EugodaClient, type LinkAnswer } from '../lib/eugoda/client.ts';
import { sha256Hex, templateDigest } from '../lib/eugoda/digest.ts';
import { EugodaError } from '../lib/eugoda/errors.ts';
import type { EugodaAccess } from '../lib/eugoda/ports.ts';
import type { EugodaCallName } from '../lib/eugoda/requests.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import type { RequestOf } from '../lib/messages/protocol.ts';
import type { AgreementsView, PageAgreement, PageAgreementView } from '../lib/messages/views.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { Database } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { eugodaSecretName, type Vault } from '../lib/vault/vault.ts';
import { createAgreementAccess } from './agreement-access.ts';
import { createAgreementPage } from './agreement-page.ts';
import { archiveOwner, createAgreementStore } from './agreement-store.ts';
import { receiptOf, viewOf } from './agreement-views.ts';
import { type ArchivePlace, createArchiveSink, dropArchive, joinParts } from './archive-sink.ts';
import { failureOf } from './failures.ts';
import type { WorkerPlatform } from './platform.ts';

export interface Agreements {
  list(): Promise<AgreementsView>;
  /** @throws FlowError; its data names the `externalId`, and `uncertain: 1` says that it may be registered all the same */
  registerFile(request: RequestOf<'agreements/register-file'>): Promise<{ externalId: string }>;
  registerTemplate(request: RequestOf<'agreements/register-template'>): Promise<{ externalId: string }>;
  /** A new link; where it is not certain that the agreement exists, the present one, if there is any. */
  renew(externalId: string): Promise<void>;
  fetch(externalId: string): Promise<void>;
  forget(externalId: string): Promise<void>;
  pageView(seen: PageAgreement): Promise<PageAgreementView | null>;
  pageAct(request: RequestOf<'agreement-page/act'>): Promise<PageAgreementView | null>;
  /** Registrations and downloads that a dead worker left open: said and kept, never repeated. */
  rebirth(): Promise<void>;
}

export interface AgreementPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly texts: () => Promise<Translator>;
}

/** eUgoda: every agreement is written down before it is asked for, and a create call is never repeated by itself. */
export function createAgreements(ports: AgreementPorts): Agreements {
  const { platform, database, settings, vault } = ports;
  const now = () => platform.timer.now();
  const client: EugodaClient = createEugoda({
    fetch: (url, init) => platform.fetch(url, init),
    clock: { now },
    random: count => crypto.getRandomValues(new Uint8Array(count)),
  });
  const store = createAgreementStore(database, (changed, id) => platform.announce({ changed, id }));
  /** Under way in this life: a rebirth must not take them for a dead worker's. */
  const registering = new Set<string>();
  const downloading = new Set<string>();
  const { access, applicationIds, onBehalf } = createAgreementAccess({ settings, vault, store });
  const renewing = onePerKey();
  const fetching = onePerKey();

  async function register(
    using: EugodaAccess,
    request: RequestOf<'agreements/register-file'> | RequestOf<'agreements/register-template'>,
    call: EugodaCallName,
    subject: (externalId: string) => Promise<AgreementSubject>,
    send: (externalId: string, options: ReturnType<typeof optionsOf>) => Promise<LinkAnswer>,
  ): Promise<{ externalId: string }> {
    const externalId = client.newExternalId();
    const options = optionsOf(request);
    const { applicationId } = using;
    registering.add(externalId);
    const release = platform.wake.hold();
    try {
      const about = await subject(externalId);
      await store.add(step.beginRegistration({ externalId, applicationId, subject: about, options }, now()));
      const answer = await send(externalId, options);
      await store.change(
        externalId,
        agreement => step.linkArrived(agreement, call, answer, now()),
        agreement => receiptOf(agreement, answer.raw, now()),
      );
      return { externalId };
    } catch (error) {
      const after = await store.change(externalId, agreement =>
        error instanceof EugodaError
          ? step.callFailed(agreement, error.problem, now(), error.raw)
          : step.interrupted(agreement, now()),
      );
      const { code, words, data } = failureOf(error);
      if (after === null) throw error;
      const uncertain = after.state === 'failed' ? 0 : 1;
      throw new FlowError(failure(code, words, { ...data, externalId, uncertain }), { cause: error });
    } finally {
      registering.delete(externalId);
      release();
    }
  }

  async function renew(externalId: string): Promise<void> {
    const agreement = await store.read(externalId);
    const { removeOnCompleted, lifetime } = agreement;
    const isNew = step.asksForNewLink(agreement);
    const release = platform.wake.hold();
    try {
      const answer = await onBehalf(agreement, using =>
        client.share(using, { externalId, isNew, removeOnCompleted, lifetime }),
      );
      await store.change(externalId, known => step.linkArrived(known, 'share', answer, now()));
    } catch (error) {
      if (error instanceof EugodaError)
        await store.change(externalId, known => step.callFailed(known, error.problem, now(), error.raw));
      throw error;
    } finally {
      release();
    }
  }

  const placeOf = (externalId: string, id: string): ArchivePlace => ({
    id,
    owner: archiveOwner(externalId),
    fallbackName: externalId,
    now,
  });

  async function fetchArchive(externalId: string): Promise<void> {
    const agreement = await store.read(externalId);
    await access(agreement.applicationId);
    const archiveId = `archive-${crypto.randomUUID()}`;
    downloading.add(archiveId);
    const release = platform.wake.hold();
    try {
      await store.change(externalId, known => step.fetchBegan(known, archiveId, `${externalId}.bin`, now()));
      const sink = createArchiveSink(database, placeOf(externalId, archiveId));
      const delivered = await onBehalf(agreement, async using => {
        await sink.discard();
        return client.fetchDocument(using, { externalId }, sink);
      });
      const settled = await sink.settle(delivered);
      const after = await store.change(externalId, known =>
        step.fetchEnded(known, archiveId, settled, now()),
      );
      if (after?.state === 'forgotten') await sink.discard();
      if (settled.size === 0) throw new FlowError(failure('eugoda-no-answer'));
    } catch (error) {
      // A refusal that came in place of an archive is kept as an answer. Any other failure is our own (a full disk):
      // what was delivered stays in its parts, and is put together at the next start.
      if (error instanceof EugodaError) {
        await store.change(externalId, known => {
          const ended = step.fetchEnded(known, archiveId, NOTHING, now());
          return step.callFailed(ended, error.problem, now(), error.raw);
        });
        await dropArchive(database, archiveId);
      }
      throw error;
    } finally {
      downloading.delete(archiveId);
      release();
    }
  }

  const page = createAgreementPage({
    store,
    texts: ports.texts,
    now,
    applications: applicationIds,
    renew: externalId => renewing(externalId, () => renew(externalId)),
    fetch: externalId => fetching(externalId, () => fetchArchive(externalId)),
    openDesk: route => platform.tabs.openDesk(route),
  });

  return {
    async list() {
      const { eugodaApplications } = await settings.get();
      const label = (id: string) => eugodaApplications.find(one => one.id === id)?.label || id;
      // Names only: reading a secret would count as use, and keep the vault from locking itself.
      const [{ state }, names, agreements] = await Promise.all([vault.state(), vault.names(), store.all()]);
      const secretOf = (id: string) => {
        const entry = names.find(({ name }) => name === eugodaSecretName(id));
        if (!entry) return 'missing' as const;
        return entry.source === 'policy' || state === 'open' ? ('open' as const) : ('locked' as const);
      };
      return {
        applications: eugodaApplications.map(({ id }) => ({ id, label: label(id), secret: secretOf(id) })),
        agreements: agreements
          .sort((a, b) => b.createdAt - a.createdAt)
          .map(agreement => viewOf(step.expire(agreement, now()), label(agreement.applicationId))),
        vault: state,
      };
    },
    async registerFile(request) {
      const using = await access(request.applicationId);
      const { blobId, fileName } = request;
      const blob = await (await database()).get('blobs', blobId);
      if (!blob) throw new FlowError(failure('blob-gone'));
      const { bytes } = blob;
      try {
        return await register(
          using,
          request,
          'register-file',
          async () => ({ from: 'file', fileName, size: bytes.length, sha256: await sha256Hex(bytes) }),
          (externalId, options) => client.registerFile(using, { externalId, fileName, bytes, options }),
        );
      } finally {
        // The record says what was registered; the bytes were only passing through, and the desk has the file.
        await (await database()).delete('blobs', blobId);
      }
    },
    async registerTemplate(request) {
      const using = await access(request.applicationId);
      const { templateId, name, data } = request;
      return register(
        using,
        request,
        'register-template',
        async externalId => ({
          from: 'template',
          templateId,
          profileName: '',
          documentName: name,
          dataSha256: await templateDigest(externalId, data),
        }),
        (externalId, options) =>
          client.registerTemplate(using, { externalId, name, templateId, data, options }),
      );
    },
    renew: externalId => renewing(externalId, () => renew(externalId)),
    fetch: externalId => fetching(externalId, () => fetchArchive(externalId)),
    forget: externalId => store.forget(externalId, agreement => step.forget(agreement, now())),
    pageView: page.view,
    pageAct: page.act,
    async rebirth() {
      for (const { externalId, state, archives } of await store.all()) {
        if (state === 'registering' && !registering.has(externalId))
          await store.change(externalId, agreement => step.interrupted(agreement, now()));
        for (const { archiveId, size } of archives) {
          if (size > 0 || downloading.has(archiveId)) continue;
          const left = await joinParts(database, placeOf(externalId, archiveId));
          await store.change(externalId, agreement =>
            step.fetchEnded(agreement, archiveId, left ?? NOTHING, now()),
          );
        }
      }
    },
  };
}

/** A delivery without a byte: its note goes again. */
const NOTHING = { size: 0, complete: false, fileName: '' };

function optionsOf(
  request: RequestOf<'agreements/register-file'> | RequestOf<'agreements/register-template'>,
) {
  const { removeOnCompleted, returnUrl, expectedSignatures, lifetime } = request;
  return { removeOnCompleted, returnUrl, expectedSignatures, lifetime };
}

/** Who asks for what is under way already gets the same answer: two clicks are one request. */
function onePerKey(): (key: string, run: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  return (key, run) => {
    const present = running.get(key);
    if (present) return present;
    const task = run().finally(() => running.delete(key));
    running.set(key, task);
    return task;
  };
}
