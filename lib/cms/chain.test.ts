import { describe, expect, it } from 'vitest';
import { attachTimestampToken } from './attach-timestamp-token.ts';
import { parseBer } from './ber.ts';
import { concatBytes, forWebCrypto, toHex } from './bytes.ts';
import { parseCertificate } from './certificate.ts';
import { findChain } from './chain.ts';
import { encodeDer, encodeOid, reencodeDer } from './der.ts';
import { fingerprint } from './known-certificate.ts';
import * as oids from './oids.ts';
import { ozdstHash } from './ozdst-hash.ts';
import { parseSignedData } from './signed-data.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { cmsVector } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

const text = (value: string) => new TextEncoder().encode(value);
const sequence = (...parts: Uint8Array[]) => encodeDer(0x30, ...parts);
const set = (...parts: Uint8Array[]) => encodeDer(0x31, ...parts);
const octets = (...parts: Uint8Array[]) => encodeDer(0x04, ...parts);
const bits = (bytes: Uint8Array) => encodeDer(0x03, Uint8Array.of(0), bytes);
const integer = (value: number) => Uint8Array.of(2, 1, value);
const nameOf = (cn: string) => sequence(set(sequence(encodeOid('2.5.4.3'), encodeDer(0x0c, text(cn)))));
const ECDSA_SHA256 = sequence(encodeOid('1.2.840.10045.4.3.2'));
const SHA256 = sequence(encodeOid('2.16.840.1.101.3.4.2.1'));

async function sign(key: CryptoKey, message: Uint8Array): Promise<Uint8Array> {
  const scheme = { name: 'ECDSA', hash: 'SHA-256' };
  const raw = new Uint8Array(await crypto.subtle.sign(scheme, key, forWebCrypto(message)));
  const half = (part: Uint8Array) => encodeDer(0x02, Uint8Array.of(0), part);
  return sequence(half(raw.subarray(0, 32)), half(raw.subarray(32)));
}

interface Party {
  readonly cn: string;
  readonly serial: number;
  readonly key: CryptoKey;
  readonly certificate: Uint8Array;
}
interface Wish {
  readonly cn: string;
  readonly issuer?: Party;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: number;
  readonly purpose?: string;
  /** An own key instead of a new one. */
  readonly pair?: CryptoKeyPair;
}
let lastSerial = 1;

/** Makes a key and a certificate for it, self-signed unless there is an issuer. */
async function issue({
  cn,
  issuer,
  ca = false,
  pathLength,
  keyUsage,
  purpose,
  pair: given,
}: Wish): Promise<Party> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair =
    given ?? ((await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair);
  const extension = (oid: string, value: Uint8Array) => sequence(encodeOid(oid), octets(value));
  const limit = pathLength === undefined ? [] : [integer(pathLength)];
  const extensions = [
    // As the Uzbek authorities write it: TRUE is 01, not FF.
    ...(ca ? [extension(oids.ID_BASIC_CONSTRAINTS, sequence(Uint8Array.of(1, 1, 1), ...limit))] : []),
    ...(keyUsage === undefined ? [] : [extension(oids.ID_KEY_USAGE, Uint8Array.of(3, 2, 0, keyUsage))]),
    ...(purpose ? [extension(oids.ID_EXT_KEY_USAGE, sequence(encodeOid(purpose)))] : []),
  ];
  const serial = ++lastSerial;
  const tbs = sequence(
    encodeDer(0xa0, integer(2)),
    integer(serial),
    ECDSA_SHA256,
    nameOf(issuer?.cn ?? cn),
    sequence(encodeDer(0x17, text('200101000000Z')), encodeDer(0x17, text('400101000000Z'))),
    nameOf(cn),
    new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    ...(extensions.length > 0 ? [encodeDer(0xa3, sequence(...extensions))] : []),
  );
  const signature = await sign(issuer?.key ?? pair.privateKey, tbs);
  return { cn, serial, key: pair.privateKey, certificate: sequence(tbs, ECDSA_SHA256, bits(signature)) };
}

/** Judges the chain of the first; the last is the pinned root. */
async function judge(...parties: Party[]) {
  const certificates = await fingerprint(parties.map(({ certificate }) => parseCertificate(certificate)));
  return findChain(certificates[0]!, certificates, new Date('2026-01-01T00:00:00Z'), {
    algorithms: standardAlgorithms,
    trustedSpkiSha256: new Set([certificates.at(-1)!.spkiSha256]),
    cache: undefined,
    checked: new Map(),
    work: { steps: 0 },
  });
}

