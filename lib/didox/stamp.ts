import { fromBase64 } from '../bytes/base64.ts';
import { ID_CT_TST_INFO } from '../cms/oids.ts';
import { parseSignedData } from '../cms/signed-data.ts';
import { FlowError, failure } from '../signing/failure.ts';

/** What `dsvs/timestamp` gave: the whole stamped PKCS#7, or a bare token (RFC 3161) that we attach ourselves. */
export type Stamp =
  | { readonly kind: 'whole'; readonly pkcs7_64: string }
  | { readonly kind: 'token'; readonly token: Uint8Array };

/**
 * Reads the answer. `isAttachedPkcs7: true` is documented as "the whole PKCS#7 with the stamp inside"; what false means
 * is documented nowhere, that it is a bare token is one client's reading [1]. So the bytes decide: a signature is a PKCS#7
 * over anything but a TSTInfo. Everything else goes the token's way, a whole answer of a stamping authority (TimeStampResp)
 * too; what is neither is refused there, as a stamp and not as a signature.
 */
export function readStamp(answer: {
  readonly timeStampTokenB64?: string | null | undefined;
  readonly success?: boolean | null | undefined;
  readonly reason?: string | null | undefined;
}): Stamp {
  const base64 = answer.timeStampTokenB64?.trim();
  if (!base64 || answer.success === false)
    throw new FlowError(failure('stamp-missing', answer.reason || null));
  const bytes = fromBase64(base64);
  if (!bytes) throw new FlowError(failure('stamp-invalid'));
  return isSignature(bytes) ? { kind: 'whole', pkcs7_64: base64 } : { kind: 'token', token: bytes };
}

function isSignature(bytes: Uint8Array): boolean {
  try {
    return parseSignedData(bytes).eContentType !== ID_CT_TST_INFO;
  } catch {
    return false;
  }
}
