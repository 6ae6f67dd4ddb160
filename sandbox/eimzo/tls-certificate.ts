import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** The key pair of the wss port. */
export interface TlsCertificate {
  readonly key: string;
  readonly pem: string;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  readonly spkiSha256Base64: string;
}

async function make(): Promise<TlsCertificate> {
  const year = 365 * 24 * 3_600_000;
  const made = await generate([{ name: 'commonName', value: 'E-IMZO' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 24 * 3_600_000),
    notAfterDate: new Date(Date.now() + year),
  });
  const spki = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    key: made.private,
    pem: made.cert,
    spkiSha256Base64: createHash('sha256').update(spki).digest('base64'),
  };
}

let certificate: Promise<TlsCertificate> | undefined;

/** A self-signed certificate CN=E-IMZO, as the module's own; one per process. */
export function tlsCertificate(): Promise<TlsCertificate> {
  certificate ??= make();
  return certificate;
}
