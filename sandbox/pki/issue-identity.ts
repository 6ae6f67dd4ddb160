import { createHash } from 'node:crypto';
import { authority, scalarOf, unknownAuthority } from './authorities.ts';
import { encodeName, issueCertificate, type NameParts } from './certificate.ts';
import type { Family, Identity } from './types.ts';

/** What somebody is issued a key for. Left out: null, or a validity of 2025 to 2037. */
export interface IdentityRequest {
  readonly id: string;
  readonly cn: string;
  readonly name: string;
  readonly surname: string;
  readonly organization?: string | null;
  readonly position?: string | null;
  readonly locality?: string | null;
  readonly state?: string | null;
  readonly businessCategory?: string | null;
  readonly tin?: string | null;
  readonly pinfl: string;
  readonly uid?: string | null;
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly family?: Family;
  /** `sandbox` (the default) ends in the sandbox's root, `unknown` in a root that nobody trusts. */
  readonly issuer?: 'sandbox' | 'unknown';
}

/** Four serial bytes from the id, never zero at the front, as real user serials are. */
function serialOf(id: string): bigint {
  const number = createHash('sha256').update(`imzochi sandbox serial ${id}`).digest().readUInt32BE();
  return BigInt((number | 0x10000000) >>> 0);
}

/** Subject attributes in the order of real certificates. */
function subjectOf(identity: Omit<Identity, 'chain'>): NameParts {
  const parts: readonly (readonly [NameParts[number][0], string | null])[] = [
    ['cn', identity.cn],
    ['name', identity.name],
    ['surname', identity.surname],
    ['o', identity.organization],
    ['t', identity.position],
    ['l', identity.locality],
    ['st', identity.state],
    ['businessCategory', identity.businessCategory],
    ['c', 'UZ'],
    ['uid', identity.uid],
    ['tin', identity.tin],
    ['pinfl', identity.pinfl],
  ];
  return parts.filter((part): part is NameParts[number] => part[1] !== null);
}

/**
 * Issues an identity. Everything follows from the request: the same one gives the same key, serial and certificate
 * at every start. The certificate itself is only made when its chain is first read.
 */
export function issueIdentity(request: IdentityRequest): Identity {
  const facts = {
    id: request.id,
    cn: request.cn,
    name: request.name,
    surname: request.surname,
    organization: request.organization ?? null,
    position: request.position ?? null,
    locality: request.locality ?? null,
    state: request.state ?? null,
    businessCategory: request.businessCategory ?? null,
    tin: request.tin ?? null,
    pinfl: request.pinfl,
    uid: request.uid ?? null,
    serial: serialOf(request.id).toString(16),
    validFrom: request.validFrom ?? new Date('2025-01-10T06:00:00Z'),
    validTo: request.validTo ?? new Date('2037-01-10T18:59:59Z'),
    family: request.family ?? 'ozdst-2009',
    d: scalarOf(request.id),
  } as const;
  let chain: readonly Uint8Array[] | undefined;
  return {
    ...facts,
    get chain() {
      if (chain === undefined) {
        const issuer = request.issuer === 'unknown' ? unknownAuthority() : authority;
        const certificate = issueCertificate({
          serial: serialOf(request.id),
          subject: encodeName(subjectOf(facts)),
          validFrom: facts.validFrom,
          validTo: facts.validTo,
          family: facts.family,
          d: facts.d,
          extensions: issuer.extensions,
          issuer: { name: issuer.certificate.subject, d: issuer.d },
        });
        chain = [certificate, ...issuer.chain];
      }
      return chain;
    },
  };
}
