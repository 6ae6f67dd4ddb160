import type { InspectedPkcs7, InspectedSigner } from '../../pki/types.ts';
import { fromBase64 } from '../world/bytes.ts';
import type { Session } from '../world/sessions.ts';
import { inspect } from '../world/signatures.ts';
import type { Call } from './context.ts';

export interface GoodSignature {
  readonly pkcs7: Uint8Array;
  readonly content: Uint8Array;
  readonly signers: InspectedPkcs7['signers'];
}

/** Checks everything about a submitted PKCS#7 that does not depend on the document; else says what is wrong. */
export function readSignature(call: Call, encoded: unknown): GoodSignature | { readonly problem: string } {
  const pkcs7 = fromBase64(encoded);
  if (!pkcs7) return { problem: 'Подпись не указана или не в base64' };
  const inspected = inspect(pkcs7, call.now);
  if (!inspected?.content || inspected.signers.length === 0) return { problem: 'Подпись не является PKCS#7' };
  for (const signer of inspected.signers) {
    if (!signer.digestOk) return { problem: `Хэш содержимого не совпадает (${signer.serial})` };
    if (!signer.signatureOk) return { problem: `Подпись неверна (${signer.serial})` };
    if (!signer.chainOk) return { problem: `Сертификат не доверен (${signer.serial})` };
    // A bare pkcs7_64 is refused everywhere.
    if (call.world.settings.requireStamp && (!signer.stampedAt || !signer.stampOk)) {
      return { problem: `Отсутствует метка времени (${signer.serial})` };
    }
  }
  return { pkcs7, content: inspected.content, signers: inspected.signers };
}

/** A company key stands for its INN; a personal key for its PINFL or personal INN. */
export function mayLogIn(signer: InspectedSigner, taxId: string): boolean {
  if (signer.tin) return signer.tin === taxId;
  return signer.pinfl === taxId || signer.uid === taxId;
}

/** Whether a signature counts for the company or person behind the user-key. */
export function signsFor(signer: InspectedSigner, session: Session): boolean {
  return mayLogIn(signer, session.taxId) || (!!session.enteredBy && signer.pinfl === session.enteredBy);
}
