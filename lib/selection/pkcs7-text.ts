/** The OID of signedData, 1.2.840.113549.1.7.2, in DER (RFC 5652, section 5.1). */
const SIGNED_DATA = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';
/** No signature is shorter than this in base64. */
const SHORTEST = 200;

/** Whether a selected text is a PKCS#7 (base64 or PEM) rather than words: then checking it is what one wants. */
export function looksLikePkcs7(text: string): boolean {
  const body = text.replace(/-----(?:BEGIN|END) (?:PKCS7|CMS)-----/g, '').replace(/\s+/g, '');
  if (body.length < SHORTEST || !/^MI[A-Za-z0-9+/]+={0,2}$/.test(body)) return false;
  // 30 80 (E-IMZO's indefinite length), 30 82 …, then at once the OID; where it falls in base64 depends on the length.
  const start = atob(body.slice(0, 40));
  const at = start.indexOf(SIGNED_DATA);
  return at >= 2 && at <= 6;
}
