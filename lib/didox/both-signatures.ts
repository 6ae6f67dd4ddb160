import { toHex } from '../bytes/sha256.ts';
import { parseSignedData } from '../cms/signed-data.ts';
import { FlowError, failure } from '../signing/failure.ts';

/** The signature values in a PKCS#7, as hex; throws `counterparty-not-valid` when it cannot be read. */
export function signatureValues(pkcs7: Uint8Array): readonly string[] {
  try {
    return parseSignedData(pkcs7).signerInfos.map(info => toHex(info.signature));
  } catch (cause) {
    throw new FlowError(failure('counterparty-not-valid', null, { reasons: 'unreadable' }), { cause });
  }
}

/** After joining, every signature of the other side must still be there: nothing leaves unverified (ADR 5). */
export function requireTheirs(joined: Uint8Array, theirs: Uint8Array): void {
  const present = new Set(signatureValues(joined));
  if (!signatureValues(theirs).every(value => present.has(value)))
    throw new FlowError(failure('counterparty-differs'));
}
