import { createHmac, randomBytes } from 'node:crypto';

/**
 * The signature of E-IMZO: GOST R 34.10-2001 (RFC 5832), in Uzbekistan O'zDSt 1092:2009 algorithm 2 and OZMST 286.
 * Own BigInt arithmetic in Jacobian coordinates. Not constant-time: a stand-in signs with keys that are public anyway.
 */
export interface Curve {
  readonly name: string;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly gx: bigint;
  readonly gy: bigint;
}

/** RFC 4357, 11.4: the three CryptoPro parameter sets, all of cofactor 1. */
export const CURVES: { readonly A: Curve; readonly B: Curve; readonly C: Curve } = {
  A: {
    name: 'CryptoPro-A',
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97n,
    a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94n,
    b: 0xa6n,
    n: 0xffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893n,
    gx: 1n,
    gy: 0x8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14n,
  },
  B: {
    name: 'CryptoPro-B',
    p: 0x8000000000000000000000000000000000000000000000000000000000000c99n,
    a: 0x8000000000000000000000000000000000000000000000000000000000000c96n,
    b: 0x3e1af419a269a5f866a7d3c25c3df80ae979259373ff2b182f49d4ce7e1bbc8bn,
    n: 0x800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198fn,
    gx: 1n,
    gy: 0x3fa8124359f96680b83d1c3eb2c070e5c545c9858d03ecfb744bf8d717717efcn,
  },
  C: {
    name: 'CryptoPro-C',
    p: 0x9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759bn,
    a: 0x9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d7598n,
    b: 0x805an,
    n: 0x9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9n,
    gx: 0n,
    gy: 0x41ece55743711a8c3cbf3783cd08c0ee4d4dc440d4641a8f366e550dfdb3bb67n,
  },
};

/** Jacobian point; z = 0 is infinity. */
type Point = readonly [x: bigint, y: bigint, z: bigint];
export type Affine = readonly [x: bigint, y: bigint];
const INFINITY: Point = [1n, 1n, 0n];

function mod(x: bigint, m: bigint): bigint {
  const r = x % m;
  return r < 0n ? r + m : r;
}

function invert(x: bigint, m: bigint): bigint {
  let [a, b, u, v] = [mod(x, m), m, 1n, 0n];
  while (b !== 0n) {
    const q = a / b;
    [a, b] = [b, a - q * b];
    [u, v] = [v, u - q * v];
  }
  if (a !== 1n) throw new RangeError('no inverse');
  return mod(u, m);
}

function double(curve: Curve, [x, y, z]: Point): Point {
  const { p, a } = curve;
  if (z === 0n || y === 0n) return INFINITY;
  const yy = (y * y) % p;
  const s = (4n * x * yy) % p;
  const zz = (z * z) % p;
  const m = (3n * x * x + a * ((zz * zz) % p)) % p;
  const x3 = mod(m * m - 2n * s, p);
  return [x3, mod(m * (s - x3) - 8n * yy * yy, p), (2n * y * z) % p];
}

function add(curve: Curve, left: Point, right: Point): Point {
  if (left[2] === 0n) return right;
  if (right[2] === 0n) return left;
  const { p } = curve;
  const [x1, y1, z1] = left;
  const [x2, y2, z2] = right;
  const z1z1 = (z1 * z1) % p;
  const z2z2 = (z2 * z2) % p;
  const u1 = (x1 * z2z2) % p;
  const u2 = (x2 * z1z1) % p;
  const s1 = (((y1 * z2) % p) * z2z2) % p;
  const s2 = (((y2 * z1) % p) * z1z1) % p;
  if (u1 === u2) return s1 === s2 ? double(curve, left) : INFINITY;
  const h = mod(u2 - u1, p);
  const r = mod(s2 - s1, p);
  const hh = (h * h) % p;
  const hhh = (h * hh) % p;
  const v = (u1 * hh) % p;
  const x3 = mod(r * r - hhh - 2n * v, p);
  return [x3, mod(r * (v - x3) - s1 * hhh, p), (((z1 * z2) % p) * h) % p];
}

function toAffine(curve: Curve, [x, y, z]: Point): Affine | null {
  if (z === 0n) return null;
  const { p } = curve;
  const zInverse = invert(z, p);
  const square = (zInverse * zInverse) % p;
  return [(x * square) % p, (((y * square) % p) * zInverse) % p];
}

const baseTables = new WeakMap<Curve, Point[][]>();

/** Multiples 1..15 of 16^i · G, so that k · G is 64 additions. Built on first use of a curve. */
function baseTable(curve: Curve): Point[][] {
  let table = baseTables.get(curve);
  if (table === undefined) {
    table = [];
    let unit: Point = [curve.gx, curve.gy, 1n];
    for (let digit = 0; digit < 64; digit += 1) {
      const row: Point[] = [INFINITY];
      for (let i = 1; i < 16; i += 1) row.push(add(curve, row[i - 1]!, unit));
      table.push(row);
      unit = add(curve, row[15]!, unit);
    }
    baseTables.set(curve, table);
  }
  return table;
}

