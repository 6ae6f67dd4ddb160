/**
 * GF(2^m) on BigInt. A polynomial is kept "spread": coefficient i is bit 9i. Then an ordinary multiplication adds
 * up at most m < 512 ones per coefficient without carrying into the next, and the lowest bit of each group is
 * the coefficient mod 2. That makes one field multiplication two or three BigInt operations.
 */
const SPREAD = 9;
const MAX_DEGREE = 2 ** SPREAD - 1;

/** A field element in spread form. */
export type Element = bigint;

/** The field GF(2)[x] / (x^m + x^k + ... + 1). */
export interface BinaryField {
  readonly m: number;
  readonly one: Element;
  multiply(a: Element, b: Element): Element;
  square(a: Element): Element;
  /** a^-1; of 0 it is 0. */
  invert(a: Element): Element;
  /** 0 or 1. */
  trace(a: Element): Element;
  /** z with z^2 + z = a, or null if there is none. m must be odd. */
  solveQuadratic(a: Element): Element | null;
}

/** @param middle exponents between m and 0: one (trinomial) or three (pentanomial) */
export function binaryField(m: number, middle: readonly number[]): BinaryField | null {
  if (m < 3 || m > MAX_DEGREE || m % 2 === 0 || middle.some(k => k <= 0 || k >= m)) return null;
  const width = BigInt(SPREAD * m);
  const lowMask = (1n << width) - 1n;
  const onesMask = spread((1n << BigInt(2 * m)) - 1n);
  const shifts = middle.map(k => BigInt(SPREAD * k));

  function multiply(a: Element, b: Element): Element {
    let value = (a * b) & onesMask;
    for (let high = value >> width; high > 0n; high = value >> width) {
      value = (value & lowMask) ^ high;
      for (const shift of shifts) value ^= high << shift;
    }
    return value;
  }
  const square = (a: Element) => multiply(a, a);
  return {
    m,
    one: 1n,
    multiply,
    square,
    invert(a) {
      // a^(2^m - 2)
      let power = a;
      let result = 1n;
      for (let i = 1; i < m; i++) {
        power = square(power);
        result = multiply(result, power);
      }
      return result;
    },
    trace(a) {
      let sum = a;
      for (let i = 1; i < m; i++) sum = square(sum) ^ a;
      return sum;
    },
    solveQuadratic(a) {
      let halfTrace = a;
      for (let i = 0; i < (m - 1) / 2; i++) halfTrace = square(square(halfTrace)) ^ a;
      return (square(halfTrace) ^ halfTrace) === a ? halfTrace : null;
    },
  };
}

/** An ordinary binary number (bit i is the coefficient of x^i) in spread form. */
export function spread(value: bigint): Element {
  return BigInt('0b' + [...value.toString(2)].map(bit => `00000000${bit}`).join(''));
}

/** Back to an ordinary binary number. */
export function compact(element: Element): bigint {
  const bits = element.toString(2);
  let text = '0b0';
  for (let i = (bits.length - 1) % SPREAD; i < bits.length; i += SPREAD) text += bits[i];
  return BigInt(text);
}
