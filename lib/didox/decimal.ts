/** Sums on documents come as numbers or decimal texts; they are added digit by digit, never as floating point. */
const SCALE = 6;

/** `"1 200,50"`, `1200.5` → micro-units as a BigInt; null when it is no decimal number. */
export function toMicro(value: unknown): bigint | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain(value));
  if (!match) return null;
  const fraction = (match[3] ?? '').slice(0, SCALE).padEnd(SCALE, '0');
  const amount = BigInt(match[2] + fraction);
  return match[1] ? -amount : amount;
}

/** Without blanks, with a point; a very small number is printed by JavaScript as `1e-7`. */
function plain(value: number | string): string {
  const text = String(value)
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.');
  return /e-\d+$/i.test(text) && Number.isFinite(Number(text)) ? Number(text).toFixed(SCALE) : text;
}

/** Back to a decimal text: no trailing zeros beyond two decimals, none at all for whole sums. */
export function fromMicro(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return sign + digits.slice(0, -SCALE) + (fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`);
}

/** The sum of all, or null when any of them is not a decimal number or there are none. */
export function addAll(values: readonly unknown[]): string | null {
  let total = 0n;
  for (const value of values) {
    const amount = toMicro(value);
    if (amount === null) return null;
    total += amount;
  }
  return values.length === 0 ? null : fromMicro(total);
}

/** Equal to the cent: lists print rounded sums. */
export function sameSum(left: string, right: number): boolean {
  const a = toMicro(left);
  const b = toMicro(right);
  if (a === null || b === null) return true;
  const difference = a > b ? a - b : b - a;
  return difference <= 10_000n;
}
