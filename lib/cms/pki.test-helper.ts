import { forWebCrypto } from '../bytes/sha256.ts';
import { parseBer } from './ber.ts';
import { concatBytes } from './bytes.ts';
import { encodeDer, encodeOid, reencodeDer } from './der.ts';
import * as oids from './oids.ts';

/** Authorities, people and files of our own making, with every oddity one may wish; on P-256, which is quick. */
export const text = (value: string) => new TextEncoder().encode(value);
export const sequence = (...parts: Uint8Array[]) => encodeDer(0x30, ...parts);
export const set = (...parts: Uint8Array[]) => encodeDer(0x31, ...parts);
export const octets = (...parts: Uint8Array[]) => encodeDer(0x04, ...parts);
export const integer = (value: number) => Uint8Array.of(2, 1, value);
export const attribute = (oid: string, value: Uint8Array) => sequence(encodeOid(oid), set(value));
const bits = (bytes: Uint8Array) => encodeDer(0x03, Uint8Array.of(0), bytes);
const nameOf = (cn: string) => sequence(set(sequence(encodeOid('2.5.4.3'), encodeDer(0x0c, text(cn)))));
const time = (value: string) => encodeDer(0x17, text(value));
const ECDSA_SHA256 = sequence(encodeOid('1.2.840.10045.4.3.2'));
export const SHA256 = sequence(encodeOid(oids.ID_SHA_256));

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', forWebCrypto(bytes)));
}

/** A private key with what it signs by. */
export interface Key {
  readonly spki: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly digestAlgorithm: Uint8Array;
  digest(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** As it stands in a SignerInfo. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** As it stands in a certificate, where that is something else. */
  signCertificate?(message: Uint8Array): Uint8Array;
}

export async function newKey(): Promise<Key> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    signatureAlgorithm: ECDSA_SHA256,
    digestAlgorithm: SHA256,
    digest: sha256,
    async sign(message) {
      const scheme = { name: 'ECDSA', hash: 'SHA-256' };
      const raw = new Uint8Array(await crypto.subtle.sign(scheme, pair.privateKey, forWebCrypto(message)));
      const half = (part: Uint8Array) => encodeDer(0x02, Uint8Array.of(0), part);
      return sequence(half(raw.subarray(0, 32)), half(raw.subarray(32)));
    },
  };
}

export interface Party {
  readonly cn: string;
  readonly issuerCn: string;
  readonly serial: number;
  readonly key: Key;
  readonly certificate: Uint8Array;
}
export interface Wish {
  readonly cn: string;
  readonly issuer?: Party;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** The first byte of the bits: 0x80 digitalSignature, 0x20 keyEncipherment, 0x04 keyCertSign. */
  readonly keyUsage?: number;
  readonly purpose?: string;
  /** An extension nobody here knows. */
  readonly demand?: 'critical' | 'not-critical';
  readonly until?: string;
  /** An own key instead of a new one. */
  readonly key?: Key;
  /** The number of another certificate. */
  readonly serial?: number;
}
let lastSerial = 1;

/** Makes a key and a certificate for it, self-signed unless there is an issuer. */
export async function issue(wish: Wish): Promise<Party> {
  const { cn, issuer, pathLength, keyUsage, purpose } = wish;
  const key = wish.key ?? (await newKey());
  const extension = (oid: string, value: Uint8Array, critical = false) =>
    sequence(encodeOid(oid), ...(critical ? [Uint8Array.of(1, 1, 0xff)] : []), octets(value));
  const limit = pathLength === undefined ? [] : [integer(pathLength)];
  const extensions = [
    // As the Uzbek authorities write it: TRUE is 01, not FF.
    ...(wish.ca ? [extension(oids.ID_BASIC_CONSTRAINTS, sequence(Uint8Array.of(1, 1, 1), ...limit))] : []),
    ...(keyUsage === undefined ? [] : [extension(oids.ID_KEY_USAGE, Uint8Array.of(3, 2, 0, keyUsage), true)]),
    ...(purpose ? [extension(oids.ID_EXT_KEY_USAGE, sequence(encodeOid(purpose)))] : []),
    ...(wish.demand ? [extension('1.2.3.4.5', Uint8Array.of(5, 0), wish.demand === 'critical')] : []),
  ];
  const serial = wish.serial ?? ++lastSerial;
  const issuerCn = issuer?.cn ?? cn;
  const by = issuer?.key ?? key;
  const tbs = sequence(
    encodeDer(0xa0, integer(2)),
    integer(serial),
    by.signatureAlgorithm,
    nameOf(issuerCn),
    sequence(time('200101000000Z'), time(wish.until ?? '400101000000Z')),
    nameOf(cn),
    key.spki,
    ...(extensions.length > 0 ? [encodeDer(0xa3, sequence(...extensions))] : []),
  );
  const signature = await (by.signCertificate ?? by.sign)(tbs);
  const certificate = sequence(tbs, by.signatureAlgorithm, bits(signature));
  return { cn, issuerCn, serial, key, certificate };
}

