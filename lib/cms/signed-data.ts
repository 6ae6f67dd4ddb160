import { type BerElement, childrenOf, octetsOf, parseBer } from './ber.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { CmsError } from './cms-error.ts';
import { Fields } from './fields.ts';
import { ID_SIGNED_DATA } from './oids.ts';
import { isRegularFile, isRegularSigner, readDigestAlgorithms } from './regularity.ts';
import { readSignerInfo, type SignerInfo } from './signer-info.ts';
import { readOid } from './values.ts';

/** More certificates or signers than any document has; a bound on the work a hostile file can cause. */
const MAX_CERTIFICATES = 100;
const MAX_SIGNERS = 32;

/** SignedData (RFC 5652, 5.1), as far as it is used. */
export interface SignedData {
  readonly eContentType: string;
  /** The content carried in the file; null when detached. */
  readonly eContent: Uint8Array | null;
  /** The readable ones, each once. */
  readonly certificates: readonly Certificate[];
  readonly signerInfos: readonly SignerInfo[];
}

/** The elements from ContentInfo down to the SET of SignerInfos, for those who rebuild a file. */
export interface SignedDataElements {
  readonly contentInfo: BerElement;
  readonly explicit: BerElement;
  readonly signedData: BerElement;
  readonly signerInfos: BerElement;
}

/** Reads a ContentInfo that must hold SignedData. Throws CmsError. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  return readSignedData(parseBer(bytes)).data;
}

/** The same from an element inside a larger file, with the elements found on the way. */
export function readSignedData(contentInfo: BerElement): { data: SignedData; elements: SignedDataElements } {
  const info = new Fields(contentInfo);
  if (readOid(info.next(0x06)) !== ID_SIGNED_DATA) throw new CmsError('not-signed-data');
  const explicit = info.next(0xa0);
  info.end();
  const wrapper = new Fields(explicit, 0xa0);
  const signedData = wrapper.next(0x30);
  wrapper.end();

  const fields = new Fields(signedData);
  const version = fields.next(0x02);
  const digestAlgorithms = readDigestAlgorithms(fields.next(0x31));
  const encapsulated = new Fields(fields.next(0x30));
  const certificates = fields.optional(0xa0);
  const crls = fields.optional(0xa1);
  const signerInfos = fields.next(0x31);
  fields.end();

  const eContentType = readOid(encapsulated.next(0x06));
  const eContent = encapsulated.optional(0xa0);
  encapsulated.end();
  const signers = childrenOf(signerInfos);
  if (signers.length > MAX_SIGNERS) throw new CmsError('too-many-signers');
  const infos = signers.map(readSignerInfo);
  const regular = isRegularFile({ version, eContentType, certificates, crls, infos });
  return {
    data: {
      eContentType,
      eContent: eContent ? readContent(eContent) : null,
      certificates: certificates ? readCertificates(certificates) : [],
      signerInfos: infos.map(info => ({
        ...info,
        irregular: !regular || !isRegularSigner(info, digestAlgorithms),
      })),
    },
    elements: { contentInfo, explicit, signedData, signerInfos },
  };
}

function readContent(wrapper: BerElement): Uint8Array {
  const fields = new Fields(wrapper, 0xa0);
  const octets = octetsOf(fields.next(0x04, 0x24));
  fields.end();
  return octets;
}

/** An unreadable certificate must not hide the readable ones: whoever needs it will find it missing. */
function readCertificates(set: BerElement): Certificate[] {
  const elements = childrenOf(set);
  if (elements.length > MAX_CERTIFICATES) throw new CmsError('too-many-certificates');
  const certificates: Certificate[] = [];
  for (const element of elements) {
    try {
      certificates.push(readCertificate(element));
    } catch (error) {
      if (!(error instanceof CmsError)) throw error;
    }
  }
  return certificates;
}
