import { sha256Hex, toHex } from '../bytes/sha256.ts';
import type { AlgorithmRegistry } from './algorithms.ts';
import { equalBytes } from './bytes.ts';
import type { ChainCache } from './chain-cache.ts';
import { CmsError } from './cms-error.ts';
import { describeKnownCertificate, fingerprint } from './known-certificate.ts';
import { OZDST_DIGEST } from './ozdst-algorithms.ts';
import { type CmsReport, type SignerReport, worstOutcome } from './report.ts';
import { parseSignedData, type SignedData } from './signed-data.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { verifySigner } from './verify-signer.ts';
import { SignedContent } from './verify-signer-info.ts';

/** What a file is judged with. */
export interface VerifyOptions {
  /** The document, for a detached signature; for one that carries its content, what that must be equal to. */
  readonly detachedContent?: Uint8Array | undefined;
  /** Pinned keys: lower-case hex SHA-256 over the DER SubjectPublicKeyInfo. */
  readonly trustedSpkiSha256: ReadonlySet<string>;
  /** Judges the chain of a signature that says no time. */
  readonly now: Date;
  readonly cache?: ChainCache | undefined;
  /** All algorithms that can be checked; the standard ones if not told otherwise. */
  readonly algorithms?: AlgorithmRegistry | undefined;
}

/**
 * Reads a CMS file (BER or DER) and checks every signature in it: content, signer, chain up to a pinned key, time
 * stamp. Never throws for bytes it cannot read, and never asks the network: revocation is not checked.
 */
export async function verifyCms(cms: Uint8Array, options: VerifyOptions): Promise<CmsReport> {
  try {
    return await verify(parseSignedData(cms), options);
  } catch (error) {
    if (error instanceof CmsError) return { parsed: false, reason: error.code };
    throw error;
  }
}

async function verify(data: SignedData, options: VerifyOptions): Promise<CmsReport> {
  const handedIn = options.detachedContent ?? null;
  const content = new SignedContent(data.eContent ?? handedIn, data.eContentType);
  const certificates = await fingerprint(data.certificates);
  const context = {
    algorithms: options.algorithms ?? standardAlgorithms,
    trustedSpkiSha256: options.trustedSpkiSha256,
    cache: options.cache,
    checked: new Map(),
    work: { steps: 0 },
    now: options.now,
    contentDiffers: data.eContent !== null && handedIn !== null && !equalBytes(data.eContent, handedIn),
  };
  const signers: SignerReport[] = [];
  for (const info of data.signerInfos) signers.push(await verifySigner(info, content, certificates, context));
  const gost94 = content.known(OZDST_DIGEST);
  return {
    parsed: true,
    detached: data.eContent === null,
    eContentType: data.eContentType,
    content: content.bytes,
    contentLength: content.bytes?.length ?? null,
    contentSha256: content.bytes ? await sha256Hex(content.bytes) : null,
    contentGost94: gost94 ? toHex(gost94) : null,
    signers,
    certificates: certificates.map(describeKnownCertificate),
    outcome: worstOutcome(signers.map(({ outcome }) => outcome)),
  };
}
