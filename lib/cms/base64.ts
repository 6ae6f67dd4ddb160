import { fromBase64 as decode } from '../bytes/base64.ts';
import { CmsError } from './cms-error.ts';

/** Standard base64 to bytes. Throws `bad-base64`. */
export function fromBase64(text: string): Uint8Array {
  const bytes = decode(text);
  if (!bytes) throw new CmsError('bad-base64');
  return bytes;
}
