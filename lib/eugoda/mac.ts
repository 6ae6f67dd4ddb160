import HmacMD5 from 'crypto-js/hmac-md5.js';

/**
 * Lower-case hex HMAC-MD5 over UTF-8 texts (RFC 2104, RFC 1321). crypto-js accepts anything else silently and
 * answers with one constant wrong MAC, hence the checks; a lone surrogate has no UTF-8.
 * Only for speaking to eUgoda: RFC 6151 advises against HMAC-MD5 for anything new.
 */
export function hmacMd5Hex(key: string, message: string): string {
  if (typeof key !== 'string' || typeof message !== 'string')
    throw new TypeError('HMAC-MD5 takes texts only');
  if (key === '') throw new RangeError('HMAC-MD5 takes no empty secret');
  if (!key.isWellFormed() || !message.isWellFormed())
    throw new RangeError('HMAC-MD5 takes well-formed text only');
  return HmacMD5(message, key).toString();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const forbiddenInIds = /[|\u0000-\u001f\u007f-\u009f]/;

/** '|' separates the parts of the signed text and nothing escapes it. */
export function isApplicationId(id: unknown): id is string {
  return (
    typeof id === 'string' && id !== '' && id.length <= 128 && id.isWellFormed() && !forbiddenInIds.test(id)
  );
}

/** Ids we make, and ids of other integrations that we follow: narrow, so that no encoding question arises. */
export function isExternalId(id: unknown): id is string {
  return typeof id === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(id);
}

/**
 * `validationString` of a request (eUgoda's demo page, "Реєстрація документа"): the MAC of
 * "applicationId|externalId|timestamp". It covers neither the path nor the body.
 * @param parts.timestamp UTC seconds; the request must carry the very same digits.
 */
export function validationString(
  parts: { readonly applicationId: string; readonly externalId: string; readonly timestamp: number },
  secret: string,
): string {
  const { applicationId, externalId, timestamp } = parts;
  if (!isApplicationId(applicationId)) throw new RangeError('not an application id');
  if (!isExternalId(externalId)) throw new RangeError('not an external id');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new RangeError('not a timestamp in seconds');
  return hmacMd5Hex(secret, `${applicationId}|${externalId}|${timestamp}`);
}

/** A pasted secret without the white space around it; `trimmed` lets the form say so. */
export function pastedSecret(text: string): { readonly secret: string; readonly trimmed: boolean } {
  const secret = text.trim();
  return { secret, trimmed: secret !== text };
}
