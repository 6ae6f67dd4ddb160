import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, integer, octets, oid, sequence, setOf, tagged, tlv, utcTime, utf8 } from './der.ts';

/** Somebody who signs agreements: an invented person with a throw-away key (ECDSA P-256). */
export interface Signer {
  readonly name: string;
  /** DER. */
  readonly certificate: Buffer;
  /** CMS SignedData with signed attributes, as CAdES-BES has them; `attached` puts the content inside. */
  signCms(content: Uint8Array, at: Date, attached: boolean): Buffer;
}

const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const idData = oid('1.2.840.113549.1.7.1');
const idSignedData = oid('1.2.840.113549.1.7.2');

const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export function createSigner(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = integer(Buffer.concat([Buffer.of(1), randomBytes(15)]));
  const issuer = sequence(setOf(sequence(oid('2.5.4.3'), utf8(name))));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const certificate = createCertificate({ serial, issuer, spki, privateKey });

  return {
    name,
    certificate,
    signCms(content, at, attached) {
      const signedAttrs = [
        attribute('1.2.840.113549.1.9.3', idData),
        attribute('1.2.840.113549.1.9.5', utcTime(at)),
        attribute('1.2.840.113549.1.9.4', octets(hash(content))),
        // signingCertificateV2 (RFC 5035) with the default hash, SHA-256
        attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(hash(certificate)))))),
      ];
      // Signed as a SET OF, written with the tag [0] (RFC 5652, section 5.4).
      const asSet = setOf(...signedAttrs);
      const asField = Buffer.from(asSet);
      asField[0] = 0xa0;
      const signerInfo = sequence(
        integer(Buffer.of(1)),
        sequence(issuer, serial),
        sha256,
        asField,
        ecdsaWithSha256,
        octets(sign('sha256', asSet, privateKey)),
      );
      const encapsulated = attached ? sequence(idData, tagged(0, octets(content))) : sequence(idData);
      const signedData = sequence(
        integer(Buffer.of(1)),
        setOf(sha256),
        encapsulated,
        tagged(0, certificate),
        setOf(signerInfo),
      );
      return sequence(idSignedData, tagged(0, signedData));
    },
  };
}

const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), setOf(value));

/** Self-signed, X.509 version 3, for signing documents (digitalSignature and nonRepudiation). */
function createCertificate(parts: {
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly spki: Uint8Array;
  readonly privateKey: KeyObject;
}): Buffer {
  const { serial, issuer, spki, privateKey } = parts;
  const yesterday = Date.now() - 86_400_000;
  const validity = sequence(utcTime(new Date(yesterday)), utcTime(new Date(yesterday + 730 * 86_400_000)));
  const keyUsage = sequence(
    oid('2.5.29.15'),
    tlv(0x01, Buffer.of(255)),
    octets(tlv(0x03, Buffer.of(6, 0xc0))),
  );
  const version = tagged(0, integer(Buffer.of(2)));
  const extensions = tagged(3, sequence(keyUsage));
  const tbs = sequence(version, serial, ecdsaWithSha256, issuer, validity, issuer, spki, extensions);
  return sequence(tbs, ecdsaWithSha256, bits(sign('sha256', tbs, privateKey)));
}
