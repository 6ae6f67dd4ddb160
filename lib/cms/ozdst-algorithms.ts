import { parametersOf, type SubjectPublicKeyInfo } from './algorithm-identifier.ts';
import type {
  AlgorithmRegistry,
  DigestAlgorithm,
  SignatureAlgorithm,
  SignatureCheck,
  SignatureInput,
} from './algorithms.ts';
import { childrenOf, parseBer } from './ber.ts';
import { type Curve, verifyGost3410 } from './gost3410.ts';
import { CURVE_OF_SET } from './gost3410-curves.ts';
import { OZDST_FAMILIES } from './oids.ts';
import { ozdstHash } from './ozdst-hash.ts';
import { readOctets, readOid } from './values.ts';

/** One object for both families, so that content signed under both is hashed once. */
const gost94Digest: DigestAlgorithm = { name: "O'zDSt 1106 (GOST R 34.11-94)", digest: ozdstHash };

/** The digest whose value over the content the reports call `contentGost94`. */
export const OZDST_DIGEST: DigestAlgorithm = gost94Digest;

function curveOf(spki: SubjectPublicKeyInfo): Curve | null {
  const family = OZDST_FAMILIES.find(({ publicKey }) => publicKey === spki.algorithm.oid);
  const parameters = parametersOf(spki.algorithm);
  const first = family && parameters?.id === 0x30 ? childrenOf(parameters)[0] : undefined;
  if (!family || !first) return null;
  const set = readOid(first);
  return set.startsWith(family.publicKey + '.')
    ? (CURVE_OF_SET[set.slice(family.publicKey.length + 1)] ?? null)
    : null;
}

function verify({ spki, message, signature }: SignatureInput): SignatureCheck {
  const curve = curveOf(spki);
  if (!curve) return 'unsupported';
  const publicKey = readOctets(parseBer(spki.publicKey));
  return verifyGost3410(curve, publicKey, ozdstHash(message), signature) ? 'fits' : 'does-not-fit';
}

/** O'zDSt 1092/1106:2009 and OZMST 286/285-2024. */
export const ozdstAlgorithms: AlgorithmRegistry = {
  digests: new Map(OZDST_FAMILIES.map(({ digest }) => [digest, gost94Digest])),
  signatures: new Map<string, SignatureAlgorithm>(
    OZDST_FAMILIES.map(({ signature, publicKeyName }) => [signature, { name: publicKeyName, verify }]),
  ),
};
