import { type AlgorithmRegistry, checkSignature, type SignatureCheck } from './algorithms.ts';
import { equalBytes } from './bytes.ts';
import { maySignCertificates } from './certificate-extensions.ts';
import type { ChainCache } from './chain-cache.ts';
import type { KnownCertificate } from './known-certificate.ts';
import type { InForce, ReasonCode, Trust } from './report.ts';

const MAX_PATH = 8;
/** Issuer signatures checked per file: look-alike certificates must not buy endless work. */
const MAX_ISSUER_CHECKS = 64;
/** Issuers of a pinned certificate that are looked at. */
const MAX_ANCHOR_ISSUERS = 4;

/** Certificates looked at per file: same names and keys could otherwise be strung together in endless orders. */
const MAX_STEPS = 2000;

/** What chains of one file are judged with. */
export interface ChainContext {
  readonly algorithms: AlgorithmRegistry;
  readonly trustedSpkiSha256: ReadonlySet<string>;
  readonly cache: ChainCache | undefined;
  /** Issuer checks of this file, also the failed ones. */
  readonly checked: Map<string, SignatureCheck>;
  /** Counts up to the limit for the file. */
  readonly work: { steps: number };
}

/** The best chain that could be found. */
export interface ChainResult {
  readonly ok: boolean;
  readonly trust: Trust;
  readonly inForce: InForce;
  readonly path: readonly KnownCertificate[];
  /** The pinned certificate at its end; null when it leads to none. */
  readonly anchor: KnownCertificate | null;
  readonly reasons: readonly ReasonCode[];
}

/** Failures, the most telling last: the one furthest down describes the result. */
const RANK: readonly ReasonCode[] = [
  'issuer-missing',
  'unsupported-algorithm',
  'issuer-not-a-ca',
  'bad-certificate-signature',
  'authority-altered',
];

/**
 * Looks for a path from a certificate to a pinned key among the certificates at hand (RFC 5280, chapter 6, as
 * far as these chains need it). Every candidate with the issuer's name is tried: names, serials and key
 * identifiers can be copied, so only signatures and the pin count.
 * @param at the time at which every certificate of the path must be in force, bounds included
 */
export async function findChain(
  leaf: KnownCertificate,
  certificates: readonly KnownCertificate[],
  at: Date,
  context: ChainContext,
): Promise<ChainResult> {
  const results: ChainResult[] = [];
  await walk([leaf], certificates, at, context, results);
  return results.reduce((best, result) => (score(result) > score(best) ? result : best));
}

async function walk(
  path: readonly KnownCertificate[],
  certificates: readonly KnownCertificate[],
  at: Date,
  context: ChainContext,
  results: ChainResult[],
): Promise<void> {
  const certificate = path.at(-1)!;
  if (++context.work.steps > MAX_STEPS) {
    results.push(failure(path, 'issuer-missing'));
    return;
  }
  if (context.trustedSpkiSha256.has(certificate.spkiSha256)) {
    const altered = await isAltered(certificate, certificates, context);
    results.push(altered ? failure(path, 'authority-altered') : judge(path, at, true));
    return;
  }
  if (equalBytes(certificate.issuerName, certificate.subjectName)) {
    const check = await checkIssuer(certificate, certificate, context);
    if (check === 'fits') results.push(judge(path, at, false));
    else results.push(failure(path, reasonOf(check)));
  }
  const candidates = certificates.filter(
    candidate => equalBytes(candidate.subjectName, certificate.issuerName) && !path.includes(candidate),
  );
  if (candidates.length === 0 || path.length >= MAX_PATH) {
    results.push(failure(path, 'issuer-missing'));
    return;
  }
  for (const candidate of candidates) {
    if (!mayIssue(candidate, path, context)) {
      results.push(failure(path, 'issuer-not-a-ca'));
      continue;
    }
    const check = await checkIssuer(certificate, candidate, context);
    if (check === 'fits') await walk([...path, candidate], certificates, at, context, results);
    else results.push(failure(path, reasonOf(check)));
    if (results.some(result => result.ok)) return;
  }
}

function mayIssue(
  issuer: KnownCertificate,
  path: readonly KnownCertificate[],
  context: ChainContext,
): boolean {
  if (context.trustedSpkiSha256.has(issuer.spkiSha256)) return true;
  const { extensions } = issuer;
  const between = path.slice(1).filter(({ issuerName, subjectName }) => !equalBytes(issuerName, subjectName));
  return (
    maySignCertificates(extensions) &&
    (extensions.pathLength === null || between.length <= extensions.pathLength)
  );
}

