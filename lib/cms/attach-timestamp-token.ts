import { toHex } from '../bytes/sha256.ts';
import { type BerElement, childrenOf, contentOf, parseBer, rawOf } from './ber.ts';
import { compareBytes, concatBytes, joinBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { encodeDer, encodeOid } from './der.ts';
import { Fields } from './fields.ts';
import { ID_CT_TST_INFO, ID_TIME_STAMP_TOKEN } from './oids.ts';
import { readSignedData } from './signed-data.ts';
import { readSmallInteger } from './values.ts';

/**
 * Puts an RFC 3161 token into a file as unsigned attribute of one signer (RFC 3161, appendix A). Every other
 * byte stays as it is, except the lengths of the elements around it.
 * @param signatureHex the signature value of the signer that was stamped
 * @param token a TimeStampToken, or the TimeStampResp that carries one
 * Throws CmsError: `signer-missing`, `already-stamped`, `not-a-timestamp-token`, `timestamp-refused`, or why the
 * file cannot be read. Whether the token fits the signature is the gate's business.
 */
export function attachTimestampToken(cms: Uint8Array, signatureHex: string, token: Uint8Array): Uint8Array {
  const tokenBytes = extractToken(token);
  const { data, elements } = readSignedData(parseBer(cms));
  const info = data.signerInfos.find(({ signature }) => toHex(signature) === signatureHex.toLowerCase());
  if (!info) throw new CmsError('signer-missing');
  if (info.unsignedAttrs.some(({ oid }) => oid === ID_TIME_STAMP_TOKEN))
    throw new CmsError('already-stamped');

  const attribute = encodeDer(0x30, encodeOid(ID_TIME_STAMP_TOKEN), encodeDer(0x31, tokenBytes));
  const { element, unsignedAttrsElement } = info;
  const changed = unsignedAttrsElement
    ? replaceChild(element, unsignedAttrsElement, insertSorted(unsignedAttrsElement, attribute))
    : rewrap(element, concatBytes(contentOf(element), encodeDer(0xa1, attribute)));
  const { contentInfo, explicit, signedData, signerInfos } = elements;
  const newSignerInfos = replaceChild(signerInfos, element, changed);
  const newSignedData = replaceChild(signedData, signerInfos, newSignerInfos);
  return replaceChild(contentInfo, explicit, replaceChild(explicit, signedData, newSignedData));
}

/** The token itself, out of whatever a service answers. */
function extractToken(bytes: Uint8Array): Uint8Array {
  const outer = parseBer(bytes);
  let token = outer;
  const fields = new Fields(outer);
  const status = fields.optional(0x30);
  if (status) {
    // PKIStatus 0 is granted, 1 granted with modifications (RFC 3161, 2.4.2).
    const code = readSmallInteger(new Fields(status).next(0x02));
    const found = fields.optional(0x30);
    if (code > 1 || code < 0 || !found) throw new CmsError('timestamp-refused', String(code));
    token = found;
  }
  if (readSignedData(token).data.eContentType !== ID_CT_TST_INFO) throw new CmsError('not-a-timestamp-token');
  return rawOf(token);
}

/** The same element around other content; an indefinite length stays indefinite. */
function rewrap(element: BerElement, content: Uint8Array): Uint8Array {
  if (!element.indefinite) return encodeDer(element.id, content);
  return concatBytes(Uint8Array.of(element.id, 0x80), content, Uint8Array.of(0, 0));
}

function replaceChild(parent: BerElement, child: BerElement, replacement: Uint8Array): Uint8Array {
  const { bytes } = parent.source;
  const before = bytes.subarray(parent.contentStart, child.start);
  const after = bytes.subarray(child.end, parent.contentEnd);
  return rewrap(parent, concatBytes(before, replacement, after));
}

/** DER wants the attributes of a SET in the order of their bytes; those already there keep theirs. */
function insertSorted(set: BerElement, attribute: Uint8Array): Uint8Array {
  const existing = childrenOf(set).map(rawOf);
  const found = existing.findIndex(other => compareBytes(attribute, other) < 0);
  const at = found === -1 ? existing.length : found;
  return rewrap(set, joinBytes([...existing.slice(0, at), attribute, ...existing.slice(at)]));
}
