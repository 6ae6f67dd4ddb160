import {
  beginRegistration,
  callFailed,
  expire,
  fetchBegan,
  fetchEnded,
  forget,
  interrupted,
  linkArrived,
  trackFromPage,
} from '../lib/eugoda/agreement-steps.ts';
import { type Agreement, agreementName, bestArchive, readAgreement } from '../lib/eugoda/agreements.ts';
import { createEugoda, type EugodaClient, type LinkAnswer } from '../lib/eugoda/client.ts';
import { readMoment } from '../lib/eugoda/dates.ts';
import { sha256Hex, templateDigest } from '../lib/eugoda/digest.ts';
import { EugodaError, failureOf as eugodaFailure } from '../lib/eugoda/errors.ts';
import type { EugodaAccess } from '../lib/eugoda/ports.ts';
import type { Translator } from '../lib/i18n/translator.ts';
import type { RequestOf } from '../lib/messages/protocol.ts';
import type {
  AgreementsView,
  AgreementView,
  PageAgreement,
  PageAgreementView,
} from '../lib/messages/views.ts';
import type { Receipt } from '../lib/receipts/receipt.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { Database } from '../lib/store/database.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { eugodaSecretName, type Vault } from '../lib/vault/vault.ts';
import { createArchiveSink } from './archive-sink.ts';
import type { WorkerPlatform } from './platform.ts';
import { wordFailure } from './words.ts';

export interface Agreements {
  list(): Promise<AgreementsView>;
  registerFile(request: RequestOf<'agreements/register-file'>): Promise<{ externalId: string }>;
  registerTemplate(request: RequestOf<'agreements/register-template'>): Promise<{ externalId: string }>;
  renew(externalId: string): Promise<void>;
  fetch(externalId: string): Promise<void>;
  forget(externalId: string): Promise<void>;
  pageView(seen: PageAgreement): Promise<PageAgreementView | null>;
  pageAct(request: RequestOf<'agreement-page/act'>): Promise<PageAgreementView | null>;
  /** Registrations and downloads that a dead worker left open: said, never repeated. */
  rebirth(): Promise<void>;
}

export interface AgreementPorts {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly texts: () => Promise<Translator>;
}

/** What the demo sends when a page's agreement is taken over: its own settings are not known. */
const PAGE_OPTIONS = { removeOnCompleted: false, returnUrl: '', expectedSignatures: 1, lifetime: 7200 };

