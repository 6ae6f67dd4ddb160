/**
 * The contract between the stand-ins and their small public key infrastructure (`sandbox/pki`).
 * Everything here is invented: people, companies and authorities of the synthetic vectors.
 */

/** Which OID family a key signs with; the mathematics is the same (O'zDSt of 2009, OZMST of 2024). */
export type Family = 'ozdst-2009' | 'ozmst-2024';

/** Somebody with a key file. `tin` is absent for a natural person. */
export interface Identity {
  /** Stable name inside the sandbox, e.g. `savdo-direktor`. */
  readonly id: string;
  readonly cn: string;
  readonly name: string;
  readonly surname: string;
  readonly organization: string | null;
  readonly position: string | null;
  readonly locality: string | null;
  readonly state: string | null;
  readonly businessCategory: string | null;
  readonly tin: string | null;
  readonly pinfl: string;
  readonly uid: string | null;
  /** Lower-case hex of the certificate serial as a number, no leading zeros (as E-IMZO prints it). */
  readonly serial: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly family: Family;
  /** Signer, authority, root; each DER. */
  readonly chain: readonly Uint8Array[];
  /** Private scalar. Public knowledge: test only. */
  readonly d: bigint;
}

/** What `pkcs7.create_pkcs7` answers with. */
export interface CreatedPkcs7 {
  readonly pkcs7: Uint8Array;
  readonly signerSerialNumber: string;
  /** 64 bytes, s then r, as 128 lower-case hex digits. */
  readonly signatureHex: string;
}

/** What a service that checks with its own eyes finds in a PKCS#7. */
export interface InspectedSigner {
  readonly serial: string;
  readonly tin: string | null;
  readonly pinfl: string | null;
  readonly uid: string | null;
  readonly cn: string | null;
  readonly organization: string | null;
  readonly signatureHex: string;
  readonly signingTime: Date | null;
  /** messageDigest fits the content, signature fits the signedAttrs, chain ends in the sandbox root. */
  readonly digestOk: boolean;
  readonly signatureOk: boolean;
  readonly chainOk: boolean;
  /** genTime of a token over this very signature; null without one. */
  readonly stampedAt: Date | null;
  readonly stampOk: boolean;
}
export interface InspectedPkcs7 {
  /** eContent, null when detached. */
  readonly content: Uint8Array | null;
  readonly signers: readonly InspectedSigner[];
}
