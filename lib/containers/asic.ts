import { forWebCrypto } from '../bytes/sha256.ts';
import { fromBase64 } from '../cms/base64.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** What an ASiCManifest says about one document: its digest, as the signer's program computed it. */
export interface DataObjectReference {
  /** Decoded entry name. */
  readonly name: string;
  /** The algorithm's URI and the name WebCrypto has for it; null when it has none. */
  readonly digestUri: string;
  readonly digestName: 'SHA-256' | 'SHA-384' | 'SHA-512' | null;
  readonly digest: Uint8Array;
}

/** ETSI EN 319 162-1, Annex A.4: which signature file signs these bytes, and which documents they name. */
export interface AsicManifest {
  readonly signatureName: string;
  readonly objects: readonly DataObjectReference[];
}

const ASIC_NAMESPACE = 'http://uri.etsi.org/02918/v1.2.1#';
const DSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
/** SHA-1 is left out on purpose: a document can be made to fit it. */
const DIGESTS: Readonly<Record<string, 'SHA-256' | 'SHA-384' | 'SHA-512'>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'SHA-256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'SHA-384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'SHA-512',
};

/** An ASiC-E manifest's name inside the container; archive and evidence-record manifests are something else. */
export const isManifestName = (name: string) => /^META-INF\/ASiCManifest[^/]*\.xml$/i.test(name);
/** XAdES signatures of an ASiC: seen, named, not checked. */
export const isXadesName = (name: string) => /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
export const isTimestampName = (name: string) => /^META-INF\/[^/]*\.tst$/i.test(name);

/** Reads a manifest; null when it is not one we understand (its signature is then "not checked"). */
export function parseManifest(bytes: Uint8Array): AsicManifest | null {
  try {
    const root = parseXml(bytes);
    if (root.name !== 'ASiCManifest' || root.namespace !== ASIC_NAMESPACE) return null;
    const signatures = childrenNamed(root, ASIC_NAMESPACE, 'SigReference');
    if (signatures.length !== 1) return null;
    const objects = childrenNamed(root, ASIC_NAMESPACE, 'DataObjectReference').map(readReference);
    if (objects.length === 0) return null;
    return { signatureName: entryName(signatures[0]!), objects };
  } catch {
    return null;
  }
}

/** Is this the document that the manifest names? null: with a digest we do not compute. */
export async function fitsReference(
  reference: DataObjectReference,
  content: Uint8Array,
): Promise<boolean | null> {
  if (!reference.digestName) return null;
  const digest = await digestOf(reference.digestName, content);
  return (
    digest.length === reference.digest.length &&
    digest.every((byte, index) => byte === reference.digest[index])
  );
}

const digests = new WeakMap<Uint8Array, Record<string, Uint8Array>>();

/** Lists can name one document thousands of times: it is read once for each algorithm. */
async function digestOf(algorithm: string, content: Uint8Array): Promise<Uint8Array> {
  const known = digests.get(content) ?? {};
  digests.set(content, known);
  known[algorithm] ??= new Uint8Array(await crypto.subtle.digest(algorithm, forWebCrypto(content)));
  return known[algorithm];
}

function readReference(element: XmlElement): DataObjectReference {
  const digestUri =
    childrenNamed(element, DSIG_NAMESPACE, 'DigestMethod')[0]?.attributes.get('Algorithm') ?? '';
  const value = childrenNamed(element, DSIG_NAMESPACE, 'DigestValue')[0]?.text ?? '';
  return {
    name: entryName(element),
    digestUri,
    digestName: DIGESTS[digestUri] ?? null,
    digest: fromBase64(value),
  };
}

function childrenNamed(parent: XmlElement, namespace: string, name: string): XmlElement[] {
  return parent.children.filter(child => child.namespace === namespace && child.name === name);
}

/** The URI attribute is relative to the container's root and percent-encoded (RFC 3986). */
function entryName(element: XmlElement): string {
  const uri = element.attributes.get('URI') ?? '';
  const name = decodeURIComponent(uri.replace(/^\.?\//, '')).normalize('NFC');
  if (name === '') throw new Error('reference without URI');
  return name;
}