/**
 * Of a pinned certificate only the key is vouched for. What else it says (its validity above all) is believed when its
 * own signature fits, made by itself or by an issuer that is at hand; a pinned intermediate may come without its issuer,
 * and is then taken as it is, as its key was pinned to be.
 */
async function isAltered(
  anchor: KnownCertificate,
  certificates: readonly KnownCertificate[],
  context: ChainContext,
): Promise<boolean> {
  const issuers = certificates.filter(
    other => other !== anchor && equalBytes(other.subjectName, anchor.issuerName),
  );
  if (namesItselfAsIssuer(anchor)) issuers.unshift(anchor);
  let altered = false;
  for (const issuer of issuers.slice(0, MAX_ANCHOR_ISSUERS)) {
    // Not counted against the limit: whoever exhausts it must not get away with an altered root.
    const check = await checkIssuer(anchor, issuer, context, Number.POSITIVE_INFINITY);
    if (check === 'fits') return false;
    if (check === 'does-not-fit') altered = true;
  }
  return altered;
}

/** By name or by key: a single changed byte cannot take away both. */
function namesItselfAsIssuer({ issuerName, subjectName, extensions }: KnownCertificate): boolean {
  const { authorityKeyIdentifier, subjectKeyIdentifier } = extensions;
  return (
    equalBytes(issuerName, subjectName) ||
    (authorityKeyIdentifier !== null &&
      subjectKeyIdentifier !== null &&
      equalBytes(authorityKeyIdentifier, subjectKeyIdentifier))
  );
}

async function checkIssuer(
  certificate: KnownCertificate,
  issuer: KnownCertificate,
  { algorithms, cache, checked }: ChainContext,
  limit = MAX_ISSUER_CHECKS,
): Promise<SignatureCheck> {
  if (cache?.has(certificate.sha256, issuer.spkiSha256)) return 'fits';
  const pair = `${certificate.sha256}:${issuer.spkiSha256}`;
  const known = checked.get(pair);
  if (known) return known;
  if (checked.size >= limit) return 'unsupported';
  const check = await checkSignature(algorithms, {
    algorithm: certificate.signatureAlgorithm,
    digestOid: '',
    spki: issuer.spki,
    message: certificate.tbs,
    signature: certificate.signature,
  });
  checked.set(pair, check);
  if (check === 'fits') cache?.add(certificate.sha256, issuer.spkiSha256);
  return check;
}

function reasonOf(check: SignatureCheck): ReasonCode {
  return check === 'unsupported' ? 'unsupported-algorithm' : 'bad-certificate-signature';
}

/** A path that holds together: its times, whether its end is pinned, and whether all of it is understood. */
function judge(path: readonly KnownCertificate[], at: Date, pinned: boolean): ChainResult {
  const inForce: InForce = path.some(({ notAfter }) => at > notAfter)
    ? 'expired'
    : path.some(({ notBefore }) => at < notBefore)
      ? 'not-yet-valid'
      : 'in-force';
  const reasons: ReasonCode[] = [];
  if (inForce !== 'in-force') reasons.push('certificate-not-valid-at-signing-time');
  if (!pinned) reasons.push('untrusted-root');
  const binding = pinned ? path.slice(0, -1) : path;
  if (binding.some(({ extensions }) => extensions.hasUnknownCritical))
    reasons.push('unknown-critical-extension');
  const trust = inForce !== 'in-force' ? 'not-in-force' : pinned ? 'trusted-root' : 'unknown-root';
  return {
    ok: reasons.length === 0,
    trust,
    inForce,
    path,
    anchor: pinned ? path.at(-1)! : null,
    reasons,
  };
}

function failure(path: readonly KnownCertificate[], reason: ReasonCode): ChainResult {
  const trust =
    reason === 'issuer-missing'
      ? 'incomplete'
      : reason === 'unsupported-algorithm'
        ? 'unsupported-algorithm'
        : 'chain-broken';
  return { ok: false, trust, inForce: null, path, anchor: null, reasons: [reason] };
}

/** Prefers a trusted chain, then a pinned one with a blemish, then an unknown root, then the most telling failure. */
function score({ ok, inForce, anchor, reasons }: ChainResult): number {
  if (ok) return 100;
  if (inForce) return (anchor ? 80 : 50) + (inForce === 'in-force' ? 10 : 0);
  return RANK.indexOf(reasons[0]!);
}
