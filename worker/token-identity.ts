import { parseCertificate } from '../lib/cms/certificate.ts';
import { CmsError } from '../lib/cms/cms-error.ts';
import { displayName } from '../lib/eimzo/keys/display-name.ts';
import type { HardwareKey } from '../lib/eimzo/keys/key.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { KeyValuePort } from '../lib/vault/ports.ts';

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
  /** Asks the module for the certificate. A token that was unplugged is forgotten with `keep`. */
  read(kind: HardwareKey['kind']): Promise<TokenIdentity>;
  /** Another token may be plugged in by the time a kind comes back. */
  keep(kinds: ReadonlySet<string>): Promise<void>;
}

const STORED = 'keys.tokens';

/**
 * Hardware is listed without a name, so its owner is asked for when somebody
 * signs in with it: then a PIN window is no surprise. That get_certificate_chain takes the fixed word of the hardware,
 * as create_pkcs7 does, is a guess [G]; where it does not, the refusal is shown.
 */
export function createTokenIdentities(module: Module, session: KeyValuePort): TokenIdentities {
  let identities: Map<HardwareKey['kind'], TokenIdentity> | null = null;
  const load = async () => {
    identities ??= new Map(
      ((await session.get(STORED)) as [HardwareKey['kind'], TokenIdentity][] | undefined) ?? [],
    );
    return identities;
  };
  const save = async () => session.set(STORED, [...(identities ?? [])]);
  return {
    known: load,
    async read(kind) {
      const [own] = await module.certificateChain(kind);
      const identity = identityIn(own ?? '');
      (await load()).set(kind, identity);
      await save();
      return identity;
    },
    async keep(kinds) {
      const all = await load();
      const gone = [...all.keys()].filter(kind => !kinds.has(kind));
      for (const kind of gone) all.delete(kind);
      if (gone.length > 0) await save();
    },
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
