import * as z from 'zod/mini';
import type { ApiKeyPair } from '../ports.ts';
import type { ModuleVersion } from '../versions.ts';
import type { Caller } from './caller.ts';

/** Numbers come as text ("6"); a number proper is as good. */
const Part = z.union([z.string().check(z.regex(/^\d{1,6}$/)), z.int().check(z.nonnegative())]);

export const VersionAnswer = z.looseObject({
  major: Part,
  minor: Part,
  patch: z.optional(z.nullable(Part)), // old builds: major and minor only
  edition: z.optional(z.nullable(z.string())),
});

const Done = z.looseObject({});

/** Allowed from any origin. */
export async function askVersion(call: Caller, signal?: AbortSignal): Promise<ModuleVersion> {
  const { major, minor, patch, edition } = await call('version', [], VersionAnswer, signal);
  return {
    major: Number(major),
    minor: Number(minor),
    patch: patch === undefined || patch === null ? null : Number(patch),
    edition: edition ?? null,
  };
}

/** Registers one pair with the module, for as long as it runs. Throws 'invalid-api-key' when it does not verify. */
export async function sendApiKey(call: Caller, pair: ApiKeyPair, signal?: AbortSignal): Promise<void> {
  await call('apikey', [pair.domain, pair.key], Done, signal);
}

/** The function catalogue: the one answer that is a bare array. Its entries are taken as they come. */
export function apidoc(call: Caller, signal?: AbortSignal): Promise<unknown[]> {
  return call('apidoc', [], z.array(z.unknown()), signal);
}
