import { bigEndianNumber, littleEndianNumber } from './bytes.ts';

/** A curve y^2 = x^3 + ax + b over GF(p) with a point G of prime order n and cofactor 1. */
export interface Curve {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly gx: bigint;
  readonly gy: bigint;
}

/** Jacobian coordinates; z = 0n is the point at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Point = { x: 1n, y: 1n, z: 0n };
/** Odd multiples P, 3P, ... 15P: window of five digits. */
const WINDOW = 5;
const ODD_MULTIPLES = 8;
const baseMultiples = new WeakMap<Curve, Point[]>();

/**
 * Verifies a GOST R 34.10-2001 signature (O'zDSt 1092:2009 algorithm 2) in E-IMZO's byte order.
 * @param publicKey 64 bytes: x, then y, each little-endian
 * @param digest 32 bytes as hashed; read as a little-endian number
 * @param signature 64 bytes: s, then r, each big-endian
 * @returns false for everything that is not a signature of this digest by this key; never throws
 */
export function verifyGost3410(
  curve: Curve,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== 64 || publicKey.length !== 64 || digest.length !== 32) return false;
  const { p, n } = curve;
  const s = bigEndianNumber(signature.subarray(0, 32));
  const r = bigEndianNumber(signature.subarray(32));
  if (r === 0n || r >= n || s === 0n || s >= n) return false;
  const x = littleEndianNumber(publicKey.subarray(0, 32));
  const y = littleEndianNumber(publicKey.subarray(32));
  if (x >= p || y >= p || (y * y - ((x * x + curve.a) * x + curve.b)) % p !== 0n) return false;
  const v = invert(littleEndianNumber(digest) % n || 1n, n);
  const sum = addMultiples(curve, (s * v) % n, (n - ((r * v) % n)) % n, { x, y, z: 1n });
  if (sum.z === 0n) return false;
  const zInverse = invert(sum.z, p);
  return ((sum.x * zInverse * zInverse) % p) % n === r;
}

/** g*G + q*Q, both scalars walked together in signed windows. Not constant-time: all of it is public. */
function addMultiples(curve: Curve, g: bigint, q: bigint, point: Point): Point {
  let base = baseMultiples.get(curve);
  if (!base) {
    base = oddMultiples(curve, { x: curve.gx, y: curve.gy, z: 1n });
    baseMultiples.set(curve, base);
  }
  const other = oddMultiples(curve, point);
  const gDigits = signedDigits(g);
  const qDigits = signedDigits(q);
  let sum = INFINITY;
  for (let i = Math.max(gDigits.length, qDigits.length) - 1; i >= 0; i--) {
    sum = double(curve, sum);
    sum = addDigit(curve, sum, gDigits[i] ?? 0, base);
    sum = addDigit(curve, sum, qDigits[i] ?? 0, other);
  }
  return sum;
}

function addDigit(curve: Curve, sum: Point, digit: number, multiples: readonly Point[]): Point {
  if (digit === 0) return sum;
  const multiple = multiples[(Math.abs(digit) - 1) >> 1]!;
  return add(curve, sum, digit > 0 ? multiple : { ...multiple, y: curve.p - multiple.y });
}

/** Width-w non-adjacent form, lowest digit first. */
function signedDigits(scalar: bigint): number[] {
  const digits: number[] = [];
  while (scalar > 0n) {
    let digit = 0;
    if (scalar & 1n) {
      digit = Number(scalar & BigInt(2 ** WINDOW - 1));
      if (digit >= 2 ** (WINDOW - 1)) digit -= 2 ** WINDOW;
      scalar -= BigInt(digit);
    }
    digits.push(digit);
    scalar >>= 1n;
  }
  return digits;
}

/** P, 3P, 5P, ... brought to z = 1, which makes every later addition cheaper. One inversion for all. */
function oddMultiples(curve: Curve, point: Point): Point[] {
  const { p } = curve;
  const twice = double(curve, point);
  const points = [point];
  for (let i = 1; i < ODD_MULTIPLES; i++) points.push(add(curve, points[i - 1]!, twice));
  const products = [1n];
  for (const { z } of points) products.push((products.at(-1)! * z) % p);
  if (products.at(-1) === 0n) return points;
  let inverse = invert(products.at(-1)!, p);
  for (let i = points.length - 1; i >= 0; i--) {
    const { x, y, z } = points[i]!;
    const zInverse = (inverse * products[i]!) % p;
    inverse = (inverse * z) % p;
    const square = (zInverse * zInverse) % p;
    points[i] = { x: (x * square) % p, y: (((y * square) % p) * zInverse) % p, z: 1n };
  }
  return points;
}

function double({ p, a }: Curve, { x, y, z }: Point): Point {
  if (z === 0n || y === 0n) return INFINITY;
  const yy = (y * y) % p;
  const s = (4n * x * yy) % p;
  const zz = (z * z) % p;
  const m = a === p - 3n ? (3n * (x - zz) * (x + zz)) % p : (3n * x * x + a * ((zz * zz) % p)) % p;
  const x3 = reduce(m * m - 2n * s, p);
  return { x: x3, y: reduce(m * (s - x3) - 8n * yy * yy, p), z: (2n * y * z) % p };
}

function add(curve: Curve, first: Point, second: Point): Point {
  if (first.z === 0n) return second;
  if (second.z === 0n) return first;
  const { p } = curve;
  const zz1 = (first.z * first.z) % p;
  const u2 = (second.x * zz1) % p;
  const s2 = (((second.y * first.z) % p) * zz1) % p;
  let u1 = first.x;
  let s1 = first.y;
  let z = first.z;
  if (second.z !== 1n) {
    const zz2 = (second.z * second.z) % p;
    u1 = (u1 * zz2) % p;
    s1 = (((s1 * second.z) % p) * zz2) % p;
    z = (z * second.z) % p;
  }
  const h = u2 - u1;
  const r = s2 - s1;
  if (h % p === 0n) return r % p === 0n ? double(curve, first) : INFINITY;
  const hh = (h * h) % p;
  const hhh = (h * hh) % p;
  const v = (u1 * hh) % p;
  const x3 = reduce(r * r - hhh - 2n * v, p);
  return { x: x3, y: reduce(r * (v - x3) - s1 * hhh, p), z: reduce(z * h, p) };
}

function reduce(value: bigint, p: bigint): bigint {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
}

/** value^-1 mod a prime; value must not be 0. */
function invert(value: bigint, modulus: bigint): bigint {
  let [a, b] = [reduce(value, modulus), modulus];
  let [x, next] = [1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, next] = [next, x - quotient * next];
  }
  return reduce(x, modulus);
}
