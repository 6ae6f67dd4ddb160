import { parametersOf } from '../algorithm-identifier.ts';
import {
  type AlgorithmRegistry,
  mergeAlgorithms,
  type SignatureCheck,
  type SignatureInput,
} from '../algorithms.ts';
import { parseBer } from '../ber.ts';
import { littleEndianNumber } from '../bytes.ts';
import { gost94, gost94Tables } from '../gost94.ts';
import { sboxFromHex } from '../ozdst-hash.ts';
import { readOctets } from '../values.ts';
import { addMultiples, type BinaryCurve, decompress } from './binary-curve.ts';
import { compact, spread } from './binary-field.ts';
import { DKE_1, readDstuParameters } from './parameters.ts';

const GOST_34311 = '1.2.804.2.1.1.1.1.2.1';
/** DSTU 4145-2002 over a polynomial basis, little-endian, with GOST 34.311: key and signature have the same name. */
const DSTU_4145_LE = '1.2.804.2.1.1.1.1.3.1.1';

const tables = gost94Tables(sboxFromHex(DKE_1.match(/.{16}/g)!));

/** GOST 34.311-95: the same function as O'zDSt 1106 with another S-box. */
export function gost34311(bytes: Uint8Array): Uint8Array {
  return gost94(tables, bytes);
}

function verify({ spki, message, signature }: SignatureInput): SignatureCheck {
  const parameters = parametersOf(spki.algorithm);
  const curve =
    spki.algorithm.oid === DSTU_4145_LE && parameters?.id === 0x30 ? readDstuParameters(parameters) : null;
  if (!curve) return 'unsupported';
  const publicKey = littleEndianNumber(readOctets(parseBer(spki.publicKey)));
  // Certificates wrap the two halves into an OCTET STRING, SignerInfos do not.
  const half = Math.ceil(curve.n.toString(2).length / 8);
  const halves = signature.length === 2 * half ? signature : readOctets(parseBer(signature));
  return verifyDstu4145(curve, publicKey, gost34311(message), halves) ? 'fits' : 'does-not-fit';
}

/** DSTU 4145-2002, chapter 13. `halves`: r, then s, each little-endian. */
function verifyDstu4145(
  curve: BinaryCurve,
  publicKey: bigint,
  digest: Uint8Array,
  halves: Uint8Array,
): boolean {
  const { field, n } = curve;
  const r = littleEndianNumber(halves.subarray(0, halves.length / 2));
  const s = littleEndianNumber(halves.subarray(halves.length / 2));
  if (halves.length % 2 !== 0 || r === 0n || r >= n || s === 0n || s >= n) return false;
  const point = decompress(curve, publicKey);
  const x = point && addMultiples(curve, s, r, point);
  if (!x) return false;
  const hash = littleEndianNumber(digest) & ((1n << BigInt(field.m)) - 1n);
  const product = compact(field.multiply(spread(hash || 1n), x));
  const bits = BigInt(n.toString(2).length - 1);
  return (product & ((1n << bits) - 1n)) === r;
}

/** The Ukrainian algorithms, to be loaded where they are needed. */
export const dstuAlgorithms: AlgorithmRegistry = {
  digests: new Map([[GOST_34311, { name: 'GOST 34.311-95', digest: gost34311 }]]),
  signatures: new Map([[DSTU_4145_LE, { name: 'DSTU 4145-2002', verify }]]),
};

/** A registry that can check Ukrainian signatures as well. */
export function withDstu4145(base: AlgorithmRegistry): AlgorithmRegistry {
  return mergeAlgorithms(base, dstuAlgorithms);
}