function multiplyBase(curve: Curve, k: bigint): Point {
  let sum = INFINITY;
  let rest = k;
  for (const row of baseTable(curve)) {
    sum = add(curve, sum, row[Number(rest & 15n)]!);
    rest >>= 4n;
  }
  return sum;
}

function multiply(curve: Curve, k: bigint, [x, y]: Affine): Point {
  const row: Point[] = [INFINITY, [x, y, 1n]];
  for (let i = 2; i < 16; i += 1) row.push(add(curve, row[i - 1]!, row[1]!));
  let sum = INFINITY;
  for (let shift = 252n; shift >= 0n; shift -= 4n) {
    for (let i = 0; i < 4; i += 1) sum = double(curve, sum);
    sum = add(curve, sum, row[Number((k >> shift) & 15n)]!);
  }
  return sum;
}

/** Reads bytes as a big-endian number. */
export function fromBigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt('0x' + Buffer.from(bytes).toString('hex'));
}

/** Reads bytes as a little-endian number. Copies first: `slice` of a Buffer would share its memory. */
function fromLittleEndian(bytes: Uint8Array): bigint {
  return fromBigEndian(Uint8Array.from(bytes).reverse());
}

/** A number below 2^256 as 32 big-endian bytes. */
export function toBigEndian(number: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(number.toString(16).padStart(64, '0'), 'hex'));
}

/** The public key of a private scalar. */
export function publicPoint(curve: Curve, d: bigint): Affine {
  const point = toAffine(curve, multiplyBase(curve, d));
  if (point === null) throw new RangeError('the private scalar must be in 1..n-1');
  return point;
}

/** 64 bytes: x then y, each little-endian, as they stand in a certificate. */
export function encodePoint([x, y]: Affine): Uint8Array {
  return Uint8Array.from([...toBigEndian(x).reverse(), ...toBigEndian(y).reverse()]);
}

/** The point of 64 certificate bytes, or null when they are none of this curve. */
export function decodePoint(curve: Curve, bytes: Uint8Array): Affine | null {
  if (bytes.length !== 64) return null;
  const x = fromLittleEndian(bytes.subarray(0, 32));
  const y = fromLittleEndian(bytes.subarray(32));
  const { p, a, b } = curve;
  if (x >= p || y >= p || mod(y * y - (x * x * x + a * x + b), p) !== 0n) return null;
  return [x, y];
}

/** The digest read little-endian, modulo n; 0 becomes 1 (RFC 5832, 6.1 step 2). */
function challenge(curve: Curve, digest: Uint8Array): bigint {
  const e = fromLittleEndian(digest) % curve.n;
  return e === 0n ? 1n : e;
}

/** A fresh random nonce in 1..n-1 by rejection. */
export function randomNonce(curve: Curve): bigint {
  for (;;) {
    const k = fromBigEndian(randomBytes(32));
    if (k > 0n && k < curve.n) return k;
  }
}

/** A nonce that depends only on key and digest, so that certificates come out the same at every start. */
export function fixedNonce(curve: Curve, d: bigint, digest: Uint8Array): bigint {
  for (let attempt = 0; ; attempt += 1) {
    const mac = createHmac('sha256', toBigEndian(d)).update(digest).update(Uint8Array.of(attempt));
    const k = fromBigEndian(mac.digest());
    if (k > 0n && k < curve.n) return k;
  }
}

/**
 * Signs a digest.
 * @param nonce k; a random one unless given (tests, certificates)
 * @returns 64 bytes: s big-endian, then r big-endian
 */
export function sign(curve: Curve, d: bigint, digest: Uint8Array, nonce?: bigint): Uint8Array {
  const e = challenge(curve, digest);
  for (let k = nonce ?? randomNonce(curve); ; k = randomNonce(curve)) {
    const r = mod(toAffine(curve, multiplyBase(curve, k))?.[0] ?? 0n, curve.n);
    const s = mod(r * d + k * e, curve.n);
    if (r !== 0n && s !== 0n) return Uint8Array.from([...toBigEndian(s), ...toBigEndian(r)]);
  }
}

/** Whether `signature` (s, r) over `digest` was made with the key of `publicKey` (64 bytes). Never throws. */
export function verify(
  curve: Curve,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const q = decodePoint(curve, publicKey);
  if (q === null || signature.length !== 64 || digest.length !== 32) return false;
  const s = fromBigEndian(signature.slice(0, 32));
  const r = fromBigEndian(signature.slice(32));
  const { n } = curve;
  if (s === 0n || r === 0n || s >= n || r >= n) return false;
  const v = invert(challenge(curve, digest), n);
  const sum = add(curve, multiplyBase(curve, (s * v) % n), multiply(curve, mod(-r * v, n), q));
  const point = toAffine(curve, sum);
  return point !== null && point[0] % n === r;
}
