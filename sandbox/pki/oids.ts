import { CURVES, type Curve } from './curve.ts';
import type { Family } from './types.ts';

/** Object identifiers of the two algorithm families; the mathematics behind them is the same. */
export interface FamilyOids {
  readonly key: string;
  readonly parameters: string;
  readonly signature: string;
  readonly digest: string;
}

/** What a key of each family writes; the parameter set is always the first one, the only one seen in the wild. */
export const FAMILIES: Readonly<Record<Family, FamilyOids>> = {
  'ozdst-2009': {
    key: '1.2.860.3.15.1.1.2.1',
    parameters: '1.2.860.3.15.1.1.2.1.1',
    signature: '1.2.860.3.15.1.1.2.2.2.2',
    digest: '1.2.860.3.15.1.3.2.1.1',
  },
  'ozmst-2024': {
    key: '1.2.860.3.15.2.1.2.1',
    parameters: '1.2.860.3.15.2.1.2.1.1',
    signature: '1.2.860.3.15.2.1.2.2.2.2',
    digest: '1.2.860.3.15.2.3.2.1.1',
  },
};

export const isKnownDigest = (oid: string): boolean =>
  Object.values(FAMILIES).some(family => family.digest === oid);
export const isKnownSignature = (oid: string): boolean =>
  Object.values(FAMILIES).some(family => family.signature === oid);

/** The curve of a public key's two OIDs, or null when it is not one we can calculate with. */
export function curveOf(key: string, parameters: string): Curve | null {
  if (!Object.values(FAMILIES).some(family => family.key === key)) return null;
  if (parameters === `${key}.1`) return CURVES.A;
  if (parameters === `${key}.2`) return CURVES.B;
  return parameters === `${key}.3` ? CURVES.C : null;
}

/** RFC 5652 and RFC 3161. */
export const CMS = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

/** Subject attributes; TIN and PINFL are Uzbekistan's own. */
export const ATTRIBUTES = {
  cn: '2.5.4.3',
  surname: '2.5.4.4',
  c: '2.5.4.6',
  l: '2.5.4.7',
  st: '2.5.4.8',
  o: '2.5.4.10',
  ou: '2.5.4.11',
  t: '2.5.4.12',
  businessCategory: '2.5.4.15',
  name: '2.5.4.41',
  uid: '0.9.2342.19200300.100.1.1',
  tin: '1.2.860.3.16.1.1',
  pinfl: '1.2.860.3.16.1.2',
} as const;

export const EXTENSIONS = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;
