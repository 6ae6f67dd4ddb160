import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EugodaSettings } from './settings.ts';
import type { Application, RefusalCode } from './types.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** Thrown wherever a request is refused. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, status: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/**
 * Who asks, checked with our own eyes: the application is known, the timestamp is near our clock, and the
 * validation string is the lower-case hex HMAC-MD5 of "applicationId|externalId|timestamp".
 * @param now the service's clock, milliseconds
 */
export function authenticate(
  parameters: Parameters,
  settings: EugodaSettings,
  now: number,
): { readonly application: Application; readonly externalId: string } {
  const { applicationId, externalId, timestamp, validationString } = parameters;
  if (typeof applicationId !== 'string' || typeof externalId !== 'string' || externalId === '')
    throw new Refusal('malformed', 400);
  if (!/^\d{1,12}$/.test(String(timestamp)) || typeof validationString !== 'string')
    throw new Refusal('malformed', 400);
  const application = settings.applications.find(one => one.id === applicationId);
  if (application === undefined) throw new Refusal('unknown-application', 404);
  if (Math.abs(now / 1000 - Number(timestamp)) > settings.timestampTolerance)
    throw new Refusal('timestamp', 401);
  const mac = createHmac('md5', application.secret).update(
    `${applicationId}|${externalId}|${timestamp}`,
    'utf8',
  );
  const expected = Buffer.from(mac.digest('hex'));
  const given = Buffer.from(validationString);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refusal('validation-string', 403);
  return { application, externalId };
}

/** An optional parameter of a type; refused when it is there with another type. */
export function optional<T extends 'string' | 'number' | 'boolean'>(
  parameters: Parameters,
  name: string,
  type: T,
): { string: string; number: number; boolean: boolean }[T] | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type) throw new Refusal('malformed', 400);
  return value as { string: string; number: number; boolean: boolean }[T];
}

export function required(parameters: Parameters, name: string): string {
  const value = optional(parameters, name, 'string');
  if (value === undefined || value === '') throw new Refusal('malformed', 400);
  return value;
}
