import { createHash, randomBytes } from 'node:crypto';
import { timeStampAuthority } from './authorities.ts';
import { fromBigEndian } from './curve.ts';
import * as asn1 from './der.ts';
import { hash } from './hash.ts';
import { CMS, FAMILIES } from './oids.ts';
import { attribute, makeSignerInfo, type Signer, signerOf } from './signer-info.ts';

const FAMILY = 'ozdst-2009';
/** The vendor's time stamp policy. */
const POLICY = '1.2.860.3.2.11.1';
const TSA_URI = 'http://tsa.soxta.invalid/tsa/stamp';

/** For rebuilding a known token: everything that is otherwise fresh. */
export interface TokenDetails {
  readonly serial?: bigint;
  readonly sign?: Signer;
  readonly tsaUri?: string;
}

/**
 * A TimeStampToken (RFC 3161) of the sandbox's time stamp authority over a signature, all DER. The imprint is the
 * hash of the 64 signature bytes, not of the content.
 * @param signature the 64 bytes, or their 128 hex digits. @throws RangeError for anything else
 */
export function createTimestampToken(
  signature: string | Uint8Array,
  time: Date,
  details: TokenDetails = {},
): Uint8Array {
  const bytes = typeof signature === 'string' ? Uint8Array.from(Buffer.from(signature, 'hex')) : signature;
  if (bytes.length !== 64 || (typeof signature === 'string' && signature.length !== 128)) {
    throw new RangeError('a signature is 64 bytes');
  }
  const algorithm = asn1.sequence(asn1.oid(FAMILIES[FAMILY].digest), asn1.NULL);
  const tstInfo = asn1.sequence(
    asn1.integer(1n),
    asn1.oid(POLICY),
    asn1.sequence(algorithm, asn1.octets(hash(bytes))),
    asn1.integer(details.serial ?? fromBigEndian(randomBytes(8))),
    asn1.generalizedTime(time),
    asn1.der(asn1.context(0), asn1.text(details.tsaUri ?? TSA_URI, 0x86)),
  );
  const { certificate, chain, d } = timeStampAuthority;
  const sha1 = createHash('sha1').update(certificate.raw).digest();
  const { info } = makeSignerInfo({
    issuer: certificate.issuer,
    serial: certificate.serial,
    family: FAMILY,
    contentType: CMS.tstInfo,
    content: tstInfo,
    signingTime: time,
    attributes: [
      attribute(CMS.signingCertificate, asn1.sequence(asn1.sequence(asn1.sequence(asn1.octets(sha1))))),
    ],
    sign: details.sign ?? signerOf(d),
  });
  const signedData = asn1.sequence(
    asn1.integer(3n),
    asn1.set(algorithm),
    asn1.sequence(asn1.oid(CMS.tstInfo), asn1.der(asn1.context(0), asn1.octets(tstInfo))),
    asn1.der(asn1.context(0), ...chain),
    asn1.set(info),
  );
  return asn1.sequence(asn1.oid(CMS.signedData), asn1.der(asn1.context(0), signedData));
}
