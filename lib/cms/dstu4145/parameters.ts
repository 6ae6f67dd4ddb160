import { toHex } from '../../bytes/sha256.ts';
import { type BerElement, contentOf } from '../ber.ts';
import { littleEndianNumber } from '../bytes.ts';
import { CmsError } from '../cms-error.ts';
import { Fields } from '../fields.ts';
import { readIntegerHex, readOctets, readOid, readSmallInteger } from '../values.ts';
import { type BinaryCurve, decompress } from './binary-curve.ts';
import { binaryField, spread } from './binary-field.ts';

/** S-box number 1 of the Ukrainian key system, as certificates carry it: packed, eight rows of sixteen digits. */
export const DKE_1 =
  'a9d6eb45f13c708280c4967b231f5eadf658eba4c037291d38d96bf025ca4e17' +
  'f8e9720dc615b43a28975f0bc1dea36438b564ea2c179fd0123e6db8fac57904';

/** DSTU 4145-2002, curve 6 (m = 257), by its name; other curves come with their numbers. */
const CURVE_6 = '1.2.804.2.1.1.1.1.3.1.1.2.6';
const curve6 = {
  m: 257,
  middle: [12],
  a: 0,
  b: 0x1cef494720115657e18f938d7a7942394ff9425c1458c57861f9eea6adbe3be10n,
  n: 0x800000000000000000000000000000006759213af182e987d3e17714907d470dn,
  base: 0x2a29ef207d0e9b6c55cd260b306c7e007ac491ca1b10c62334a9e8dcd8d20fb6n,
} as const;

interface CurveNumbers {
  readonly m: number;
  readonly middle: readonly number[];
  readonly a: number;
  readonly b: bigint;
  readonly n: bigint;
  /** Compressed. */
  readonly base: bigint;
}

/** Curves already worked out: the same few stand in every certificate. */
const known = new Map<string, BinaryCurve | null>();
const MAX_KNOWN = 16;
/** Bytes the numbers of a curve may have; those of the largest field are some 250. */
const MAX_CURVE = 1024;

/**
 * DSTU4145Params: the curve by name or in numbers, then the S-box. Null for what is not supported: an unknown name,
 * a normal basis, another S-box, a field too large.
 */
export function readDstuParameters(element: BerElement): BinaryCurve | null {
  const fields = new Fields(element);
  const curve = fields.next(0x06, 0x30);
  const sbox = fields.optional(0x04);
  if (sbox && toHex(readOctets(sbox)) !== DKE_1) return null;
  if (contentOf(curve).length > MAX_CURVE) return null;
  const key = toHex(contentOf(curve));
  const found = known.get(key);
  if (found !== undefined) return found;
  const numbers = curve.id === 0x30 ? readNumbers(curve) : readOid(curve) === CURVE_6 ? curve6 : null;
  const result = numbers ? buildCurve(numbers) : null;
  if (known.size < MAX_KNOWN) known.set(key, result);
  return result;
}

/** ECBinary: field, a, b, n, base point; byte strings are little-endian. */
function readNumbers(element: BerElement): CurveNumbers {
  const fields = new Fields(element);
  fields.optional(0xa0); // version
  const field = new Fields(fields.next(0x30));
  const m = readSmallInteger(field.next(0x02));
  const single = field.optional(0x02);
  const several = single ? null : new Fields(field.next(0x30));
  const middle = several
    ? [1, 2, 3].map(() => readSmallInteger(several.next(0x02)))
    : [readSmallInteger(single!)];
  const a = readSmallInteger(fields.next(0x02));
  const b = littleEndianNumber(readOctets(fields.next(0x04)));
  const order = readIntegerHex(fields.next(0x02));
  if (order.startsWith('-')) throw new CmsError('bad-value', 'order');
  const n = BigInt('0x' + order);
  return { m, middle, a, b, n, base: littleEndianNumber(readOctets(fields.next(0x04))) };
}

function buildCurve({ m, middle, a, b, n, base }: CurveNumbers): BinaryCurve | null {
  const field = binaryField(m, middle);
  if (!field || (a !== 0 && a !== 1) || b >> BigInt(m) !== 0n || n >> BigInt(m) !== 0n || n < 2n) return null;
  const partial = { field, a: BigInt(a), b: spread(b) };
  const point = decompress(partial, base);
  return point && { ...partial, n, base: point };
}
