import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/sha256.ts';
import { fromHex } from './bytes.ts';
import { type Curve, verifyGost3410 } from './gost3410.ts';
import { CURVE_A, CURVE_B, CURVE_C } from './gost3410-curves.ts';
import { ozdstHash } from './ozdst-hash.ts';
import { vectorJson } from './vectors.test-helper.ts';

interface HashVectors {
  known: { text: string; digest: string }[];
  texts: { text: string; digest: string }[];
  lengths: { hex: string; digest: string }[];
  repeat: { byte: string; count: number; digest: string }[];
}
interface EcVector {
  note: string;
  curve: string;
  publicKey_xy_le: string;
  digest: string;
  signature: string;
  valid: boolean;
}
interface EcVectors {
  curves: ({ name: string } & Record<'p' | 'a' | 'b' | 'n' | 'gx' | 'gy', string>)[];
  rfc5832: { xq: string; yq: string; digest_whose_le_value_is_e: string; signature: string };
  valid: EcVector[];
  invalid: EcVector[];
  real: {
    officialSample: Record<
      | 'content_text'
      | 'digest'
      | 'signedAttrs_hex'
      | 'signedAttrs_digest'
      | 'signature'
      | 'publicKey_xy_le'
      | 'timestampImprint',
      string
    >;
    apiKeys: { publicKey_xy_le: string; keys: { domain: string; digest: string; signature: string }[] };
  };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const hashHex = (bytes: Uint8Array) => toHex(ozdstHash(bytes));

describe("O'zDSt 1106 hash", () => {
  const vectors = vectorJson<HashVectors>('hash-vectors');

  it.each([...vectors.known, ...vectors.texts])('hashes the text $text', ({ text, digest }) => {
    expect(hashHex(utf8(text))).toBe(digest);
  });
  it.each(vectors.lengths)('hashes lengths around the block size ($digest)', ({ hex, digest }) => {
    expect(hashHex(fromHex(hex))).toBe(digest);
  });
  it.each(vectors.repeat)('carries the sum: $count times $byte', ({ byte, count, digest }) => {
    expect(hashHex(new Uint8Array(count).fill(Number.parseInt(byte, 16)))).toBe(digest);
  });
  it('does not depend on where in a buffer the bytes lie', () => {
    const buffer = new Uint8Array(200).fill(7);
    expect(hashHex(buffer.subarray(3, 103))).toBe(hashHex(new Uint8Array(100).fill(7)));
  });
});

describe("O'zDSt 1092 signature", () => {
  const vectors = vectorJson<EcVectors>('ec-vectors');
  const curves = new Map<string, Curve>(
    vectors.curves.map(({ name, ...numbers }) => {
      const number = (key: keyof typeof numbers) => BigInt('0x' + numbers[key]);
      return [
        name,
        {
          p: number('p'),
          a: number('a'),
          b: number('b'),
          n: number('n'),
          gx: number('gx'),
          gy: number('gy'),
        },
      ];
    }),
  );
  const check = (curve: Curve, key: string, digest: string, signature: string) =>
    verifyGost3410(curve, fromHex(key), fromHex(digest), fromHex(signature));

  it('uses the published curves', () => {
    expect(CURVE_A).toEqual(curves.get('CryptoPro-A'));
    expect(CURVE_B).toEqual(curves.get('CryptoPro-B'));
    expect(CURVE_C).toEqual(curves.get('CryptoPro-C'));
  });
  it.each([...vectors.valid, ...vectors.invalid])('$curve, $note: $valid', vector => {
    const result = check(curves.get(vector.curve)!, vector.publicKey_xy_le, vector.digest, vector.signature);
    expect(result).toBe(vector.valid);
  });
  it('agrees with RFC 5832, chapter 7', () => {
    const { xq, yq, digest_whose_le_value_is_e, signature } = vectors.rfc5832;
    const littleEndian = (hex: string) => toHex(fromHex(hex).reverse());
    const curve = [...curves].find(([name]) => name.includes('RFC 5832'))![1];
    expect(check(curve, littleEndian(xq) + littleEndian(yq), digest_whose_le_value_is_e, signature)).toBe(
      true,
    );
    expect(
      check(
        curve,
        littleEndian(xq) + littleEndian(yq),
        digest_whose_le_value_is_e.replace('e5', 'e4'),
        signature,
      ),
    ).toBe(false);
  });
  it("agrees with the vendor's published sample", () => {
    const sample = vectors.real.officialSample;
    expect(hashHex(utf8(sample.content_text))).toBe(sample.digest);
    expect(hashHex(fromHex(sample.signedAttrs_hex))).toBe(sample.signedAttrs_digest);
    expect(check(CURVE_A, sample.publicKey_xy_le, sample.signedAttrs_digest, sample.signature)).toBe(true);
    expect(hashHex(fromHex(sample.signature))).toBe(sample.timestampImprint);
  });
  it.each(vectors.real.apiKeys.keys)('accepts the domain key of $domain', ({ domain, digest, signature }) => {
    expect(hashHex(ozdstHash(utf8(domain)))).toBe(digest);
    expect(check(CURVE_A, vectors.real.apiKeys.publicKey_xy_le, digest, signature)).toBe(true);
  });
});
