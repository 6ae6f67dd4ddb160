/**
 * The hash of E-IMZO: GOST R 34.11-94 (RFC 5831) with the CryptoPro S-box "D-A" (RFC 4357, 11.2), which Uzbekistan
 * calls O'zDSt 1106:2009 set A and, since 2024, OZMST 285. Both families use this one function.
 *
 * All 32-byte strings are little-endian numbers. Words are read through typed-array views, so the machine must be
 * little-endian, as every machine Node runs on here is.
 */

/** Row 0 replaces the lowest nibble. */
const S_BOX: readonly (readonly number[])[] = [
  [10, 4, 5, 6, 8, 1, 3, 7, 13, 12, 14, 0, 9, 2, 11, 15],
  [5, 15, 4, 0, 2, 13, 11, 9, 1, 7, 6, 3, 12, 14, 10, 8],
  [7, 15, 12, 14, 9, 4, 1, 0, 3, 11, 5, 2, 6, 10, 8, 13],
  [4, 10, 7, 12, 0, 15, 2, 8, 14, 1, 6, 5, 13, 11, 9, 3],
  [7, 6, 4, 11, 9, 12, 2, 10, 1, 8, 0, 14, 15, 13, 3, 5],
  [7, 6, 2, 4, 13, 9, 15, 0, 10, 1, 5, 11, 8, 14, 12, 3],
  [13, 14, 4, 1, 7, 0, 5, 10, 3, 12, 8, 15, 6, 2, 9, 11],
  [1, 3, 10, 9, 5, 11, 4, 15, 8, 6, 7, 14, 13, 0, 2, 12],
];

/** Two S-box rows and the rotation by 11 in one look-up, for each of the four bytes of a word. */
const LOOK_UP: readonly Int32Array[] = [0, 1, 2, 3].map(position => {
  const table = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const high = S_BOX[2 * position + 1]![byte >>> 4]!;
    const low = S_BOX[2 * position]![byte & 15]!;
    const word = ((high << 4) | low) << (8 * position);
    table[byte] = (word << 11) | (word >>> 21);
  }
  return table;
});
const [T0, T1, T2, T3] = LOOK_UP as [Int32Array, Int32Array, Int32Array, Int32Array];

/** C3 of the key schedule, byte 0 first (C2 and C4 are zero). */
const C3 = new Int32Array(
  Uint8Array.from(Buffer.from('00ff00ff00ff00ffff00ff00ff00ff0000ffff00ff0000ffff000000ffff00ff', 'hex'))
    .buffer,
);

function substitute(t: number): number {
  return T0[t & 255]! ^ T1[(t >>> 8) & 255]! ^ T2[(t >>> 16) & 255]! ^ T3[t >>> 24]!;
}

/** One hash under way; `compress` folds a 32-byte block into the state. */
class State {
  readonly h = new Int32Array(8);
  private readonly u = new Int32Array(8);
  private readonly v = new Int32Array(8);
  private readonly w = new Int32Array(8);
  private readonly wBytes = new Uint8Array(this.w.buffer);
  private readonly key = new Int32Array(8);
  private readonly s = new Int32Array(8);
  private readonly register = new Uint16Array(16 + 12 + 1 + 61);

  compress(block: Int32Array): void {
    const { u, v, h, s } = this;
    u.set(h);
    v.set(block);
    for (let part = 0; part < 4; part += 1) {
      if (part > 0) {
        stepA(u);
        if (part === 2) for (let i = 0; i < 8; i += 1) u[i]! ^= C3[i]!;
        stepA(v);
        stepA(v);
      }
      this.makeKey();
      this.encrypt(part);
    }
    const x = this.register;
    spread(s, x, 0);
    shift(x, 0, 12);
    xorAt(x, 12, block);
    shift(x, 12, 1);
    xorAt(x, 13, h);
    shift(x, 13, 61);
    for (let i = 0; i < 8; i += 1) h[i] = x[74 + 2 * i]! | (x[75 + 2 * i]! << 16);
  }

  private makeKey(): void {
    const { u, v, w, wBytes, key } = this;
    for (let i = 0; i < 8; i += 1) w[i] = u[i]! ^ v[i]!;
    for (let k = 0; k < 8; k += 1) {
      key[k] = wBytes[k]! | (wBytes[8 + k]! << 8) | (wBytes[16 + k]! << 16) | (wBytes[24 + k]! << 24);
    }
  }

  private encrypt(part: number): void {
    const { key, h, s } = this;
    let a = h[2 * part]!;
    let b = h[2 * part + 1]!;
    for (let round = 0; round < 24; round += 2) {
      b ^= substitute((a + key[round & 7]!) >>> 0);
      a ^= substitute((b + key[(round + 1) & 7]!) >>> 0);
    }
    for (let k = 7; k > 0; k -= 2) {
      b ^= substitute((a + key[k]!) >>> 0);
      a ^= substitute((b + key[k - 1]!) >>> 0);
    }
    s[2 * part] = b;
    s[2 * part + 1] = a;
  }
}

function stepA(y: Int32Array): void {
  const low = y[0]! ^ y[2]!;
  const high = y[1]! ^ y[3]!;
  y.copyWithin(0, 2);
  y[6] = low;
  y[7] = high;
}

function spread(words: Int32Array, x: Uint16Array, at: number): void {
  for (let i = 0; i < 8; i += 1) {
    x[at + 2 * i] = words[i]! & 0xffff;
    x[at + 2 * i + 1] = words[i]! >>> 16;
  }
}

function xorAt(x: Uint16Array, at: number, words: Int32Array): void {
  for (let i = 0; i < 8; i += 1) {
    x[at + 2 * i]! ^= words[i]! & 0xffff;
    x[at + 2 * i + 1]! ^= words[i]! >>> 16;
  }
}

function shift(x: Uint16Array, from: number, times: number): void {
  for (let i = from; i < from + times; i += 1) {
    x[i + 16] = x[i]! ^ x[i + 1]! ^ x[i + 2]! ^ x[i + 3]! ^ x[i + 12]! ^ x[i + 15]!;
  }
}

function addTo(sum: Uint32Array, block: Int32Array): void {
  let carry = 0;
  for (let i = 0; i < 8; i += 1) {
    const total = sum[i]! + (block[i]! >>> 0) + carry;
    sum[i] = total >>> 0;
    carry = total > 0xffffffff ? 1 : 0;
  }
}

/**
 * GOST R 34.11-94 with S-box D-A.
 * @param data the bytes to hash
 * @returns 32 bytes in the order in which they stand in a CMS messageDigest
 */
export function hash(data: Uint8Array): Uint8Array {
  const state = new State();
  const sum = new Uint32Array(8);
  const block = new Int32Array(8);
  const blockBytes = new Uint8Array(block.buffer);
  for (let at = 0; at < data.length; at += 32) {
    const piece = data.subarray(at, at + 32);
    if (piece.length < 32) blockBytes.fill(0);
    blockBytes.set(piece);
    state.compress(block);
    addTo(sum, block);
  }
  block.fill(0);
  const bits = data.length * 8;
  block[0] = (bits % 0x100000000) | 0;
  block[1] = Math.floor(bits / 0x100000000);
  state.compress(block);
  block.set(sum);
  state.compress(block);
  return Uint8Array.from(new Uint8Array(state.h.buffer));
}
