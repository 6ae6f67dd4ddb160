import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { safeFileName } from '../shared/save-file.ts';

/** What the signed bytes are. */
const ENDINGS: Record<Receipt['service'], string> = {
  file: '',
  selection: '.txt',
  practice: '.txt',
  didox: '.json',
  eugoda: '.json',
};

/** What the signed content is called: a file keeps its own name, a text is named after its page, a document after its number. */
export function contentName(service: Receipt['service'], title: string): string {
  // Its signature's ending comes behind it, and both are called the same up to there.
  return safeFileName(`${title}${ENDINGS[service]}`, 176);
}

/** What the signature of such a content is called. */
export function signatureName(content: string, detached: boolean): string {
  return `${content}${detached ? '.p7s' : '.p7m'}`;
}

export interface SignatureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}

/**
 * The files to save for one signature. Attached: one `.p7m`, the content is inside. Detached: the `.p7s` and the
 * content beside it under the same name, as other programs expect it. `content` is null when only the service has it.
 */
export function signatureFiles(given: {
  service: Receipt['service'];
  title: string;
  detached: boolean;
  signature: Uint8Array;
  content: { readonly bytes: Uint8Array; readonly type: string } | null;
}): SignatureFile[] {
  const base = contentName(given.service, given.title);
  const name = signatureName(base, given.detached);
  if (!given.detached) return [{ name, bytes: given.signature, type: 'application/pkcs7-mime' }];
  const signature = { name, bytes: given.signature, type: 'application/pkcs7-signature' };
  if (!given.content) return [signature];
  return [{ name: base, bytes: given.content.bytes, type: given.content.type }, signature];
}
