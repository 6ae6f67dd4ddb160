import * as step from '../../lib/eugoda/agreement-steps.ts';
import type { Agreement } from '../../lib/eugoda/agreements.ts';
import { EugodaError, type EugodaErrorCode } from '../../lib/eugoda/errors.ts';
import type { EugodaAccess } from '../../lib/eugoda/ports.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import { eugodaSecretName, type Vault } from '../../lib/vault/vault.ts';
import type { AgreementStore } from './agreement-store.ts';

export interface AgreementAccess {
  /** @throws FlowError `eugoda-no-application`, `vault-locked`, `eugoda-secret-missing` */
  access(applicationId: string): Promise<EugodaAccess>;
  applicationIds(): Promise<string[]>;
  /** The application to ask about an agreement, or to begin with. @throws as `access` does */
  first(agreement: Agreement): Promise<EugodaAccess>;
  onBehalf<T>(agreement: Agreement, ask: (using: EugodaAccess) => Promise<T>): Promise<T>;
}

/** In whose name eUgoda is asked: applications are in the settings, their secrets in the vault. */
export function createAgreementAccess(ports: {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly store: AgreementStore;
}): AgreementAccess {
  const { settings, vault, store } = ports;

  async function access(applicationId: string): Promise<EugodaAccess> {
    const { eugodaApplications } = await settings.get();
    const application = eugodaApplications.find(candidate => candidate.id === applicationId);
    if (!application) throw new FlowError(failure('eugoda-no-application'));
    const secret = await vault.get(eugodaSecretName(applicationId));
    if (secret.state !== 'open')
      throw new FlowError(failure(secret.state === 'locked' ? 'vault-locked' : 'eugoda-secret-missing'));
    return { applicationId, secret: secret.value, port: application.port };
  }

  async function applicationIds(): Promise<string[]> {
    return (await settings.get()).eugodaApplications.map(({ id }) => id);
  }

  /** Its own first, unless others are left where that one is gone. */
  async function candidates({ applicationId, subject, owned }: Agreement): Promise<string[]> {
    const ids = subject.from === 'page' && !owned ? await applicationIds() : [];
    const isGone = ids.length > 0 && !ids.includes(applicationId);
    return isGone ? ids : [...new Set([applicationId, ...ids])];
  }

  const first = async (agreement: Agreement) => access((await candidates(agreement))[0]!);

  /**
   * Asks for an agreement in its application's name. Whose an agreement from a page is, nobody says: until one has
   * answered for it, the applications are tried in turn. That has no effect where it is not known.
   */
  async function onBehalf<T>(agreement: Agreement, ask: (using: EugodaAccess) => Promise<T>): Promise<T> {
    if (agreement.subject.from !== 'page' || agreement.owned) return ask(await first(agreement));
    let refusal: unknown = null;
    for (const id of await candidates(agreement)) {
      try {
        const answer = await ask(await access(id));
        await owns(agreement, id);
        return answer;
      } catch (error) {
        if (isAbout(error, KNOWN)) await owns(agreement, id);
        const isOwn = id === agreement.applicationId;
        if (isAbout(error, KNOWN) || !(error instanceof FlowError) || (isOwn && !isAbout(error, UNKNOWN)))
          throw error;
        // Who could not be asked may know it: that is the news, and not that the others do not.
        if (refusal === null || isAbout(refusal, UNKNOWN)) refusal = error;
      }
    }
    throw refusal;
  }

  /** Whose it is can be found out again: what was answered, perhaps only once, does not hang on writing it down. */
  async function owns(agreement: Agreement, id: string): Promise<void> {
    await store.change(agreement.externalId, one => step.belongsTo(one, id)).catch(() => undefined);
  }

  return { access, applicationIds, first, onBehalf };
}

/** Refusals that nobody gets for an agreement of somebody else. */
const KNOWN: ReadonlySet<EugodaErrorCode> = new Set(['not-signed-yet', 'link-expired']);
const UNKNOWN: ReadonlySet<EugodaErrorCode> = new Set(['unknown-document']);

function isAbout(error: unknown, codes: ReadonlySet<EugodaErrorCode>): boolean {
  return error instanceof EugodaError && codes.has(error.problem.code);
}
