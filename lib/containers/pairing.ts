/** Which documents a detached signature may belong to, judged by names. */
export interface Pairing {
  /** The signature's name says exactly this document ("a.pdf.p7s" → "a.pdf"); its digest need not be asked. */
  readonly exact: string | null;
  /** Others that fit less exactly, best first; the digest decides among them. */
  readonly possible: readonly string[];
}

const SIGNATURE_SUFFIX = /\.(?:p7s|p7m|p7b|p7c|p7|pkcs7|cms|sig|sgn)(?:\.(?:txt|b64|base64|pem))?$/i;

/** Does the name look like a signature's? Only a hint: the bytes decide. */
export function isSignatureName(name: string): boolean {
  return SIGNATURE_SUFFIX.test(name);
}

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
  const wanted = normal(bare);
  const exact = documentNames.find(name => normal(name) === wanted) ?? null;
  if (exact !== null && bare !== signatureName) return { exact, possible: [] };
  const rules: ((document: string) => boolean)[] = [
    name => normal(name) === normal(withoutCounter(bare)),
    name => normal(fileName(name)) === normal(fileName(bare)),
    name => normal(fileName(name)) === normal(withoutCounter(fileName(bare))),
    name => stem(normal(fileName(name))) === normal(withoutCounter(fileName(bare))),
    () => documentNames.length === 1,
  ];
  const possible = new Set(rules.flatMap(rule => documentNames.filter(rule)));
  return { exact: null, possible: [...possible] };
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
