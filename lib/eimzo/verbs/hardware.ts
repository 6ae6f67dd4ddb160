import * as z from 'zod/mini';
import type { Caller } from './caller.ts';

const Readers = z.looseObject({ readers: z.array(z.unknown()) });
const Tokens = z.looseObject({ tokens: z.array(z.unknown()) });
const Devices = z.looseObject({ devices: z.array(z.unknown()) });
const Supported = z.looseObject({ list: z.array(z.string()) });

/** Kinds of hardware; each word is also the id that create_pkcs7 takes instead of a keyId. */
export type HardwareKind = 'idcard' | 'baikey' | 'ckc';

/** A device in words: a text as it is, of an object its most telling fields (the shapes are recorded for ckc only). */
function deviceText(device: unknown): string {
  if (typeof device !== 'object' || device === null) return String(device ?? '');
  return Object.values(device)
    .filter(value => typeof value === 'string' && value !== '')
    .join(' · ');
}

/** The devices of one kind that are plugged in, in words; empty: none. */
export async function listDevices(call: Caller, kind: HardwareKind, signal?: AbortSignal): Promise<string[]> {
  const found =
    kind === 'idcard'
      ? (await call('idcard.list_readers', [], Readers, signal)).readers
      : kind === 'baikey'
        ? (await call('baikey.list_tokens', [], Tokens, signal)).tokens
        : (await call('ckc.list_ckc', [], Devices, signal)).devices;
  return found.map(deviceText);
}

/** What "ckc" covers on this module, e.g. ["idcard","baikey","uzgrd"]. */
export async function supportedCkc(call: Caller, signal?: AbortSignal): Promise<string[]> {
  return (await call('ckc.supported_ckc', [], Supported, signal)).list;
}
