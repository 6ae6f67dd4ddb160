import { toMicro } from './decimal.ts';
import { at, leavesOf, lowerKeys } from './json-paths.ts';
import { textOf } from './loose.ts';

/**
 * Reject and cancel sign an object that the service makes for that very step. It has to speak of the document that was
 * shown: returns the name of the field that does not, or null when all is well.
 *
 * Seen shapes: `{Act: {…the document…}, Notes}` for a reject,
 * `{DocumentId, SellerTin}` for a cancel. Guesses [G]: that fields inside stand at the document's own paths, possibly
 * under one wrapper; and that `SellerTin` beside the right `DocumentId` says nothing more (in the docs' own example it is
 * another TIN than the document's). A field the document does not have is not judged.
 */
export function disagreement(
  object: unknown,
  shown: { readonly documentId: string; readonly json: unknown },
): string | null {
  const said = lowerKeys(object);
  const document = lowerKeys(shown.json);
  const id = textOf(at(said, 'documentid'));
  if (id !== null && plainId(id) !== plainId(shown.documentId)) return 'documentid';
  let agreeing = id === null ? 0 : 1;
  for (const [path, leaf] of leavesOf(unwrap(said, document))) {
    if (OF_THE_STEP.has(path) || (path === 'sellertin' && id !== null)) continue;
    const own = at(document, path);
    if (own === undefined || own === null) continue;
    if (!sameLeaf(leaf, own)) return path;
    agreeing += 1;
  }
  return agreeing === 0 ? 'documentid' : null;
}

/** Fields of the step itself, not of the document. */
const OF_THE_STEP: ReadonlySet<string> = new Set(['documentid', 'notes', 'action', 'comment']);

/** `{act: {…}, notes}` → `{…, notes}`, unless the document itself has such a key. */
function unwrap(said: unknown, document: unknown): unknown {
  if (typeof said !== 'object' || said === null) return said;
  const flat = Object.entries(said).map(([key, value]) => {
    const wrapper =
      typeof value === 'object' && value !== null && !Array.isArray(value) && at(document, key) === undefined;
    return wrapper ? (value as object) : { [key]: value };
  });
  return Object.assign({}, ...flat);
}

function sameLeaf(leaf: string, own: unknown): boolean {
  if (leaf === String(own)) return true;
  const [a, b] = [toMicro(leaf), toMicro(own)];
  return a !== null && a === b;
}

function plainId(id: string): string {
  return id.replaceAll('-', '').toUpperCase();
}
