import { describe, expect, it } from 'vitest';
import { readAlgorithmIdentifier, readSubjectPublicKeyInfo } from './algorithm-identifier.ts';
import { checkSignature } from './algorithms.ts';
import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes } from './bytes.ts';
import { encodeDer, encodeOid } from './der.ts';
import { standardAlgorithms } from './standard-algorithms.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const SHA384 = '2.16.840.1.101.3.4.2.2';
const message = new TextEncoder().encode('message');
const NULL = Uint8Array.of(5, 0);

const algorithmIdentifier = (oid: string, parameters: Uint8Array = NULL) =>
  encodeDer(0x30, encodeOid(oid), parameters);

async function keyAndSignature(
  algorithm: RsaHashedKeyGenParams | EcKeyGenParams,
  scheme: EcdsaParams | RsaPssParams,
) {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  return { spki, signature: new Uint8Array(await crypto.subtle.sign(scheme, pair.privateKey, message)) };
}

/** Checks as a SignerInfo would; `oid` with its parameters, the hash named beside it. */
async function check(
  algorithm: Uint8Array,
  spki: Uint8Array,
  signature: Uint8Array,
  { digestOid = SHA256, text = message } = {},
) {
  return checkSignature(standardAlgorithms, {
    algorithm: readAlgorithmIdentifier(parseBer(algorithm)),
    digestOid,
    spki: readSubjectPublicKeyInfo(parseBer(spki)),
    message: text,
    signature,
  });
}

/** r and s as DER INTEGERs. */
function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const integer = (bytes: Uint8Array) => encodeDer(0x02, Uint8Array.of(0), bytes);
  return encodeDer(0x30, integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

describe('ECDSA', () => {
  it.each([
    ['P-256', 'SHA-256', '1.2.840.10045.4.3.2'],
    ['P-384', 'SHA-384', '1.2.840.10045.4.3.3'],
    ['P-384', 'SHA-512', '1.2.840.10045.4.3.4'],
  ])('on %s with %s', async (namedCurve, hash, oid) => {
    const { spki, signature } = await keyAndSignature({ name: 'ECDSA', namedCurve }, { name: 'ECDSA', hash });
    const der = derSignature(signature);
    expect(await check(encodeDer(0x30, encodeOid(oid)), spki, der)).toBe('fits');
    expect(await check(encodeDer(0x30, encodeOid(oid)), spki, der, { text: Uint8Array.of(1) })).toBe(
      'does-not-fit',
    );
    expect(await check(encodeDer(0x30, encodeOid(oid)), spki, signature)).toBe('does-not-fit');
  });
  it('on another curve is unsupported, not wrong', async () => {
    const scheme = { name: 'ECDSA', hash: 'SHA-512' };
    const { spki, signature } = await keyAndSignature({ name: 'ECDSA', namedCurve: 'P-521' }, scheme);
    const algorithm = encodeDer(0x30, encodeOid('1.2.840.10045.4.3.4'));
    expect(await check(algorithm, spki, derSignature(signature))).toBe('unsupported');
  });
  it('takes the hash from the SignerInfo when the algorithm names none', async () => {
    const scheme = { name: 'ECDSA', hash: 'SHA-384' };
    const { spki, signature } = await keyAndSignature({ name: 'ECDSA', namedCurve: 'P-256' }, scheme);
    const plain = encodeDer(0x30, encodeOid('1.2.840.10045.2.1'));
    expect(await check(plain, spki, derSignature(signature), { digestOid: SHA384 })).toBe('fits');
    expect(await check(plain, spki, derSignature(signature))).toBe('does-not-fit');
  });
});

describe('RSA', () => {
  const publicExponent = Uint8Array.of(1, 0, 1);
  const parameters = (name: string) => ({ name, hash: 'SHA-256', modulusLength: 2048, publicExponent });

  it('PKCS #1 v1.5, by either name', async () => {
    const name = 'RSASSA-PKCS1-v1_5';
    const { spki, signature } = await keyAndSignature(parameters(name), { name, saltLength: 0 });
    for (const oid of ['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.1']) {
      expect(await check(algorithmIdentifier(oid), spki, signature)).toBe('fits');
      expect(await check(algorithmIdentifier(oid), spki, signature, { text: Uint8Array.of(1) })).toBe(
        'does-not-fit',
      );
    }
    // SHA-1 proves nothing any more.
    expect(await check(algorithmIdentifier('1.2.840.113549.1.1.5'), spki, signature)).toBe('unsupported');
  });

  it('PSS, with its parameters and a key that is for PSS only', async () => {
    const { spki, signature } = await keyAndSignature(parameters('RSA-PSS'), {
      name: 'RSA-PSS',
      saltLength: 32,
    });
    const hash = algorithmIdentifier(SHA256);
    const pss = (salt: number) =>
      algorithmIdentifier(
        '1.2.840.113549.1.1.10',
        encodeDer(
          0x30,
          encodeDer(0xa0, hash),
          encodeDer(0xa1, algorithmIdentifier('1.2.840.113549.1.1.8', hash)),
          encodeDer(0xa2, Uint8Array.of(2, 1, salt)),
        ),
      );
    expect(await check(pss(32), spki, signature)).toBe('fits');
    expect(await check(pss(20), spki, signature)).toBe('does-not-fit');
    const bits = rawOf(childrenOf(parseBer(spki))[1]!);
    const pssOnly = encodeDer(0x30, encodeDer(0x30, encodeOid('1.2.840.113549.1.1.10')), bits);
    expect(await check(pss(32), pssOnly, signature)).toBe('fits');
    const defaults = encodeDer(0x30, encodeOid('1.2.840.113549.1.1.10'), encodeDer(0x30, concatBytes()));
    expect(await check(defaults, spki, signature)).toBe('unsupported');
  });
});
