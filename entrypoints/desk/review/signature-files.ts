import { safeFileName } from '../shared/save-file.ts';

export interface SignatureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}

/**
 * The files to save for one signature. Attached: one `.p7m`, the content is inside. Detached: the `.p7s` and the
 * content beside it under the same name, as other programs expect it. `content` is null when only the service has it.
 * A title without an ending is a text.
 */
export function signatureFiles(given: {
  title: string;
  detached: boolean;
  signature: Uint8Array;
  content: { readonly bytes: Uint8Array; readonly name: string; readonly type: string } | null;
}): SignatureFile[] {
  const base = safeFileName(given.content?.name || withEnding(given.title));
  if (!given.detached)
    return [{ name: `${base}.p7m`, bytes: given.signature, type: 'application/pkcs7-mime' }];
  const signature = { name: `${base}.p7s`, bytes: given.signature, type: 'application/pkcs7-signature' };
  if (!given.content) return [signature];
  return [{ name: base, bytes: given.content.bytes, type: given.content.type }, signature];
}

function withEnding(title: string): string {
  return /\.[a-z0-9]{1,5}$/i.test(title) ? title : `${title}.txt`;
}
