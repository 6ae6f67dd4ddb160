import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import type { World } from '../../sandbox/world.ts';

/** What somebody finds who fetches the archive and looks at the signature with eyes that are not the product's. */
export interface Verified {
  readonly signer: string;
  readonly organization: string | null;
  readonly taxId: string | null;
  readonly serial: string;
  /** SHA-256 of the signed content, lower-case hex. */
  readonly sha256: string;
  readonly signedAt: Date | null;
  readonly stampedAt: Date | null;
  readonly checks: readonly { readonly what: string; readonly passed: boolean }[];
}

/**
 * Takes the signed file out of the service's archive and checks it with the sandbox's own verifier.
 * @throws Error when the archive or the signature is missing
 */
export function verifySigned(world: World, documentId: string): Verified {
  const archive = world.didox.archive(documentId);
  if (archive === null) throw new Error(`the service has no document ${documentId}`);
  const pkcs7 = unzipSync(archive)[`${documentId}.p7`];
  if (pkcs7 === undefined) throw new Error('there is no signature in the archive');
  const { content, signers } = inspectPkcs7(pkcs7);
  const signer = signers[0];
  if (signer === undefined || content === null) throw new Error('the signature in the archive names nobody');
  const document = world.didox.documents.get(documentId);
  const submission = document?.submissions.find(one => one.effect);
  return {
    signer: signer.cn ?? '',
    organization: signer.organization,
    taxId: signer.tin ?? signer.pinfl,
    serial: signer.serial,
    sha256: createHash('sha256').update(content).digest('hex'),
    signedAt: signer.signingTime,
    stampedAt: signer.stampedAt,
    checks: [
      { what: 'the digest fits the content', passed: signer.digestOk },
      { what: 'the signature fits (O‘zDSt 1092)', passed: signer.signatureOk },
      { what: 'the certificate chain ends in the sandbox root', passed: signer.chainOk },
      {
        what: 'the time stamp is over this very signature',
        passed: signer.stampOk && signer.stampedAt !== null,
      },
      { what: 'there is one signer', passed: signers.length === 1 },
      { what: 'the content is the document, byte for byte', passed: submission?.match === 'bytes' },
      { what: 'it was submitted once', passed: document?.effective === 1 },
    ],
  };
}
