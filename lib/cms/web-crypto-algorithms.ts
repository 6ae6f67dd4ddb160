import { forWebCrypto } from '../bytes/sha256.ts';
import { parametersOf, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import type {
  AlgorithmRegistry,
  DigestAlgorithm,
  SignatureAlgorithm,
  SignatureCheck,
  SignatureInput,
} from './algorithms.ts';
import { type BerElement, parseBer } from './ber.ts';
import { concatBytes, fromHex } from './bytes.ts';
import { encodeDer, encodeOid } from './der.ts';
import { Fields } from './fields.ts';
import { readIntegerHex, readOid, readSmallInteger } from './values.ts';

/** SHA-1 is left out on purpose: what it says proves nothing any more. */
const HASHES: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const CURVES: Readonly<Record<string, { readonly name: string; readonly size: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', size: 32 },
  '1.3.132.0.34': { name: 'P-384', size: 48 },
};
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

type Key = { readonly spki: Uint8Array; readonly algorithm: EcKeyImportParams | RsaHashedImportParams };
type Scheme = EcdsaParams | RsaPssParams | { name: string };

async function check(
  key: Key,
  scheme: Scheme,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureCheck> {
  try {
    const imported = await crypto.subtle.importKey('spki', forWebCrypto(key.spki), key.algorithm, false, [
      'verify',
    ]);
    const fits = await crypto.subtle.verify(scheme, imported, forWebCrypto(signature), forWebCrypto(message));
    return fits ? 'fits' : 'does-not-fit';
  } catch {
    // WebCrypto refuses keys that are none (a point off the curve): no signature fits them.
    return 'does-not-fit';
  }
}

/** ECDSA (RFC 5480, RFC 5753); `hash` undefined: the one that the SignerInfo names. */
function ecdsa(hash?: string): SignatureAlgorithm {
  return {
    name: hash ? `ECDSA, ${hash}` : 'ECDSA',
    async verify({ spki, digestOid, message, signature }) {
      const usedHash = hash ?? HASHES[digestOid];
      const parameters = parametersOf(spki.algorithm);
      const curve = parameters?.id === 0x06 ? CURVES[readOid(parameters)] : undefined;
      if (spki.algorithm.oid !== EC_PUBLIC_KEY || !curve || !usedHash) return 'unsupported';
      const raw = rawEcdsaSignature(signature, curve.size);
      if (!raw) return 'does-not-fit';
      const key: Key = { spki: spki.der, algorithm: { name: 'ECDSA', namedCurve: curve.name } };
      return check(key, { name: 'ECDSA', hash: usedHash }, raw, message);
    },
  };
}

/** Ecdsa-Sig-Value (RFC 3279, 2.2.3) to r and s of fixed size, as WebCrypto wants them. */
function rawEcdsaSignature(signature: Uint8Array, size: number): Uint8Array | null {
  const fields = new Fields(parseBer(signature));
  const numbers = [fields.next(0x02), fields.next(0x02)].map(readIntegerHex);
  fields.end();
  if (numbers.some(hex => hex.length > 2 * size || hex.startsWith('-'))) return null;
  return concatBytes(...numbers.map(hex => fromHex(hex.padStart(2 * size, '0'))));
}

/** The key under its plain name: WebCrypto does not import keys that are marked "for PSS only". */
function rsaKey({ spki }: SignatureInput, name: string, hash: string): Key | null {
  if (spki.algorithm.oid !== RSA_ENCRYPTION && spki.algorithm.oid !== RSASSA_PSS) return null;
  const algorithm = encodeDer(0x30, encodeOid(RSA_ENCRYPTION), Uint8Array.of(5, 0));
  const bits = encodeDer(0x03, Uint8Array.of(0), spki.publicKey);
  return { spki: encodeDer(0x30, algorithm, bits), algorithm: { name, hash } };
}

/** RSASSA-PKCS1-v1_5 (RFC 8017, 8.2). */
function rsa(hash?: string): SignatureAlgorithm {
  return {
    name: hash ? `RSA, ${hash}` : 'RSA',
    async verify(input) {
      const name = 'RSASSA-PKCS1-v1_5';
      const usedHash = hash ?? HASHES[input.digestOid];
      const key = usedHash ? rsaKey(input, name, usedHash) : null;
      return key ? check(key, { name }, input.signature, input.message) : 'unsupported';
    },
  };
}

/** RSASSA-PSS (RFC 4055, 3.1). Its defaults mean SHA-1, so parameters must be there. */
const rsaPss: SignatureAlgorithm = {
  name: 'RSA-PSS',
  async verify(input) {
    const parameters = readPssParameters(parametersOf(input.algorithm));
    const key = parameters ? rsaKey(input, 'RSA-PSS', parameters.hash) : null;
    if (!parameters || !key) return 'unsupported';
    return check(key, { name: 'RSA-PSS', saltLength: parameters.saltLength }, input.signature, input.message);
  },
};

function readPssParameters(element: BerElement | null): { hash: string; saltLength: number } | null {
  if (element?.id !== 0x30) return null;
  const fields = new Fields(element);
  const hash = fields.optional(0xa0);
  const mask = fields.optional(0xa1);
  const salt = fields.optional(0xa2);
  if (!hash || !mask) return null;
  const hashOid = readAlgorithmIdentifier(new Fields(hash, 0xa0).next(0x30)).oid;
  const maskAlgorithm = readAlgorithmIdentifier(new Fields(mask, 0xa1).next(0x30));
  const maskHash = parametersOf(maskAlgorithm);
  const name = HASHES[hashOid];
  // WebCrypto uses one hash for both; a different one for the mask cannot be asked for.
  if (!name || maskAlgorithm.oid !== MGF1 || !maskHash) return null;
  if (readAlgorithmIdentifier(maskHash).oid !== hashOid) return null;
  return { hash: name, saltLength: salt ? readSmallInteger(new Fields(salt, 0xa2).next(0x02)) : 20 };
}

function sha(name: string): DigestAlgorithm {
  return {
    name,
    digest: async bytes => new Uint8Array(await crypto.subtle.digest(name, forWebCrypto(bytes))),
  };
}

/** SHA-2, ECDSA on P-256 and P-384, RSA: what European and newer Ukrainian signatures use. */
export const webCryptoAlgorithms: AlgorithmRegistry = {
  digests: new Map(Object.entries(HASHES).map(([oid, name]) => [oid, sha(name)])),
  signatures: new Map<string, SignatureAlgorithm>([
    [EC_PUBLIC_KEY, ecdsa()],
    ['1.2.840.10045.4.3.2', ecdsa('SHA-256')],
    ['1.2.840.10045.4.3.3', ecdsa('SHA-384')],
    ['1.2.840.10045.4.3.4', ecdsa('SHA-512')],
    [RSA_ENCRYPTION, rsa()],
    ['1.2.840.113549.1.1.11', rsa('SHA-256')],
    ['1.2.840.113549.1.1.12', rsa('SHA-384')],
    ['1.2.840.113549.1.1.13', rsa('SHA-512')],
    [RSASSA_PSS, rsaPss],
  ]),
};
