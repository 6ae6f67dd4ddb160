import type { Curve } from './gost3410.ts';

/** The CryptoPro curves of RFC 4357, 11.4, which the Uzbek parameter sets are. */
export const CURVE_A: Curve = {
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97n,
  a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94n,
  b: 0xa6n,
  n: 0xffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893n,
  gx: 0x1n,
  gy: 0x8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14n,
};

export const CURVE_B: Curve = {
  p: 0x8000000000000000000000000000000000000000000000000000000000000c99n,
  a: 0x8000000000000000000000000000000000000000000000000000000000000c96n,
  b: 0x3e1af419a269a5f866a7d3c25c3df80ae979259373ff2b182f49d4ce7e1bbc8bn,
  n: 0x800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198fn,
  gx: 0x1n,
  gy: 0x3fa8124359f96680b83d1c3eb2c070e5c545c9858d03ecfb744bf8d717717efcn,
};

export const CURVE_C: Curve = {
  p: 0x9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759bn,
  a: 0x9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d7598n,
  b: 0x805an,
  n: 0x9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9n,
  gx: 0x0n,
  gy: 0x41ece55743711a8c3cbf3783cd08c0ee4d4dc440d4641a8f366e550dfdb3bb67n,
};

/**
 * Curve by the last arc of the parameter set, the same in both families. Set 1 has been seen in real files;
 * 2 and 3 are read in a re-implementation (a guess, kept here alone). Sets 4 to 6 are left unsupported: the two
 * families disagree about what they mean.
 */
export const CURVE_OF_SET: Readonly<Record<string, Curve>> = { 1: CURVE_A, 2: CURVE_B, 3: CURVE_C };
