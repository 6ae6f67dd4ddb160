import { readCertificate } from './certificate.ts';
import { CMS } from './oids.ts';
import { readSignedData, writeSignedData } from './signed-data.ts';
import {
  attribute,
  makeSignerInfo,
  type Signer,
  signatureOf,
  signerOf,
  withUnsignedAttribute,
} from './signer-info.ts';
import type { CreatedPkcs7, Identity } from './types.ts';

/** What `createPkcs7` signs, and how. */
export interface Pkcs7Request {
  readonly content: Uint8Array;
  readonly identity: Identity;
  /** Leave the content out of the file. */
  readonly detached?: boolean;
  /** Whole seconds count; default now. */
  readonly signingTime?: Date;
  /** Instead of the identity's own key: for rebuilding a known file. */
  readonly sign?: Signer;
}

function signAs(request: Pkcs7Request): { info: Uint8Array; signature: Uint8Array } {
  const { identity } = request;
  const certificate = readCertificate(identity.chain[0]!);
  return makeSignerInfo({
    issuer: certificate.issuer,
    serial: certificate.serial,
    family: identity.family,
    contentType: CMS.data,
    content: request.content,
    signingTime: request.signingTime ?? new Date(),
    sign: request.sign ?? signerOf(identity.d),
  });
}

function created(pkcs7: Uint8Array, identity: Identity, signature: Uint8Array): CreatedPkcs7 {
  return {
    pkcs7,
    signerSerialNumber: identity.serial,
    signatureHex: Buffer.from(signature).toString('hex'),
  };
}

/** Union by bytes, in order of first appearance. */
function union(certificates: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(certificates.map(one => [Buffer.from(one).toString('base64'), one])).values()];
}

/** Signs as `pkcs7.create_pkcs7` does, byte for byte in E-IMZO's layout. */
export function createPkcs7(request: Pkcs7Request): CreatedPkcs7 {
  const { info, signature } = signAs(request);
  const pkcs7 = writeSignedData({
    contentType: CMS.data,
    content: request.detached === true ? null : request.content,
    certificates: request.identity.chain,
    signerInfos: [info],
  });
  return created(pkcs7, request.identity, signature);
}

function append(
  pkcs7: Uint8Array,
  content: Uint8Array,
  identity: Identity,
  signingTime: Date = new Date(),
): CreatedPkcs7 {
  const parts = readSignedData(pkcs7);
  const { info, signature } = signAs({ content, identity, signingTime });
  const appended = writeSignedData({
    ...parts,
    certificates: union([...parts.certificates, ...identity.chain]),
    signerInfos: [...parts.signerInfos, info],
  });
  return created(appended, identity, signature);
}

/**
 * Adds a second signature to an attached file, as the old `pkcs7.append_pkcs7_attached` does.
 * @throws Error when the file carries no content
 */
export function appendPkcs7Attached(pkcs7: Uint8Array, identity: Identity, signingTime?: Date): CreatedPkcs7 {
  const { content } = readSignedData(pkcs7);
  if (content === null) throw new Error('the PKCS#7 carries no content');
  return append(pkcs7, content, identity, signingTime);
}

/**
 * Adds a second signature to a detached file, whose content has to be given.
 * @throws Error when the file carries its content
 */
export function appendPkcs7Detached(
  pkcs7: Uint8Array,
  content: Uint8Array,
  identity: Identity,
  signingTime?: Date,
): CreatedPkcs7 {
  if (readSignedData(pkcs7).content !== null) throw new Error('the PKCS#7 carries its content');
  return append(pkcs7, content, identity, signingTime);
}

/**
 * Puts a time stamp token into the SignerInfo whose signature is `signatureHex`.
 * @throws Error when there is no such signature
 */
export function attachTimestampToken(pkcs7: Uint8Array, signatureHex: string, token: Uint8Array): Uint8Array {
  const parts = readSignedData(pkcs7);
  const wanted = signatureHex.toLowerCase();
  const at = parts.signerInfos.findIndex(info => Buffer.from(signatureOf(info)).toString('hex') === wanted);
  if (at < 0) throw new Error('the PKCS#7 has no such signature');
  const unsigned = attribute(CMS.timeStampToken, token);
  const signerInfos = parts.signerInfos.map((info, index) =>
    index === at ? withUnsignedAttribute(info, unsigned) : info,
  );
  return writeSignedData({ ...parts, signerInfos });
}

/**
 * One file out of two over the same content.
 * @throws Error when the contents differ, or both are detached (then nothing can be compared)
 */
export function joinPkcs7(first: Uint8Array, second: Uint8Array): Uint8Array {
  const left = readSignedData(first);
  const right = readSignedData(second);
  const content = left.content ?? right.content;
  if (content === null) throw new Error('both PKCS#7 are without content');
  if (Buffer.compare(content, right.content ?? content) !== 0) throw new Error('the contents differ');
  const signerInfos = union([...left.signerInfos, ...right.signerInfos]);
  return writeSignedData({
    contentType: left.contentType,
    content,
    certificates: union([...left.certificates, ...right.certificates]),
    signerInfos,
  });
}
