import { parseCertificate } from '../../lib/cms/certificate.ts';
import { CmsError } from '../../lib/cms/cms-error.ts';
import { displayName } from '../../lib/eimzo/keys/display-name.ts';
import { type HardwareKey, isFileKey, type Key } from '../../lib/eimzo/keys/key.ts';
import type { Module } from '../../lib/eimzo/module.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { KeyValuePort } from '../../lib/vault/ports.ts';

/** Whose key a token or card holds, out of its certificate; the days as yyyy-mm-dd. */
export interface TokenIdentity {
  readonly owner: string;
  readonly holder: string;
  readonly organization: string | null;
  readonly position: string | null;
  readonly tin: string | null;
  readonly pinfl: string | null;
  readonly serial: string;
  readonly validFrom: string;
  readonly validTo: string;
}

export interface TokenIdentities {
  /** What was learnt in this session, by kind of hardware. */
  known(): Promise<ReadonlyMap<HardwareKey['kind'], TokenIdentity>>;
  /** Asks the module for the certificate. */
  read(key: HardwareKey, signal?: AbortSignal): Promise<TokenIdentity>;
  /** Of the keys that are there now: one that was unplugged, or has become another device, is forgotten. */
  keep(keys: readonly Key[]): Promise<boolean>;
  /** Both tell whether anything was forgotten. */
  forget(kind: HardwareKey['kind']): Promise<boolean>;
}

const STORED = 'keys.tokens';

/** What was read, and from which devices. */
interface Read {
  readonly identity: TokenIdentity;
  readonly devices: string;
}
const devicesOf = ({ devices }: HardwareKey) => devices.join('\n');

/**
 * Hardware is listed without a name, so its owner is asked for when somebody
 * signs in with it: then a PIN window is no surprise. That get_certificate_chain takes the fixed word of the hardware,
 * as create_pkcs7 does, is a guess [G]; where it does not, the refusal is shown.
 */
export function createTokenIdentities(module: Module, session: KeyValuePort): TokenIdentities {
  let reads: Map<HardwareKey['kind'], Read> | null = null;
  const load = async () => {
    reads ??= new Map(((await session.get(STORED)) as [HardwareKey['kind'], Read][] | undefined) ?? []);
    return reads;
  };
  const save = async () => session.set(STORED, [...(reads ?? [])]);
  const forget = async (isGone: (kind: HardwareKey['kind'], read: Read) => boolean) => {
    const all = await load();
    const gone = [...all].filter(entry => isGone(...entry));
    for (const [kind] of gone) all.delete(kind);
    if (gone.length > 0) await save();
    return gone.length > 0;
  };
  return {
    known: async () => new Map([...(await load())].map(([kind, { identity }]) => [kind, identity])),
    async read(key, signal) {
      const [own] = await module.certificateChain(key.kind, signal);
      const identity = identityIn(own ?? '');
      (await load()).set(key.kind, { identity, devices: devicesOf(key) });
      await save();
      return identity;
    },
    keep: keys =>
      forget(
        (kind, { devices }) =>
          !keys.some(key => key.kind === kind && !isFileKey(key) && devicesOf(key) === devices),
      ),
    forget: gone => forget(kind => kind === gone),
  };
}

function identityIn(certificate64: string): TokenIdentity {
  try {
    const der = Uint8Array.from(atob(certificate64), character => character.charCodeAt(0));
    const { subject, serialHex, notBefore, notAfter } = parseCertificate(der);
    const { tin, uid, pinfl } = subject;
    const company = tin !== null && tin !== uid;
    return {
      owner: company ? `tin:${tin}` : `person:${pinfl ?? uid ?? serialHex}`,
      holder: displayName(subject.cn ?? ''),
      organization: subject.o === null ? null : displayName(subject.o),
      position: subject.t,
      tin: tin ?? uid,
      pinfl,
      serial: serialHex,
      validFrom: notBefore.toISOString().slice(0, 10),
      validTo: notAfter.toISOString().slice(0, 10),
    };
  } catch (cause) {
    if (!(cause instanceof CmsError) && !(cause instanceof DOMException)) throw cause;
    throw new FlowError(failure('module-malformed'), { cause });
  }
}
