import { parseBer } from '../ber.ts';
import { littleEndianNumber } from '../bytes.ts';
import { encodeDer, encodeOid } from '../der.ts';
import { type Key, octets, sequence } from '../pki.test-helper.ts';
import type { AffinePoint } from './binary-curve.ts';
import { compact, spread } from './binary-field.ts';
import { gost34311 } from './index.ts';
import { readDstuParameters } from './parameters.ts';

const DSTU_4145_LE = encodeOid('1.2.804.2.1.1.1.1.3.1.1');
const GOST_34311 = encodeOid('1.2.804.2.1.1.1.1.2.1');
const CURVE_6 = sequence(encodeOid('1.2.804.2.1.1.1.1.3.1.1.2.6'));
const HALF = 32;

const curve = readDstuParameters(parseBer(CURVE_6))!;
const { field, n } = curve;
const divide = (a: bigint, b: bigint) => field.multiply(a, field.invert(b));

/** Schoolbook arithmetic, on purpose not that of the verifier: both have to agree. */
function add(p: AffinePoint | null, q: AffinePoint | null): AffinePoint | null {
  if (!p || !q) return p ?? q;
  if (p.x === q.x && p.y !== q.y) return null;
  const same = p.x === q.x;
  const slope = same ? p.x ^ divide(p.y, p.x) : divide(p.y ^ q.y, p.x ^ q.x);
  const x = field.square(slope) ^ slope ^ curve.a ^ (same ? 0n : p.x ^ q.x);
  const y = same
    ? field.square(p.x) ^ field.multiply(slope ^ 1n, x)
    : field.multiply(slope, p.x ^ x) ^ x ^ p.y;
  return { x, y };
}

function multiply(scalar: bigint): AffinePoint {
  let sum: AffinePoint | null = null;
  for (const bit of scalar.toString(2)) {
    sum = add(sum, sum);
    if (bit === '1') sum = add(sum, curve.base);
  }
  return sum!;
}

function littleEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
}

/** Fixed and small: the same call gives the same file, and quickly. Nobody must be able to trust these keys. */
const NONCE = 0xc0ffeen;

/** An invented DSTU 4145 key, for files that nobody else owns. */
export function dstuKey(secret: bigint): Key {
  const own = multiply(secret);
  // The public key is -d*P.
  const point = { x: own.x, y: own.x ^ own.y };
  const compressed = (compact(point.x) & ~1n) | field.trace(divide(point.y, point.x));
  const publicKey = encodeDer(0x03, Uint8Array.of(0), octets(littleEndian(compressed, 33)));
  const sign = (message: Uint8Array) => {
    const hash = littleEndianNumber(gost34311(message)) & ((1n << BigInt(field.m)) - 1n);
    const product = compact(field.multiply(spread(hash), multiply(NONCE).x));
    const r = product & ((1n << BigInt(n.toString(2).length - 1)) - 1n);
    const s = (NONCE + secret * r) % n;
    return Uint8Array.of(...littleEndian(r, HALF), ...littleEndian(s, HALF));
  };
  return {
    spki: sequence(sequence(DSTU_4145_LE, CURVE_6), publicKey),
    signatureAlgorithm: sequence(DSTU_4145_LE),
    digestAlgorithm: sequence(GOST_34311),
    digest: gost34311,
    sign,
    signCertificate: message => octets(sign(message)),
  };
}
