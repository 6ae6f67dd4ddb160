/** Which documents a detached signature may belong to, judged by names. */
export interface Pairing {
  /**
   * What the signature's name says ("a.pdf.p7s" → "a.pdf"). Mostly one, whose digest is asked first; several where
   * only the case of letters tells them apart and none is written like the signature.
   */
  readonly exact: readonly string[];
  /** Others that fit less exactly, best first; the digest decides among them. */
  readonly possible: readonly string[];
}

const SIGNATURE_SUFFIX = /\.(?:p7s|p7m|p7b|p7c|p7|pkcs7|cms|sig|sgn)(?:\.(?:txt|b64|base64|pem))?$/i;

/** "a.pdf.p7s" → "a.pdf"; a name without a signature's ending stays as it is. */
export function withoutSignatureSuffix(name: string): string {
  return name.replace(SIGNATURE_SUFFIX, '');
}

/**
 * Rules in order: the same name in the same folder; the same name with the counter that a second signer's file gets
 * ("a (2).pdf.p7s", "a.pdf_2.p7s"); the same name in another folder (`META-INF/`, `signatures/`); the same stem
 * ("a.p7s" → "a.pdf", as in Didox archives); the only document there is.
 */
export function pairSignature(signatureName: string, documentNames: readonly string[]): Pairing {
  const bare = withoutSignatureSuffix(signatureName);
  if (bare !== signatureName) {
    if (documentNames.includes(bare)) return { exact: [bare], possible: [] };
    const exact = documentNames.filter(name => normal(name) === normal(bare));
    if (exact.length > 0) return { exact, possible: [] };
  }
  const rules: ((document: string) => boolean)[] = [
    name => normal(name) === normal(withoutCounter(bare)),
    name => normal(fileName(name)) === normal(fileName(bare)),
    name => normal(fileName(name)) === normal(withoutCounter(fileName(bare))),
    name => stem(normal(fileName(name))) === normal(withoutCounter(fileName(bare))),
    () => documentNames.length === 1,
  ];
  const possible = new Set(rules.flatMap(rule => documentNames.filter(rule)));
  return { exact: [], possible: [...possible] };
}

const normal = (name: string) => name.normalize('NFC').toLowerCase();
const fileName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const stem = (name: string) => name.replace(/\.[^.]{1,8}$/, '');

/** "a (2).pdf", "a.pdf (2)", "a.pdf_2", "a.pdf.2" → "a.pdf". */
function withoutCounter(name: string): string {
  return name
    .replace(/ ?\(\d{1,2}\)(?=\.[^.]{1,8}$)/, '')
    .replace(/(?: ?\(\d{1,2}\)|(?<=\.[^.]{1,8})[_.-]\d{1,2})$/, '');
}
