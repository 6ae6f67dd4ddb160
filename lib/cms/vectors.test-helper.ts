import { readFileSync } from 'node:fs';
import { fromBase64 } from './base64.ts';

/** Names of the stored vectors: files as E-IMZO writes them, made with invented people and authorities. */
export const GOOD_VECTORS = [
  'cms-attached',
  'cms-attached-chunked',
  'cms-detached',
  'cms-two-signers',
  'cms-timestamped',
  'cms-der',
  'cms-ozmst-2024',
] as const;

export const TAMPERED_VECTORS = [
  'cms-tampered-chain-broken',
  'cms-tampered-content',
  'cms-tampered-expired-certificate',
  'cms-tampered-missing-intermediate',
  'cms-tampered-other-company',
  'cms-tampered-signature',
  'cms-tampered-signed-attrs',
  'cms-tampered-signing-time',
  'cms-tampered-timestamp',
  'cms-tampered-untrusted-root',
  'cms-tampered-wrong-serial',
] as const;

export interface ExpectedSigner {
  readonly digestOk: boolean;
  readonly signatureOk: boolean;
  readonly chainOk: boolean;
  readonly verified: boolean;
  readonly signer: Record<string, string | null> | null;
  readonly signer_serial_number: string;
  readonly signature_hex: string;
  readonly signingTime: string;
  readonly timestamp: Record<string, unknown> | null;
  readonly path: string[] | null;
  readonly reasons: string[];
}

export interface CmsVector {
  readonly now: string;
  readonly trustedSpkiSha256: string[];
  readonly pkcs7_64: string;
  readonly detachedContent_64: string | null;
  readonly expected: {
    readonly detached: boolean;
    readonly contentSha256: string;
    readonly contentGost94: string;
    readonly contentLength: number;
    readonly signers: ExpectedSigner[];
  };
}

/** A stored file as it is. */
export function vectorFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`./vectors/${name}`, import.meta.url)));
}

/** A stored JSON file. */
export function vectorJson<T>(name: string): T {
  return JSON.parse(new TextDecoder().decode(vectorFile(`${name}.json`))) as T;
}

/** A signature vector, decoded. */
export function cmsVector(name: string) {
  const vector = vectorJson<CmsVector>(name);
  return {
    expected: vector.expected,
    cms: fromBase64(vector.pkcs7_64),
    options: {
      now: new Date(vector.now),
      trustedSpkiSha256: new Set(vector.trustedSpkiSha256),
      detachedContent: vector.detachedContent_64 === null ? undefined : fromBase64(vector.detachedContent_64),
    },
  };
}
