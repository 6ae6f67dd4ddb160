import * as z from 'zod/mini';
import type { Caller } from './caller.ts';

const Created = z.looseObject({
  pkcs7_64: z.string().check(z.minLength(1)),
  signer_serial_number: z._default(z.string(), ''),
  signature_hex: z._default(z.string(), ''),
});
const Chain = z.looseObject({ certificates: z.array(z.string()) });

/** A signature as the module made it. Nothing here is checked yet: that is cms's work. */
export interface Pkcs7Made {
  /** The PKCS#7, base64 (BER of indefinite length). */
  readonly pkcs7_64: string;
  /** Serial number of the signer's certificate, lower-case hex without padding; '' when the module left it out. */
  readonly signerSerialNumber: string;
  /** The 64-byte signature, hex; '' when left out. */
  readonly signatureHex: string;
}

const made = (answer: z.output<typeof Created>): Pkcs7Made => ({
  pkcs7_64: answer.pkcs7_64,
  signerSerialNumber: answer.signer_serial_number,
  signatureHex: answer.signature_hex,
});

/** What to sign, and with what. */
export interface SignRequest {
  /** Base64 of the raw bytes; passed through untouched, so what a service hands over stays what it is. */
  readonly content64: string;
  /** A keyId, or the fixed word of a hardware kind. */
  readonly keyId: string;
  /** True: the signature without the content. */
  readonly detached: boolean;
}

export async function createPkcs7(
  call: Caller,
  request: SignRequest,
  signal?: AbortSignal,
): Promise<Pkcs7Made> {
  const args = [request.content64, request.keyId, request.detached ? 'yes' : 'no'];
  return made(await call('pkcs7.create_pkcs7', args, Created, signal));
}

/** Adds a signature to an attached PKCS#7: modules before 6.0 only. */
export async function appendAttached(
  call: Caller,
  request: { readonly pkcs7_64: string; readonly keyId: string },
  signal?: AbortSignal,
): Promise<Pkcs7Made> {
  return made(await call('pkcs7.append_pkcs7_attached', [request.pkcs7_64, request.keyId], Created, signal));
}

/** The certificates behind a loaded key, base64 DER, the user's first. */
export async function certificateChain(call: Caller, keyId: string, signal?: AbortSignal): Promise<string[]> {
  return (await call('x509.get_certificate_chain', [keyId], Chain, signal)).certificates;
}
