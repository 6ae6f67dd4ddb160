/**
 * The authorities trusted without anybody's doing: SHA-256 over the DER SubjectPublicKeyInfo of the root, in
 * lower-case hex. Anchors added in the options or by policy come on top of these.
 *
 * mitc.uz, "ERI kalitlarini ro'yxatga olish organi (O'ZDST 1092-2009-II)", serial 29ce182249b2d8e5207deb74086b4d6,
 * valid 2020-03-25 to 2035-03-25. The fingerprint was worked out from a certificate inside a public sample
 * signature, not received from the authority: BEFORE A RELEASE compare it with the certificate the authority
 * publishes (its own extension names http://ca.mitc.uz/root-1092-2.cer, certificate SHA-256
 * f3ad6988489b4a4f778a69145ec680ff812022b2dfe74067abf2b49f89029fb9).
 *
 * The vendor's test authorities and the invented ones of the tests must never stand here.
 */
export const TRUST_ANCHORS: ReadonlySet<string> = new Set([
  '1ee62079e4a9257ddbb09c42a63272dbb316c2955a9118d3a5f8cd25931caeb6',
]);
