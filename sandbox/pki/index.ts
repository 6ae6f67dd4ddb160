/**
 * The sandbox's public key infrastructure: invented people with keys and certificate chains, signatures in E-IMZO's
 * byte layout, time stamps, and eyes to check them. Independent of `lib/` on purpose: a stand-in that shared code
 * with the product could not notice the product's mistakes.
 */
import type { Identity } from './types.ts';

export { aliasOf } from './alias.ts';
export { verifyApiKey } from './api-key.ts';
export { sandboxRootSpkiSha256 } from './authorities.ts';
export { type Certificate, readCertificate } from './certificate.ts';
export { hash } from './hash.ts';
export { getIdentity, identities, identityOfTin } from './identities.ts';
export { type InspectOptions, inspectPkcs7 } from './inspect.ts';
export { type IdentityRequest, issueIdentity } from './issue-identity.ts';
export { manyIdentities } from './many-identities.ts';
export {
  appendPkcs7Attached,
  appendPkcs7Detached,
  attachTimestampToken,
  createPkcs7,
  joinPkcs7,
  type Pkcs7Request,
} from './pkcs7.ts';
export { createTimestampToken } from './timestamp.ts';
export { isIssuedBy } from './trust-path.ts';
export type { CreatedPkcs7, Family, Identity, InspectedPkcs7, InspectedSigner } from './types.ts';

/** Signer, authority, root; each DER. */
export function certificateChain(identity: Identity): readonly Uint8Array[] {
  return identity.chain;
}
