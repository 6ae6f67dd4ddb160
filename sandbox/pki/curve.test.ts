import { mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { expect, test } from 'vitest';
import { CURVES, type Curve, decodePoint, encodePoint, publicPoint, sign, verify } from './curve.ts';
import vectors from './vectors/ec-vectors.json' with { type: 'json' };

const byName = (name: string): Curve => Object.values(CURVES).find(curve => curve.name === name)!;
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

test('the constants of the curves are the published ones', () => {
  for (const curve of Object.values(CURVES)) {
    const published = vectors.curves.find(one => one.name === curve.name)!;
    for (const part of ['p', 'a', 'b', 'n', 'gx', 'gy'] as const) {
      expect(curve[part].toString(16).padStart(64, '0')).toBe(published[part]);
    }
  }
});

test('signs every valid vector to the same bytes, has its public key, and verifies it', () => {
  for (const vector of vectors.valid) {
    const curve = byName(vector.curve);
    const d = BigInt(`0x${vector.d}`);
    const digest = bytes(vector.digest);
    expect(hex(encodePoint(publicPoint(curve, d))), vector.note).toBe(vector.publicKey_xy_le);
    expect(hex(sign(curve, d, digest, BigInt(`0x${vector.k}`))), vector.note).toBe(vector.signature);
    expect(verify(curve, bytes(vector.publicKey_xy_le), digest, bytes(vector.signature)), vector.note).toBe(
      true,
    );
  }
});

test('refuses every invalid vector without an exception', () => {
  for (const vector of vectors.invalid) {
    const key = bytes(vector.publicKey_xy_le);
    expect(
      verify(byName(vector.curve), key, bytes(vector.digest), bytes(vector.signature)),
      vector.note,
    ).toBe(false);
  }
});

test("the RFC 5832 example on the standard's own test curve", () => {
  const published = vectors.curves.find(one => one.name === vectors.rfc5832.curve)!;
  const number = (part: 'p' | 'a' | 'b' | 'n' | 'gx' | 'gy'): bigint => BigInt(`0x${published[part]}`);
  const curve: Curve = {
    name: published.name,
    p: number('p'),
    a: number('a'),
    b: number('b'),
    n: number('n'),
    gx: number('gx'),
    gy: number('gy'),
  };
  const { d, k, digest_whose_le_value_is_e: digest, signature } = vectors.rfc5832;
  expect(hex(sign(curve, BigInt(`0x${d}`), bytes(digest), BigInt(`0x${k}`)))).toBe(signature);
});

test('a second opinion: noble-curves verifies what we sign, on all three curves', () => {
  for (const curve of Object.values(CURVES)) {
    const { p, a, b, n, gx, gy } = curve;
    const Point = weierstrass({ p, n, h: 1n, a, b, Gx: gx, Gy: gy });
    for (const d of [1n, 2n, 0x1234567890abcdefn, n - 1n]) {
      const [x, y] = publicPoint(curve, d);
      expect(Point.BASE.multiply(d).toAffine()).toEqual({ x, y });
      const digest = Uint8Array.from({ length: 32 }, (_, i) => (i * 7 + Number(d & 0xffn)) & 0xff);
      const signature = hex(sign(curve, d, digest));
      const s = BigInt(`0x${signature.slice(0, 64)}`);
      const r = BigInt(`0x${signature.slice(64)}`);
      const e = BigInt(`0x${hex(digest.slice().reverse())}`) % n;
      const v = modularPower(e, n - 2n, n);
      const Q = Point.fromAffine({ x, y });
      const C = mulAddUnsafe(Point, [Point.BASE, Q], [(s * v) % n, ((n - r) * v) % n]);
      expect(C.toAffine().x % n).toBe(r);
    }
  }
});

test('a point is only read when it lies on the curve', () => {
  const point = publicPoint(CURVES.A, 5n);
  expect(decodePoint(CURVES.A, encodePoint(point))).toEqual(point);
  expect(decodePoint(CURVES.A, encodePoint([point[0], point[1] + 1n]))).toBeNull();
  expect(decodePoint(CURVES.B, encodePoint(point))).toBeNull();
});

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base, exponent]; rest > 0n; square = (square * square) % modulus, rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
  }
  return result;
}