/** eUgoda: every agreement is written down before it is asked for, and a create call is never repeated by itself. */
export function createAgreements(ports: AgreementPorts): Agreements {
  const { platform } = ports;
  const now = () => platform.timer.now();
  const client: EugodaClient = createEugoda({
    fetch: (url, init) => platform.fetch(url, init),
    clock: { now },
    random: count => crypto.getRandomValues(new Uint8Array(count)),
  });

  const write = async (agreement: Agreement): Promise<Agreement> => {
    await (await ports.database()).put('agreements', agreement);
    platform.announce({ changed: 'agreements', id: agreement.externalId });
    return agreement;
  };
  const read = async (externalId: string): Promise<Agreement> => {
    const found = readAgreement(await (await ports.database()).get('agreements', externalId));
    if (!found || found.state === 'forgotten') throw new FlowError(failure('document-gone'));
    return found;
  };
  const access = async (applicationId: string): Promise<EugodaAccess> => {
    const application = (await ports.settings.get()).eugodaApplications.find(
      candidate => candidate.id === applicationId,
    );
    if (!application) throw new FlowError(failure('eugoda-unknown-application'));
    const secret = await ports.vault.get(eugodaSecretName(applicationId));
    if (secret.state !== 'open')
      throw new FlowError(failure(secret.state === 'locked' ? 'vault-locked' : 'eugoda-secret-missing'));
    return { applicationId, secret: secret.value, port: application.port };
  };

  async function register(
    begun: Agreement,
    call: 'register-file' | 'register-template',
    send: () => Promise<LinkAnswer>,
  ): Promise<void> {
    await write(begun);
    const release = platform.wake.hold();
    try {
      const answer = await send();
      const arrived = await write(linkArrived(await read(begun.externalId), call, answer, now()));
      await (await ports.database()).put('receipts', receiptOf(arrived, answer, now()));
      platform.announce({ changed: 'receipts', id: null });
    } catch (error) {
      if (error instanceof EugodaError)
        await write(callFailed(await read(begun.externalId), error.problem, now()));
      throw error;
    } finally {
      release();
    }
  }

  async function renew(externalId: string, isNew: boolean): Promise<void> {
    const agreement = await read(externalId);
    const release = platform.wake.hold();
    try {
      const answer = await client.share(await access(agreement.applicationId), {
        externalId,
        isNew,
        removeOnCompleted: agreement.removeOnCompleted,
        lifetime: agreement.lifetime,
      });
      await write(linkArrived(await read(externalId), 'share', answer, now()));
    } catch (error) {
      if (error instanceof EugodaError) await write(callFailed(await read(externalId), error.problem, now()));
      throw error;
    } finally {
      release();
    }
  }

  async function fetchArchive(externalId: string): Promise<void> {
    const agreement = await read(externalId);
    const using = await access(agreement.applicationId);
    const archiveId = `archive-${crypto.randomUUID()}`;
    await write(fetchBegan(agreement, archiveId, `${externalId}.bin`, now()));
    const release = platform.wake.hold();
    const sink = createArchiveSink(ports.database, {
      id: archiveId,
      owner: `agreement:${externalId}`,
      fallbackName: externalId,
      now,
    });
    try {
      const delivered = await client.fetchDocument(using, { externalId }, sink);
      const fileName = await sink.settle(delivered);
      await write(
        fetchEnded(
          await read(externalId),
          archiveId,
          { size: sink.size(), complete: delivered.delivery.outcome === 'whole', fileName },
          now(),
        ),
      );
    } catch (error) {
      // A refusal that came as an answer was stored all the same; it is no archive, so its note goes.
      await sink.discard();
      const ended = fetchEnded(
        await read(externalId),
        archiveId,
        { size: 0, complete: false, fileName: '' },
        now(),
      );
      await write(error instanceof EugodaError ? callFailed(ended, error.problem, now()) : ended);
      throw error;
    } finally {
      release();
    }
  }

  async function find(externalId: string | null): Promise<Agreement | null> {
    if (!externalId) return null;
    const found = readAgreement(await (await ports.database()).get('agreements', externalId));
    return found && found.state !== 'forgotten' ? expire(found, now()) : null;
  }

  async function pageView(
    seen: PageAgreement,
    problem: string | null = null,
  ): Promise<PageAgreementView | null> {
    const { t, dateTime, language } = await ports.texts();
    const known = await find(seen.externalId);
    const until =
      known && 'until' in known ? known.until : seen.until ? readMoment(seen.until, 'local') : null;
    const link = (known && 'link' in known ? known.link : null) ?? seen.link;
    const row = (label: Parameters<typeof t>[0], value: string | null) =>
      value ? [{ label: t(label), value }] : [];
    const state = !known
      ? t('agreementCard.state.new')
      : known.state === 'fetched'
        ? t('agreementCard.state.fetched')
        : known.state === 'expired'
          ? t('agreementCard.state.expired')
          : until
            ? t('agreementCard.state.active', { time: dateTime(until) })
            : t('agreementCard.state.tracked');
    const action = (id: 'track' | 'copy-link' | 'renew' | 'fetch' | 'open-desk', primary = false) => ({
      id,
      label: t(`agreementCard.action.${id}`),
      primary,
    });
    return {
      language,
      name: t('card.name'),
      chrome: { collapse: t('card.collapse'), expand: t('card.expand') },
      title: t('agreementCard.title'),
      rows: [
        ...row('agreementCard.row.eugodaId', seen.eugodaId ?? known?.eugodaId ?? null),
        ...row('agreementCard.row.externalId', seen.externalId),
        ...row('agreementCard.row.link', link),
        ...row('agreementCard.row.until', until ? dateTime(until) : seen.until),
      ],
      status: problem ? { tone: 'error', text: problem } : { tone: known ? 'done' : 'idle', text: state },
      actions: known
        ? [action('renew'), action('fetch', true), action('copy-link'), action('open-desk')]
        : [action('track', true), action('copy-link')],
      link,
      copied: t('agreementCard.copied'),
    };
  }

  return {
    async list() {
      const db = await ports.database();
      const { eugodaApplications } = await ports.settings.get();
      const agreements = (await db.getAll('agreements')).flatMap(stored => {
        const agreement = readAgreement(stored);
        return agreement && agreement.state !== 'forgotten' ? [expire(agreement, now())] : [];
      });
      const label = (id: string) =>
        eugodaApplications.find(application => application.id === id)?.label || id;
      const state = await ports.vault.state();
      return {
        applications: await Promise.all(
          eugodaApplications.map(async application => {
            const secret = await ports.vault.get(eugodaSecretName(application.id));
            return {
              id: application.id,
              label: application.label || application.id,
              secret: secret.state === 'absent' ? ('missing' as const) : secret.state,
            };
          }),
        ),
        agreements: agreements
          .sort((a, b) => b.createdAt - a.createdAt)
          .map(agreement => viewOf(agreement, label(agreement.applicationId))),
        vault: state.state,
      };
    },
    async registerFile(request) {
      const using = await access(request.applicationId);
      const blob = await (await ports.database()).get('blobs', request.blobId);
      if (!blob) throw new FlowError(failure('document-gone'));
      const externalId = client.newExternalId();
      const options = optionsOf(request);
      const begun = beginRegistration(
        {
          externalId,
          applicationId: using.applicationId,
          subject: {
            from: 'file',
            fileName: request.fileName,
            size: blob.bytes.length,
            sha256: await sha256Hex(blob.bytes),
          },
          options,
        },
        now(),
      );
      await register(begun, 'register-file', () =>
        client.registerFile(using, { externalId, fileName: request.fileName, bytes: blob.bytes, options }),
      );
      // The record says what was registered; the bytes themselves were only passing through.
      await (await ports.database()).delete('blobs', request.blobId);
      return { externalId };
    },
    async registerTemplate(request) {
      const using = await access(request.applicationId);
      const externalId = client.newExternalId();
      const options = optionsOf(request);
      const begun = beginRegistration(
        {
          externalId,
          applicationId: using.applicationId,
          subject: {
            from: 'template',
            templateId: request.templateId,
            profileName: '',
            documentName: request.name,
            dataSha256: await templateDigest(externalId, request.data),
          },
          options,
        },
        now(),
      );
      await register(begun, 'register-template', () =>
        client.registerTemplate(using, {
          externalId,
          name: request.name,
          templateId: request.templateId,
          data: request.data,
          options,
        }),
      );
      return { externalId };
    },
    renew: externalId => renew(externalId, true),
    fetch: fetchArchive,
    async forget(externalId) {
      const db = await ports.database();
      await write(forget(await read(externalId), now()));
      for (const key of await db.getAllKeysFromIndex('blobs', 'owner', `agreement:${externalId}`))
        await db.delete('blobs', key);
    },
    pageView: seen => pageView(seen),
    async pageAct({ seen, action }) {
      try {
        if (action === 'open-desk') await platform.tabs.openDesk('agreements');
        if (action === 'track' && seen.externalId && seen.link && !(await find(seen.externalId))) {
          const application = (await ports.settings.get()).eugodaApplications[0];
          if (!application) throw new FlowError(failure('eugoda-unknown-application'));
          await write(
            trackFromPage(
              {
                externalId: seen.externalId,
                applicationId: application.id,
                eugodaId: seen.eugodaId,
                link: seen.link,
                until: seen.until ? readMoment(seen.until, 'local') : null,
                host: URL.parse(seen.link)?.host ?? '',
                options: PAGE_OPTIONS,
              },
              now(),
            ),
          );
        }
        if (action === 'renew' && seen.externalId) await renew(seen.externalId, true);
        if (action === 'fetch' && seen.externalId) await fetchArchive(seen.externalId);
        return await pageView(seen);
      } catch (error) {
        if (!(error instanceof FlowError)) throw error;
        return pageView(seen, wordFailure(error.failure, await ports.texts()).title);
      }
    },
    async rebirth() {
      for (const stored of await (await ports.database()).getAll('agreements')) {
        const agreement = readAgreement(stored);
        if (agreement?.state === 'registering') await write(interrupted(agreement, now()));
      }
    },
  };
}

