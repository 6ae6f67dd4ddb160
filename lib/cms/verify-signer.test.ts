import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { encodeDer, encodeOid } from './der.ts';
import { fingerprint } from './known-certificate.ts';
import * as oids from './oids.ts';
import {
  attribute,
  type CmsWish,
  issue,
  makeCms,
  octets,
  type Party,
  SHA256,
  sequence,
  sha256,
  text,
  type Wish,
} from './pki.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

describe('a signer', () => {
  let root: Party;
  let options: Parameters<typeof verifyCms>[1];
  beforeAll(async () => {
    root = await issue({ cn: 'root', ca: true });
    const [known] = await fingerprint([parseCertificate(root.certificate)]);
    options = { now: new Date('2026-06-01'), trustedSpkiSha256: new Set([known!.spkiSha256]) };
  });
  const user = (wish: Partial<Wish> = {}) => issue({ cn: 'user', issuer: root, ...wish });
  const judge = async (signer: Party, wish: Partial<CmsWish> = {}) => {
    const certificates = [signer.certificate, root.certificate];
    const { cms } = await makeCms({ signer, content: text('contract'), certificates, ...wish });
    return verifyCms(cms, options);
  };
  const verified = { outcome: 'verified', signers: [{ reasons: [], authority: { name: 'root' } }] };
  const signerSays = (outcome: string, reasons: string[], more = {}) => ({
    outcome,
    signers: [{ verified: false, reasons, ...more }],
  });

  it('is verified with a key for signing, or one that says nothing about its use', async () => {
    for (const keyUsage of [undefined, 0x80, 0x40, 0xf8])
      expect(await judge(await user(keyUsage === undefined ? {} : { keyUsage }))).toMatchObject(verified);
  });
  it('is not with a key for something else', async () => {
    for (const keyUsage of [0x20, 0x08])
      expect(await judge(await user({ keyUsage }))).toMatchObject(
        signerSays('not-valid', ['key-not-for-signing'], { signatureOk: true, chainOk: true }),
      );
  });
  it('could not be checked when the certificate demands what is not understood', async () => {
    expect(await judge(await user({ demand: 'critical' }))).toMatchObject(
      signerSays('could-not-check', ['unknown-critical-extension'], { authority: { name: 'root' } }),
    );
    expect(await judge(await user({ demand: 'not-critical' }))).toMatchObject(verified);
  });

  describe('who names the certificate in the signed attributes', () => {
    const namedBySha256 = async (certificate: Uint8Array) =>
      attribute(
        oids.ID_SIGNING_CERTIFICATE_V2,
        sequence(sequence(sequence(octets(await sha256(certificate))))),
      );
    const namedBySha1 = async (certificate: Uint8Array) => {
      const digest = await crypto.subtle.digest('SHA-1', Uint8Array.from(certificate));
      return attribute(
        oids.ID_SIGNING_CERTIFICATE,
        sequence(sequence(sequence(octets(new Uint8Array(digest))))),
      );
    };

    it('is verified with that one', async () => {
      const signer = await user();
      for (const named of [await namedBySha256(signer.certificate), await namedBySha1(signer.certificate)])
        expect(await judge(signer, { attributes: [named] })).toMatchObject(verified);
    });
    it('is not with another certificate for the same key, number and all', async () => {
      const meant = await user();
      const other = await user({ key: meant.key, serial: meant.serial, until: '300101000000Z' });
      for (const named of [await namedBySha256(meant.certificate), await namedBySha1(meant.certificate)]) {
        expect(await judge(other, { attributes: [named] })).toMatchObject(
          signerSays('not-valid', ['signing-certificate-mismatch'], { signatureOk: false }),
        );
        // Both are there: the one that is meant counts.
        const certificates = [other.certificate, meant.certificate, root.certificate];
        expect(await judge(other, { attributes: [named], certificates })).toMatchObject(verified);
      }
    });
    it('is not when the attribute cannot be read, and not checked by a hash nobody knows', async () => {
      const signer = await user();
      const broken = attribute(oids.ID_SIGNING_CERTIFICATE_V2, octets(text('x')));
      expect(await judge(signer, { attributes: [broken] })).toMatchObject(
        signerSays('not-valid', ['signing-certificate-mismatch']),
      );
      const unknown = sequence(sequence(encodeOid('1.2.3')), octets(text('x')));
      const named = attribute(oids.ID_SIGNING_CERTIFICATE_V2, sequence(sequence(unknown)));
      expect(await judge(signer, { attributes: [named] })).toMatchObject(
        signerSays('could-not-check', ['unsupported-algorithm'], { signatureOk: true }),
      );
    });
  });

  it.each<[string, Partial<CmsWish>]>([
    ['the version of the file', { version: 3 }],
    ['a version that is none', { version: 0 }],
    ['the version of the signer', { signerVersion: 3 }],
    ['the announced digest', { announced: sequence(encodeOid('2.16.840.1.101.3.4.2.2')) }],
    ['an announcement that cannot be read', { announced: octets(text('x')) }],
    [
      'parameters that are no NULL',
      { signatureAlgorithm: sequence(encodeOid('1.2.840.10045.4.3.2'), octets()) },
    ],
  ])('is not called verified when %s is irregular', async (_what, wish) => {
    expect(await judge(await user(), wish)).toMatchObject(
      signerSays('could-not-check', ['irregular-structure'], { signatureOk: true, chainOk: true }),
    );
  });
  it('is verified when the announced digest has a NULL more than the signer', async () => {
    const announced = sequence(encodeOid(oids.ID_SHA_256), Uint8Array.of(5, 0));
    expect(await judge(await user(), { announced })).toMatchObject(verified);
    expect(await judge(await user(), { announced: SHA256 })).toMatchObject(verified);
  });

  it('says who issued the certificate by the chain, not by a number that anybody can copy', async () => {
    const signer = await user();
    const copycat = await issue({ cn: 'State Trust Centre', serial: root.serial });
    const certificates = [copycat.certificate, signer.certificate, root.certificate];
    expect(await judge(signer, { certificates })).toMatchObject(verified);
  });
  it('is read when an attribute cannot be, and nothing is thrown', async () => {
    for (const claimedType of [encodeDer(0x06), encodeDer(0x06, Uint8Array.of(0x80)), octets()])
      expect(await judge(await user(), { claimedType })).toMatchObject(
        signerSays('not-valid', ['content-type-mismatch'], { signatureOk: true }),
      );
  });
});
