import { fromBase64 } from '../bytes/base64.ts';
import { FlowError, failure } from './failure.ts';

/** What a module or service sent as a signature; throws FlowError `signature-unreadable`. */
export function decodeBase64(base64: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (!bytes) throw new FlowError(failure('signature-unreadable'));
  return bytes;
}
