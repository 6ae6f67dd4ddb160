import { randomBytes, randomUUID } from 'node:crypto';
import { optional, type Parameters, Refusal, required } from './checks.ts';
import type { EugodaSettings } from './settings.ts';
import type { Application, SigningLink, StoredAgreement } from './types.ts';

/** The agreements of the service, and what may be done with them. */
export interface Registry {
  readonly agreements: StoredAgreement[];
  registerFile(application: Application, externalId: string, parameters: Parameters): StoredAgreement;
  registerTemplate(application: Application, externalId: string, parameters: Parameters): StoredAgreement;
  share(application: Application, externalId: string, parameters: Parameters): StoredAgreement;
  find(application: Application, externalId: string): StoredAgreement;
  /** By the token of its newest link; older links lead nowhere. */
  byToken(token: string): StoredAgreement | null;
  /** One signature, as the button on the signing page gives it. */
  sign(agreement: StoredAgreement): void;
  isComplete(agreement: StoredAgreement): boolean;
}

/** @param clock the service's own, milliseconds */
export function createRegistry(settings: () => EugodaSettings, clock: () => number): Registry {
  const agreements: StoredAgreement[] = [];
  const newLink = (lifetime: number): SigningLink => ({
    token: randomBytes(12).toString('hex'),
    until: clock() + lifetime * 1000,
  });

  function store(
    application: Application,
    externalId: string,
    parameters: Parameters,
    document: Pick<StoredAgreement, 'kind' | 'documentName' | 'content'>,
  ): StoredAgreement {
    if (agreements.some(one => one.applicationId === application.id && one.externalId === externalId))
      throw new Refusal('duplicate', 409);
    const lifetime = optional(parameters, 'lifetime', 'number') ?? 7200;
    if (!(lifetime > 0 && lifetime <= settings().maxLifetime)) throw new Refusal('lifetime', 400);
    const expectedSignatures = optional(parameters, 'expectedSignatures', 'number') ?? 1;
    if (!Number.isInteger(expectedSignatures) || expectedSignatures < 1) throw new Refusal('malformed', 400);
    const agreement: StoredAgreement = {
      id: randomUUID(),
      applicationId: application.id,
      externalId,
      ...document,
      expectedSignatures,
      lifetime,
      returnUrl: optional(parameters, 'returnUrl', 'string') || null,
      createdAt: clock(),
      removeOnCompleted: optional(parameters, 'removeOnCompleted', 'boolean') ?? false,
      link: newLink(lifetime),
      signedAt: [],
      deliveries: 0,
      removed: false,
    };
    agreements.push(agreement);
    return agreement;
  }

  function find(application: Application, externalId: string): StoredAgreement {
    const found = agreements.find(
      one => one.applicationId === application.id && one.externalId === externalId,
    );
    if (found === undefined || found.removed) throw new Refusal('unknown-document', 404);
    return found;
  }

  return {
    agreements,
    find,

    registerFile(application, externalId, parameters) {
      const text = required(parameters, 'content');
      // Bare standard base64 only: Buffer would accept nearly anything.
      if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new Refusal('malformed', 400);
      const documentName = required(parameters, 'fileName');
      const content = new Uint8Array(Buffer.from(text, 'base64'));
      return store(application, externalId, parameters, { kind: 'file', documentName, content });
    },

    registerTemplate(application, externalId, parameters) {
      const template = application.templates.find(one => one.id === String(parameters.templateId));
      if (template === undefined) throw new Refusal('unknown-template', 404);
      const { data } = parameters;
      if (typeof data !== 'object' || data === null) throw new Refusal('template-data', 400);
      const values = new Map(Object.entries(data));
      if (template.required.some(name => !values.has(name) || values.get(name) === ''))
        throw new Refusal('template-data', 400);
      const lines = [...values].map(([name, value]) => `${name}: ${value}`);
      const content = new TextEncoder().encode(`${required(parameters, 'name')}\n\n${lines.join('\n')}\n`);
      const documentName = `${required(parameters, 'name')}.txt`;
      return store(application, externalId, parameters, { kind: 'template', documentName, content });
    },

    share(application, externalId, parameters) {
      const agreement = find(application, externalId);
      const remove = optional(parameters, 'removeOnCompleted', 'boolean');
      if (optional(parameters, 'isNew', 'boolean')) agreement.link = newLink(agreement.lifetime);
      else if (agreement.link.until <= clock()) throw new Refusal('link-expired', 410);
      if (remove !== undefined) agreement.removeOnCompleted = remove;
      return agreement;
    },

    byToken: token => agreements.find(one => one.link.token === token && !one.removed) ?? null,

    sign(agreement) {
      if (agreement.link.until <= clock()) throw new Refusal('link-expired', 410);
      if (agreement.signedAt.length < agreement.expectedSignatures) agreement.signedAt.push(clock());
    },

    isComplete: agreement => agreement.signedAt.length >= agreement.expectedSignatures,
  };
}
