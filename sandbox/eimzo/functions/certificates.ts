import { isIssuedBy, readCertificate } from '../../pki/index.ts';
import { Refusal } from '../status.ts';
import { fromBase64, type Handlers, readable, toBase64 } from './handlers.ts';
import { identityOf } from './signing-key.ts';

const certificateOf = (text: string) => readable(() => readCertificate(fromBase64(text)));

const nameOf = (attributes: ReadonlyMap<string, string>): string =>
  [...attributes].map(([id, value]) => `${id}=${value}`).join(',');

export const x509: Handlers = {
  get_certificate_chain: (call, module) => ({
    certificates: identityOf(call.arguments[0]!, module).chain.map(toBase64),
  }),
  /** [guess] The fields inside certificate_info are not published. */
  get_certificate_info: call => {
    const certificate = certificateOf(call.arguments[0]!);
    return {
      certificate_info: {
        serialNumber: certificate.serial.toString(16),
        subjectName: nameOf(certificate.attributes),
        validFrom: certificate.validFrom,
        validTo: certificate.validTo,
      },
    };
  },
  verify_certificate: call => {
    const [subject, issuer] = [certificateOf(call.arguments[0]!), certificateOf(call.arguments[1]!)];
    if (!isIssuedBy(subject, issuer)) throw new Refusal('bad-input');
    return {};
  },
};
