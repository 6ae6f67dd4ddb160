import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export const serviceHost = 'eugoda.com';
/** "Another site" that uses eUgoda: the extension has no standing permission there. */
export const integrationHost = 'umbrella.example';

export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spkiSha256Base64: string;
}

/** One throw-away certificate for all the host names the stand-in answers for. */
export async function createServerCertificate(): Promise<ServerCertificate> {
  const names = [serviceHost, `www.${serviceHost}`, integrationHost, 'localhost'];
  const pems = await generate([{ name: 'commonName', value: serviceHost }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map(value => ({ type: 2 as const, value })), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  });
  const spki = new X509Certificate(pems.cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    key: pems.private,
    cert: pems.cert,
    spkiSha256Base64: createHash('sha256').update(spki).digest('base64'),
  };
}
