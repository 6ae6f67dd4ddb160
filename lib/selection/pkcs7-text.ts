/** Whether a selected text is a PKCS#7 (base64 or PEM) rather than words: then checking it is what one wants. */
export function looksLikePkcs7(text: string): boolean {
  const body = text.replace(/-----(?:BEGIN|END) (?:PKCS7|CMS)-----/g, '').replace(/\s+/g, '');
  // 30 80 or 30 82 …, then the OID of signedData, as base64 (docs: E-IMZO signatures, chapter 5).
  return (
    body.length > 200 &&
    /^MI[A-Za-z0-9+/]{2}[A-Za-z0-9+/]*={0,2}$/.test(body) &&
    /KoZIhvcNAQcC/.test(body.slice(0, 40))
  );
}