describe('a chain', () => {
  it('leads over authorities to the pinned key', async () => {
    const root = await issue({ cn: 'root', ca: true, keyUsage: 0x06 });
    const authority = await issue({ cn: 'authority', issuer: root, ca: true, keyUsage: 0x06, pathLength: 0 });
    const user = await issue({ cn: 'user', issuer: authority });
    expect(await judge(user, authority, root)).toMatchObject({ ok: true, trust: 'trusted-root' });
  });

  it('does not lead over somebody who is no authority', async () => {
    const root = await issue({ cn: 'root', ca: true });
    for (const wish of [{}, { ca: true, keyUsage: 0xc0 }]) {
      const user = await issue({ cn: 'user', issuer: root, ...wish });
      const forged = await issue({ cn: 'director', issuer: user });
      expect(await judge(forged, user, root)).toMatchObject({
        ok: false,
        trust: 'chain-broken',
        reasons: ['issuer-not-a-ca'],
      });
    }
  });

  it('is no longer than an authority may make it', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const limited = await issue({ cn: 'limited', issuer: root, ca: true, pathLength: 0 });
    const below = await issue({ cn: 'below', issuer: limited, ca: true });
    const user = await issue({ cn: 'user', issuer: below });
    expect(await judge(below, limited, root)).toMatchObject({ ok: true });
    expect(await judge(user, below, limited, root)).toMatchObject({
      ok: false,
      reasons: ['issuer-not-a-ca'],
    });
  });

  it('tries every certificate with the name of the issuer', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const lookalikes = [await issue({ cn: 'root', ca: true }), await issue({ cn: 'root' })];
    const user = await issue({ cn: 'user', issuer: root });
    expect(await judge(user, ...lookalikes, root)).toMatchObject({ ok: true });
    // The real root is missing, only look-alikes are there.
    expect(await judge(user, ...lookalikes)).toMatchObject({ ok: false, trust: 'chain-broken' });
  });

  it('does not go round in circles, and a great many look-alikes do not cost much', async () => {
    const one = await issue({ cn: 'one', ca: true });
    const two = await issue({ cn: 'two', ca: true, issuer: one });
    const oneAgain = { ...(await issue({ cn: 'one', ca: true, issuer: two })) };
    const stranger = await issue({ cn: 'stranger', ca: true });
    expect(await judge(two, oneAgain, stranger)).toMatchObject({ ok: false });
    const crowd = await Promise.all(Array.from({ length: 90 }, () => issue({ cn: 'crowd', ca: true })));
    expect(await judge(...crowd, stranger)).toMatchObject({ ok: false });
  });

  it('is given up when certificates of one name and key can be strung together in every order', async () => {
    const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const same = await Promise.all(Array.from({ length: 9 }, () => issue({ cn: 'same', ca: true, pair })));
    const begun = performance.now();
    expect(await judge(...same, await issue({ cn: 'stranger' }))).toMatchObject({ ok: false });
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('a time stamp', () => {
  const { cms, options } = cmsVector('cms-attached');
  const { signature } = parseSignedData(cms).signerInfos[0]!;

  /** A token over the signature, of the year 2025. */
  async function stamp(tsa: Party): Promise<Uint8Array> {
    const imprint = sequence(
      sequence(encodeOid(oids.OZDST_FAMILIES[0].digest)),
      octets(ozdstHash(signature)),
    );
    const genTime = encodeDer(0x18, text('20250917000000Z'));
    const tstInfo = sequence(integer(1), encodeOid('1.2.3'), imprint, integer(5), genTime);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', forWebCrypto(tstInfo)));
    const attribute = (oid: string, value: Uint8Array) => sequence(encodeOid(oid), set(value));
    const unsorted = set(
      attribute(oids.ID_CONTENT_TYPE, encodeOid(oids.ID_CT_TST_INFO)),
      attribute(oids.ID_MESSAGE_DIGEST, octets(digest)),
    );
    const attributes = reencodeDer(parseBer(unsorted));
    const info = sequence(
      integer(1),
      sequence(nameOf(tsa.cn), integer(tsa.serial)),
      SHA256,
      concatBytes(Uint8Array.of(0xa0), attributes.subarray(1)),
      ECDSA_SHA256,
      octets(await sign(tsa.key, attributes)),
    );
    const content = sequence(encodeOid(oids.ID_CT_TST_INFO), encodeDer(0xa0, octets(tstInfo)));
    const certificates = encodeDer(0xa0, tsa.certificate);
    const signedData = sequence(integer(3), set(SHA256), content, certificates, set(info));
    return sequence(encodeOid(oids.ID_SIGNED_DATA), encodeDer(0xa0, signedData));
  }

  async function judgeStamp(purpose?: string) {
    const tsa = await issue({ cn: 'tsa', ...(purpose ? { purpose } : {}) });
    const [known] = await fingerprint([parseCertificate(tsa.certificate)]);
    const stamped = attachTimestampToken(cms, toHex(signature), await stamp(tsa));
    const trustedSpkiSha256 = new Set([...options.trustedSpkiSha256, known!.spkiSha256]);
    return verifyCms(stamped, { ...options, trustedSpkiSha256 });
  }

  it('counts from somebody whose purpose it is, or whose certificate says none', async () => {
    for (const purpose of [oids.ID_KP_TIME_STAMPING, undefined]) {
      expect(await judgeStamp(purpose)).toMatchObject({
        outcome: 'verified',
        signers: [{ judgedAt: '2025-09-17T00:00:00Z', timestamp: { ok: true, purposeOk: true } }],
      });
    }
  });

  it('does not count from a key that is for something else', async () => {
    const clientAuth = '1.3.6.1.5.5.7.3.2';
    expect(await judgeStamp(clientAuth)).toMatchObject({
      outcome: 'not-valid',
      signers: [
        { judgedAt: '2025-09-16T09:55:23Z', timestamp: { ok: false, chainOk: true, purposeOk: false } },
      ],
    });
  });
});
