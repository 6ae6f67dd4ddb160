import { type BinaryField, type Element, spread } from './binary-field.ts';

/** y^2 + xy = x^3 + ax^2 + b over GF(2^m), a 0 or 1, with a base point of prime order n. */
export interface BinaryCurve {
  readonly field: BinaryField;
  readonly a: Element;
  readonly b: Element;
  readonly n: bigint;
  readonly base: AffinePoint;
}

export interface AffinePoint {
  readonly x: Element;
  readonly y: Element;
}

/** Lopez-Dahab coordinates: x = X/Z, y = Y/Z^2; Z = 0 is the point at infinity. */
interface Point extends AffinePoint {
  readonly z: Element;
}

const INFINITY: Point = { x: 1n, y: 0n, z: 0n };

/**
 * A point out of its compressed form (DSTU 4145-2002, 6.9 and 6.10): the x coordinate whose lowest bit was
 * replaced by the trace of y/x. Null when there is no such point.
 */
export function decompress(
  { field, a, b }: Pick<BinaryCurve, 'field' | 'a' | 'b'>,
  compressed: bigint,
): AffinePoint | null {
  if (compressed >> BigInt(field.m) !== 0n) return null;
  const bit = compressed & 1n;
  let x = spread(compressed ^ bit);
  // Points of the subgroup have trace(x) = trace(a), and m is odd, so trace(a) = a.
  if (field.trace(x) !== a) x ^= 1n;
  if (x === 0n) return null;
  const z = field.solveQuadratic(x ^ a ^ field.multiply(b, field.square(field.invert(x))));
  if (z === null) return null;
  return { x, y: field.multiply(x, field.trace(z) === bit ? z : z ^ 1n) };
}

/** The x coordinate of g*G + q*Q; null for the point at infinity. Both scalars are walked together. */
export function addMultiples(curve: BinaryCurve, g: bigint, q: bigint, point: AffinePoint): Element | null {
  const { field, base } = curve;
  const both = toAffine(field, add(curve, { ...base, z: 1n }, point));
  let sum = INFINITY;
  for (let i = BigInt(Math.max(g.toString(2).length, q.toString(2).length)) - 1n; i >= 0n; i--) {
    sum = double(curve, sum);
    const useBase = (g >> i) & 1n;
    const usePoint = (q >> i) & 1n;
    const addend = useBase && usePoint ? both : useBase ? base : usePoint ? point : null;
    if (addend) sum = add(curve, sum, addend);
  }
  return toAffine(field, sum)?.x ?? null;
}

function toAffine(field: BinaryField, { x, y, z }: Point): AffinePoint | null {
  if (z === 0n) return null;
  const inverse = field.invert(z);
  return { x: field.multiply(x, inverse), y: field.multiply(y, field.square(inverse)) };
}

function double({ field, a, b }: BinaryCurve, { x, y, z }: Point): Point {
  if (z === 0n || x === 0n) return INFINITY;
  const { multiply, square } = field;
  const xx = square(x);
  const zz = square(z);
  const bz4 = multiply(b, square(zz));
  const z3 = multiply(xx, zz);
  const x3 = square(xx) ^ bz4;
  return { x: x3, y: multiply(bz4, z3) ^ multiply(x3, (a ? z3 : 0n) ^ square(y) ^ bz4), z: z3 };
}

function add(curve: BinaryCurve, first: Point, second: AffinePoint): Point {
  if (first.z === 0n) return { ...second, z: 1n };
  const { multiply, square } = curve.field;
  const dy = first.y ^ multiply(second.y, square(first.z));
  const dx = first.x ^ multiply(second.x, first.z);
  if (dx === 0n) return dy === 0n ? double(curve, first) : INFINITY;
  const c = multiply(first.z, dx);
  const z = square(c);
  const x = square(dy) ^ multiply(c, dy ^ square(dx) ^ (curve.a ? c : 0n));
  const y =
    multiply(multiply(second.x, z) ^ x, multiply(dy, c) ^ z) ^ multiply(second.y ^ second.x, square(z));
  return { x, y, z };
}
