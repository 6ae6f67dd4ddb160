import { toBase64 } from '../bytes/base64.ts';
import { validationString } from './mac.ts';
import type { EugodaAccess } from './ports.ts';

/** What both kinds of registration may say. */
export interface RegistrationOptions {
  /** The document is deleted once it is signed and delivered: the first delivery is then the last. */
  readonly removeOnCompleted: boolean;
  readonly expectedSignatures: number;
  /** Seconds the link lives. */
  readonly lifetime: number;
  /** Called by the service, server to server; empty for none. */
  readonly returnUrl: string;
}

/** The service's defaults, but for `removeOnCompleted`, which we leave off unless the user asks. */
export const defaultRegistrationOptions: RegistrationOptions = {
  removeOnCompleted: false,
  expectedSignatures: 1,
  lifetime: 7200,
  returnUrl: '',
};

export type TemplateData = Readonly<Record<string, string | number>>;

export type EugodaCall =
  | {
      readonly call: 'register-file';
      readonly externalId: string;
      readonly fileName: string;
      readonly bytes: Uint8Array;
      readonly options: RegistrationOptions;
    }
  | {
      readonly call: 'register-template';
      readonly externalId: string;
      readonly name: string;
      /** Kept as the user gave it: whether the service has numbers or texts is not known. */
      readonly templateId: string | number;
      readonly data: TemplateData;
      readonly options: RegistrationOptions;
    }
  | {
      readonly call: 'share';
      readonly externalId: string;
      readonly isNew: boolean;
      /** Null: not said, so that what it was registered with stays (guess). */
      readonly removeOnCompleted: boolean | null;
    }
  | { readonly call: 'document'; readonly externalId: string };

export type EugodaCallName = EugodaCall['call'];

export interface EugodaRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** For redaction: an answer may echo it. */
  readonly validationString: string;
}

/** The host is fixed: the extension's policy admits no other, on whatever port. */
export const eugodaOrigin = (port: number): string => `https://eugoda.com:${port}`;

const paths: Readonly<Record<EugodaCallName, string>> = {
  'register-file': '/api/signing',
  'register-template': '/api/signing/template',
  share: '/api/signing/share',
  document: '/api/signing/document',
};

export const endpointOf = (call: EugodaCallName, port: number): string => eugodaOrigin(port) + paths[call];

/**
 * Builds a request of the demo page's four.
 * @param nowMs the moment of sending: the timestamp is part of the MAC and the service's tolerance is unknown.
 */
export function buildRequest(access: EugodaAccess, call: EugodaCall, nowMs: number): EugodaRequest {
  const tuple = {
    applicationId: access.applicationId,
    externalId: call.externalId,
    timestamp: Math.floor(nowMs / 1000),
  };
  const mac = validationString(tuple, access.secret);
  const url = endpointOf(call.call, access.port);
  if (call.call === 'document') {
    // The MAC is over the raw values, not over the encoded ones (guess; our own ids need no encoding anyway).
    const query = new URLSearchParams({
      ...tuple,
      timestamp: String(tuple.timestamp),
      validationString: mac,
    });
    return { method: 'GET', url: `${url}?${query}`, headers: {}, validationString: mac };
  }
  const encoded = encodeBody({ ...tuple, ...fieldsOf(call), validationString: mac });
  return { method: 'POST', url, ...encoded, validationString: mac };
}

function fieldsOf(call: Exclude<EugodaCall, { call: 'document' }>): Record<string, unknown> {
  if (call.call === 'share') {
    const { isNew, removeOnCompleted: remove } = call;
    return remove === null ? { isNew } : { isNew, removeOnCompleted: remove };
  }
  const { removeOnCompleted, expectedSignatures, lifetime, returnUrl } = call.options;
  // "Left empty" in the demo: taken as not sent (guess), since an empty text may fail a check for a URL.
  const common = {
    removeOnCompleted,
    expectedSignatures,
    lifetime,
    ...(returnUrl === '' ? {} : { returnUrl }),
  };
  if (call.call === 'register-file')
    return { fileName: call.fileName, content: toBase64(call.bytes), ...common };
  return { name: call.name, templateId: call.templateId, data: call.data, ...common };
}

/**
 * Guess (medium to high): JSON. The demo page says "in the body" only; nested `data`, booleans and numbers
 * speak for JSON.
 */
function encodeBody(fields: Readonly<Record<string, unknown>>): {
  readonly headers: Record<string, string>;
  readonly body: string;
} {
  return { headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(fields) };
}