export interface CmsWish {
  readonly signer: Party;
  readonly content: Uint8Array;
  /** True: the content stays outside. */
  readonly detached?: boolean;
  /** All certificates of the file; the signer's alone if not told. */
  readonly certificates?: readonly Uint8Array[];
  readonly contentType?: string;
  /** False: the signature is straight over the content. */
  readonly signsAttributes?: boolean;
  /** The value of the attribute contentType. */
  readonly claimedType?: Uint8Array;
  /** Further signed attributes. */
  readonly attributes?: readonly Uint8Array[];
  readonly signingTime?: string;
  readonly version?: number;
  readonly signerVersion?: number;
  readonly announced?: Uint8Array;
  readonly signatureAlgorithm?: Uint8Array;
}

/** A SignedData file in DER. */
export async function makeCms(wish: CmsWish): Promise<{ cms: Uint8Array; signature: Uint8Array }> {
  const { signer, content, contentType = oids.ID_DATA } = wish;
  const { key } = signer;
  const attributes = reencodeDer(
    parseBer(
      set(
        attribute(oids.ID_CONTENT_TYPE, wish.claimedType ?? encodeOid(contentType)),
        attribute(oids.ID_SIGNING_TIME, time(wish.signingTime ?? '260101000000Z')),
        attribute(oids.ID_MESSAGE_DIGEST, octets(await key.digest(content))),
        ...(wish.attributes ?? []),
      ),
    ),
  );
  const signsAttributes = wish.signsAttributes ?? true;
  const signature = await key.sign(signsAttributes ? attributes : content);
  const info = sequence(
    integer(wish.signerVersion ?? 1),
    sequence(nameOf(signer.issuerCn), integer(signer.serial)),
    key.digestAlgorithm,
    ...(signsAttributes ? [concatBytes(Uint8Array.of(0xa0), attributes.subarray(1))] : []),
    wish.signatureAlgorithm ?? key.signatureAlgorithm,
    octets(signature),
  );
  const signedData = sequence(
    integer(wish.version ?? (contentType === oids.ID_DATA ? 1 : 3)),
    set(wish.announced ?? key.digestAlgorithm),
    sequence(encodeOid(contentType), ...(wish.detached ? [] : [encodeDer(0xa0, octets(content))])),
    encodeDer(0xa0, ...(wish.certificates ?? [signer.certificate])),
    set(info),
  );
  return { cms: sequence(encodeOid(oids.ID_SIGNED_DATA), encodeDer(0xa0, signedData)), signature };
}

/** A time stamp token over a signature value, of the year 2025 if not told otherwise. */
export async function makeToken(
  tsa: Party,
  imprint: { readonly algorithm: string; readonly digest: Uint8Array },
  changes: Partial<CmsWish> & { readonly genTime?: string } = {},
): Promise<Uint8Array> {
  const { genTime = '20250917000000Z', ...wish } = changes;
  const messageImprint = sequence(sequence(encodeOid(imprint.algorithm)), octets(imprint.digest));
  const when = encodeDer(0x18, text(genTime));
  const content = sequence(integer(1), encodeOid('1.2.3'), messageImprint, integer(5), when);
  return (await makeCms({ signer: tsa, content, contentType: oids.ID_CT_TST_INFO, ...wish })).cms;
}
