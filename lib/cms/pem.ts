import { fromBase64, toBase64 } from './base64.ts';
import { CmsError } from './cms-error.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 #]{1,40})-----([^-]*)-----END \1-----/;
/** What signature and certificate files are labelled with (RFC 7468 and older habits). */
const LABELS: ReadonlySet<string> = new Set([
  'PKCS7',
  'CMS',
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'PKCS #7 SIGNED DATA',
]);

/** DER bytes as a PEM block (RFC 7468), lines of 64 characters. */
export function toPem(der: Uint8Array, label: string): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The first signature or certificate block of a text; null when there is none. Throws `bad-base64`. */
export function describePem(text: string): { readonly label: string; readonly der: Uint8Array } | null {
  for (const match of text.matchAll(new RegExp(BLOCK, 'g'))) {
    const label = match[1]!;
    if (LABELS.has(label)) return { label, der: fromBase64(match[2]!) };
  }
  return null;
}

/** The bytes out of a PEM block or out of bare base64. Throws `bad-base64` for anything else. */
export function fromPemOrBase64(text: string): Uint8Array {
  const block = describePem(text);
  if (block) return block.der;
  const der = fromBase64(text.replace(/^\uFEFF/, ''));
  if (der.length === 0) throw new CmsError('bad-base64');
  return der;
}
