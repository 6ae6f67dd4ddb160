import { sha256Hex } from '../../lib/bytes/sha256.ts';
import * as step from '../../lib/eugoda/agreement-steps.ts';
import { createEugoda, type EugodaClient } from '../../lib/eugoda/client.ts';
import { templateDigest } from '../../lib/eugoda/digest.ts';
import { EugodaError } from '../../lib/eugoda/errors.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { Registered, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { AgreementsView, LooseLink } from '../../lib/messages/views/agreements.ts';
import type { PageAgreement, PageAgreementView } from '../../lib/messages/views/page-agreement.ts';
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import type { Database } from '../../lib/store/database.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Vault } from '../../lib/vault/vault.ts';
import type { WorkerPlatform } from '../platform.ts';
import { createAgreementAccess } from './agreement-access.ts';
import { createDownloads } from './agreement-downloads.ts';
import { createAgreementPage } from './agreement-page.ts';
import { createRegistration, keepLink } from './agreement-registration.ts';
import { createAgreementStore } from './agreement-store.ts';
import { viewOf } from './agreement-views.ts';
import { applicationSecrets, CLOSED } from './application-secrets.ts';

export interface Agreements {
  list(): Promise<AgreementsView>;
  /** @throws FlowError as `Registration.register` does */
  registerFile(request: RequestOf<'agreements/register-file'>): Promise<Registered>;
  registerTemplate(request: RequestOf<'agreements/register-template'>): Promise<Registered>;
  /** A new link; where it is not certain that the agreement exists, the present one, if there is any. */
  renew(externalId: string): Promise<ResponseOf<'agreements/renew'>>;
  /** Begins a download, see `Downloads.start`. */
  fetch(externalId: string): Promise<{ readonly ended: Promise<Failure | null> }>;
  forget(externalId: string): Promise<void>;
  /** Everything that is on its way is given up; once that is so, none of it is written any more. */
  stop(): Promise<void>;
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
  });
  const store = createAgreementStore(database, (changed, id) => platform.announce({ changed, id }));
  const access = createAgreementAccess({ settings, vault, store });
  const registration = createRegistration(platform, store);
  const downloads = createDownloads({ platform, database, store, client, access });
  const renewing = onePerKey<LooseLink | null>();

  async function renew(externalId: string): Promise<LooseLink | null> {
    const agreement = await store.read(externalId);
    const { removeOnCompleted, lifetime, eugodaId } = agreement;
    const isNew = step.isRegistered(agreement);
    const release = platform.wake.hold();
    downloads.forgive(externalId);
    try {
      const answer = await access.onBehalf(agreement, using =>
        client.share(using, { externalId, isNew, removeOnCompleted, lifetime, eugodaId }),
      );
      const loose = await keepLink(answer, () =>
        store.change(externalId, known => step.linkArrived(known, 'share', answer, now())),
      );
      if (!answer.reading.understood) throw new FlowError(failure('eugoda-no-link'));
      return loose;
    } catch (error) {
      if (error instanceof EugodaError)
        await store
          .change(externalId, known => step.callFailed(known, error.problem, now(), error.raw))
          .catch(() => undefined);
      throw error;
    } finally {
      release();
    }
  }

  const page = createAgreementPage({
    store,
    texts: ports.texts,
    now,
    applications: access.applicationIds,
    renew: externalId => renewing(externalId, () => renew(externalId)),
    downloads,
    openDesk: route => platform.tabs.openDesk(route),
  });

  return {
    async list() {
      const { eugodaApplications } = await settings.get();
      const label = (id: string) => eugodaApplications.find(one => one.id === id)?.label || id;
      const [vaultState, names, agreements] = await Promise.all([
        vault.state().catch(() => CLOSED),
        vault.names().catch(() => null),
        store.all(),
      ]);
      const secretOf = applicationSecrets(vaultState, names);
      return {
        applications: eugodaApplications.map(({ id }) => ({ id, label: label(id), secret: secretOf(id) })),
        agreements: agreements
          .sort((a, b) => b.createdAt - a.createdAt)
          .map(agreement =>
            viewOf(step.expire(agreement, now()), label(agreement.applicationId), {
              download: downloads.progress(agreement.externalId),
              failure: downloads.failure(agreement.externalId),
            }),
          ),
        vault: vaultState.state,
      };
    },
    async registerFile({ blobId, fileName, ...request }) {
      const { externalId } = request;
      const options = optionsOf(request);
      try {
        const using = await access.access(request.applicationId);
        const blob = await (await database()).get('blobs', blobId);
        if (!blob) throw new FlowError(failure('blob-gone'));
        const { bytes } = blob;
        return await registration.register({
          ...request,
          options,
          call: 'register-file',
          subject: async () => ({
            from: 'file',
            fileName,
            size: bytes.length,
            sha256: await sha256Hex(bytes),
          }),
          send: signal => client.registerFile(using, { externalId, fileName, bytes, options }, signal),
        });
      } finally {
        // The record says what was registered; the bytes were only passing through, and the desk has the file. Where they
        // cannot be deleted now, they are swept.
        await database()
          .then(db => db.delete('blobs', blobId))
          .catch(() => undefined);
      }
    },
    async registerTemplate({ templateId, name, keptName, data, ...request }) {
      const using = await access.access(request.applicationId);
      const { externalId } = request;
      const options = optionsOf(request);
      return registration.register({
        ...request,
        options,
        call: 'register-template',
        subject: async () => ({
          from: 'template',
          templateId,
          profileName: '',
          documentName: keptName,
          dataSha256: await templateDigest(externalId, data),
        }),
        send: signal =>
          client.registerTemplate(using, { externalId, name, templateId, data, options }, signal),
      });
    },
    renew: async externalId => ({ loose: await renewing(externalId, () => renew(externalId)) }),
    fetch: downloads.start,
    async forget(externalId) {
      await downloads.stop(externalId);
      await store.forget(externalId, agreement => step.forget(agreement, now()));
    },
    stop: async () => void (await Promise.all([registration.stop(), downloads.stop()])),
    pageView: page.view,
    pageAct: page.act,
    async rebirth() {
      // Each by itself: what cannot be written for one (a full disk) must not leave the others behind.
      for (const agreement of await store.all()) {
        await registration.takeUp(agreement).catch(() => undefined);
        await downloads.takeUp(agreement);
      }
    },
  };
}

function optionsOf(
  request: Pick<
    RequestOf<'agreements/register-file'>,
    'removeOnCompleted' | 'returnUrl' | 'expectedSignatures' | 'lifetime'
  >,
) {
  const { removeOnCompleted, returnUrl, expectedSignatures, lifetime } = request;
  return { removeOnCompleted, returnUrl, expectedSignatures, lifetime };
}

/** Who asks for what is under way already gets the same answer: two clicks are one request. */
function onePerKey<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (key, run) => {
    const present = running.get(key);
    if (present) return present;
    const task = run().finally(() => running.delete(key));
    running.set(key, task);
    return task;
  };
}
