/** The S-boxes of GOST 28147-89 with the rotation by 11 worked in: four tables of 256 words. */
export type Gost94Tables = Int32Array;

/** Eight rows of sixteen nibbles; row 0 replaces the lowest nibble. */
export type SBox = readonly (readonly number[])[];

/** Works out the look-up tables for an S-box, once. */
export function gost94Tables(sbox: SBox): Gost94Tables {
  const tables = new Int32Array(1024);
  for (let part = 0; part < 4; part++) {
    for (let byte = 0; byte < 256; byte++) {
      const low = sbox[2 * part]![byte & 15]!;
      const high = sbox[2 * part + 1]![byte >> 4]!;
      const word = (low | (high << 4)) << (8 * part);
      tables[256 * part + byte] = (word << 11) | (word >>> 21);
    }
  }
  return tables;
}

// Scratch space, reused for every block: the function is synchronous, so there is one caller at a time.
const key = new Int32Array(8);
const u = new Int32Array(8);
const v = new Int32Array(8);
const s = new Int32Array(8);
const register = new Int32Array(77);
/** C3 of the key schedule; C2 and C4 are zero. */
const C3 = Int32Array.of(
  0xff00ff00,
  0xff00ff00,
  0x00ff00ff,
  0x00ff00ff,
  0x00ffff00,
  0xff0000ff,
  0x000000ff,
  0xff00ffff,
);

/**
 * GOST R 34.11-94 (RFC 5831) with the given S-box. 32 bytes in the order in which they stand in messageDigest.
 * With S-box D-A it is O'zDSt 1106:2009-2 set A, with the Ukrainian one GOST 34.311-95.
 */
export function gost94(tables: Gost94Tables, input: Uint8Array): Uint8Array {
  const h = new Int32Array(8);
  const sum = new Int32Array(8);
  const block = new Int32Array(8);
  const last = new Uint8Array(32);
  for (let at = 0; at < input.length; at += 32) {
    if (at + 32 <= input.length) loadWords(block, input, at);
    else {
      last.set(input.subarray(at));
      loadWords(block, last, 0);
    }
    compress(tables, h, block);
    addWords(sum, block);
  }
  // The length in bits; it passes 32 bits at 512 MiB.
  block.fill(0);
  block[0] = input.length << 3;
  block[1] = Math.floor(input.length / 2 ** 29);
  compress(tables, h, block);
  compress(tables, h, sum);
  const digest = new Uint8Array(32);
  for (let i = 0; i < 32; i++) digest[i] = h[i >> 2]! >>> (8 * (i & 3));
  return digest;
}

function loadWords(words: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 8; i++, at += 4) {
    words[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
}

function addWords(sum: Int32Array, words: Int32Array): void {
  let carry = 0;
  for (let i = 0; i < 8; i++) {
    const total = (sum[i]! >>> 0) + (words[i]! >>> 0) + carry;
    sum[i] = total | 0;
    carry = total > 0xffffffff ? 1 : 0;
  }
}

/** H = f(H, M). */
function compress(tables: Gost94Tables, h: Int32Array, m: Int32Array): void {
  u.set(h);
  v.set(m);
  for (let part = 0; part < 4; part++) {
    if (part > 0) {
      stepA(u);
      if (part === 2) for (let i = 0; i < 8; i++) u[i]! ^= C3[i]!;
      stepA(v);
      stepA(v);
    }
    permuteKey();
    encrypt(tables, h[2 * part]!, h[2 * part + 1]!, 2 * part);
  }
  mix(h, m);
}

/** y1..y4 become y2, y3, y4, y1 ^ y2 (parts of 8 bytes). */
function stepA(y: Int32Array): void {
  const low = y[0]! ^ y[2]!;
  const high = y[1]! ^ y[3]!;
  y.copyWithin(0, 2);
  y[6] = low;
  y[7] = high;
}

/** key = P(U ^ V): byte 4k+i of the result is byte 8i+k of the input. */
function permuteKey(): void {
  for (let half = 0; half < 2; half++) {
    const w0 = u[half]! ^ v[half]!;
    const w1 = u[half + 2]! ^ v[half + 2]!;
    const w2 = u[half + 4]! ^ v[half + 4]!;
    const w3 = u[half + 6]! ^ v[half + 6]!;
    for (let k = 0; k < 4; k++) {
      const shift = 8 * k;
      key[4 * half + k] =
        ((w0 >>> shift) & 255) |
        (((w1 >>> shift) & 255) << 8) |
        (((w2 >>> shift) & 255) << 16) |
        (((w3 >>> shift) & 255) << 24);
    }
  }
}

/** GOST 28147-89: key words 0..7 three times, then 7..0; two rounds at a time, so nothing is swapped. */
function encrypt(t: Gost94Tables, n1: number, n2: number, to: number): void {
  for (let round = 0; round < 32; round += 2) {
    const up = round < 24;
    let x = (n1 + key[up ? round & 7 : 7 - (round & 7)]!) | 0;
    n2 ^= t[x & 255]! ^ t[256 + ((x >>> 8) & 255)]! ^ t[512 + ((x >>> 16) & 255)]! ^ t[768 + (x >>> 24)]!;
    x = (n2 + key[up ? (round & 7) + 1 : 6 - (round & 7)]!) | 0;
    n1 ^= t[x & 255]! ^ t[256 + ((x >>> 8) & 255)]! ^ t[512 + ((x >>> 16) & 255)]! ^ t[768 + (x >>> 24)]!;
  }
  s[to] = n2;
  s[to + 1] = n1;
}

/** H = psi^61(H ^ psi(M ^ psi^12(S))), psi a shift register of sixteen 16-bit words. */
function mix(h: Int32Array, m: Int32Array): void {
  const r = register;
  for (let i = 0; i < 8; i++) {
    r[2 * i] = s[i]! & 0xffff;
    r[2 * i + 1] = s[i]! >>> 16;
  }
  shift(12);
  restart(12, m);
  shift(1);
  restart(1, h);
  shift(61);
  for (let i = 0; i < 8; i++) h[i] = r[61 + 2 * i]! | (r[62 + 2 * i]! << 16);
}

function shift(steps: number): void {
  const r = register;
  for (let i = 0; i < steps; i++) {
    r[i + 16] = r[i]! ^ r[i + 1]! ^ r[i + 2]! ^ r[i + 3]! ^ r[i + 12]! ^ r[i + 15]!;
  }
}

function restart(from: number, words: Int32Array): void {
  const r = register;
  for (let i = 0; i < 8; i++) {
    r[2 * i] = r[from + 2 * i]! ^ (words[i]! & 0xffff);
    r[2 * i + 1] = r[from + 2 * i + 1]! ^ (words[i]! >>> 16);
  }
}