function optionsOf(
  request: RequestOf<'agreements/register-file'> | RequestOf<'agreements/register-template'>,
) {
  const { removeOnCompleted, returnUrl, expectedSignatures, lifetime } = request;
  return { removeOnCompleted, returnUrl, expectedSignatures, lifetime };
}

function viewOf(agreement: Agreement, applicationLabel: string): AgreementView {
  const archive = bestArchive(agreement);
  const link = 'link' in agreement ? agreement : { link: null, until: null, untilComputed: false };
  return {
    externalId: agreement.externalId,
    eugodaId: agreement.eugodaId,
    applicationId: agreement.applicationId,
    applicationLabel,
    name: agreementName(agreement),
    state: agreement.state === 'forgotten' ? 'failed' : agreement.state,
    link: link.link,
    until: link.until,
    untilComputed: link.untilComputed,
    createdAt: agreement.createdAt,
    archive: archive
      ? {
          blobId: archive.archiveId,
          fileName: archive.fileName,
          size: archive.size,
          complete: archive.complete,
        }
      : null,
    error: agreement.problem ? eugodaFailure(agreement.problem) : null,
    raw: agreement.answers.at(-1)?.raw ?? null,
    removeOnCompleted: agreement.removeOnCompleted,
  };
}

function receiptOf(agreement: Agreement, answer: LinkAnswer, at: number): Receipt {
  const { subject } = agreement;
  return {
    id: `receipt-${agreement.externalId}`,
    jobId: agreement.externalId,
    service: 'eugoda',
    action: 'eugoda-register',
    at,
    title: agreementName(agreement),
    facts: [],
    company: { tin: null, pinfl: null, name: agreement.applicationId },
    counterparty: null,
    key: null,
    sha256: subject.from === 'file' ? subject.sha256 : '',
    size: subject.from === 'file' ? subject.size : 0,
    signature: null,
    signatureBlobId: null,
    contentBlobId: null,
    detached: false,
    documentId: agreement.externalId,
    url: 'link' in agreement ? agreement.link : null,
    answer: answer.raw.slice(0, 500),
    warning: null,
  };
}
