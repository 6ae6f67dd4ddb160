import * as z from 'zod/mini';
import { readEntries } from '../wire.ts';
import type { Caller } from './caller.ts';

/** A key file as the module lists it. All four strings go back verbatim: there is no id. */
export const PfxEntry = z.looseObject({
  disk: z.string(),
  path: z._default(z.string(), ''),
  name: z.string(),
  alias: z.string(),
});
export type PfxEntry = z.output<typeof PfxEntry>;

/** A ytks entry carries discrete fields beside the four [R]; dates in milliseconds since 1970. */
export const YtksEntry = z.looseObject({
  disk: z.string(),
  path: z._default(z.string(), ''),
  name: z.string(),
  alias: z.string(),
  serialNumber: z._default(z.string(), ''),
  subjectName: z.optional(z.string()),
  validFrom: z.optional(z.number()),
  validTo: z.optional(z.number()),
});
export type YtksEntry = z.output<typeof YtksEntry>;

/** A smart card of modules before 4.12 [O]: `info` is an alias, `cardUID` the id to load it by. */
export const FtjcEntry = z.looseObject({ cardUID: z.string(), info: z._default(z.string(), '') });
export type FtjcEntry = z.output<typeof FtjcEntry>;

const Certificates = z.looseObject({ certificates: z.array(z.unknown()) });
const Disks = z.looseObject({ disks: z.array(z.string()) });
const Tokens = z.looseObject({ tokens: z.array(z.unknown()) });
const Loaded = z.looseObject({ keyId: z.string().check(z.minLength(1)) });

export async function listDisks(call: Caller, signal?: AbortSignal): Promise<string[]> {
  return (await call('pfx.list_disks', [], Disks, signal)).disks;
}

export async function listPfx(call: Caller, signal?: AbortSignal): Promise<PfxEntry[]> {
  const answer = await call('pfx.list_all_certificates', [], Certificates, signal);
  return readEntries(answer.certificates, PfxEntry);
}

export async function listYtks(call: Caller, signal?: AbortSignal): Promise<YtksEntry[]> {
  const answer = await call('ytks.list_all_certificates', [], Certificates, signal);
  return readEntries(answer.certificates, YtksEntry);
}

export async function listFtjc(call: Caller, signal?: AbortSignal): Promise<FtjcEntry[]> {
  return readEntries((await call('ftjc.list_all_keys', [''], Tokens, signal)).tokens, FtjcEntry);
}

/** Arguments of load_key: pfx [disk, path, name, alias]; ytks the same and the serial; ftjc [cardUID]. */
export async function loadKey(
  call: Caller,
  kind: 'pfx' | 'ytks' | 'ftjc',
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  return (await call(`${kind}.load_key`, args, Loaded, signal)).keyId;
}
