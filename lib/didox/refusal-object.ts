import { toMicro } from './decimal.ts';
import { at, leavesOf, lowerKeys } from './json-paths.ts';
import { recordOf, textOf } from './loose.ts';

export interface ShownDocument {
  readonly documentId: string;
  readonly json: unknown;
}
export interface RefusalStep {
  readonly action: 'reject' | 'cancel';
  readonly reason: string | undefined;
}
export interface RefusalReading {
  /** The field that speaks of another document than the one that was shown; null when none does. */
  readonly differs: string | null;
  /** What the object says and the document does not: nobody has seen it yet. */
  readonly added: readonly (readonly [path: string, leaf: string])[];
}

/**
 * Reject and cancel sign an object that the service makes for that very step. It has to speak of the document that was
 * shown, and whatever else it says is signed as well.
 *
 * Seen shapes: `{Act: {…the document…}, Notes}` for a reject,
 * `{DocumentId, SellerTin}` for a cancel. Guesses [G]: that fields inside stand at the document's own paths, possibly
 * under one wrapper; and that `SellerTin` beside the right `DocumentId` says nothing more (in the docs' own example it is
 * another TIN than the document's).
 */
export function readRefusalObject(object: unknown, shown: ShownDocument, step: RefusalStep): RefusalReading {
  const said = lowerKeys(object);
  const document = lowerKeys(shown.json);
  const added: [path: string, leaf: string][] = [];
  const namesIt = (id: string) => plainId(id) === plainId(shown.documentId);
  const id = textOf(at(said, 'documentid'));
  if (id !== null && !namesIt(id)) return { differs: 'documentid', added };
  let agreeing = 0;
  for (const [path, leaf, wrapper] of fieldsOf(said, document)) {
    const field = at(document, path);
    const own = field ?? null;
    if (leaf === '') {
      if (field === undefined && !STEP_TEXTS.has(path)) added.push([wrapper + path, leaf]);
    } else if (own !== null ? sameLeaf(leaf, own) : path === 'documentid' && namesIt(leaf)) agreeing += 1;
    else if (isOfTheStep(path, leaf, step)) continue;
    else if (path === 'sellertin' && wrapper === '' && id !== null && TIN.test(leaf)) continue;
    else if (own === null ? path === 'documentid' : !STEP_TEXTS.has(path)) return { differs: path, added };
    else added.push([wrapper + path, leaf]);
  }
  return { differs: agreeing === 0 ? 'documentid' : null, added };
}

const TIN = /^\d{9}(?:\d{5})?$/;
/** Fields of the step itself, which may have namesakes in the document. */
const STEP_TEXTS: ReadonlySet<string> = new Set(['notes', 'comment', 'action']);

function isOfTheStep(path: string, leaf: string, { action, reason }: RefusalStep): boolean {
  return path === 'action' ? leaf.toLowerCase() === action : STEP_TEXTS.has(path) && leaf === reason;
}

/** Every leaf at its path in the document, and the wrapper it was under: `act.` in `{act: {…}, notes}`, or nothing. */
function* fieldsOf(
  said: unknown,
  document: unknown,
): Generator<[path: string, leaf: string, wrapper: string]> {
  if (typeof said !== 'object' || said === null) return;
  for (const [key, value] of Object.entries(said)) {
    // What the document itself has under that key is no wrapper, unless that key follows once more inside.
    const wraps =
      recordOf(value) !== null && (at(document, key) === undefined || at(value, key) !== undefined);
    for (const [path, leaf] of leavesOf(value, wraps ? '' : key, true))
      yield [path, leaf, wraps ? `${key}.` : ''];
  }
}

function sameLeaf(leaf: string, own: unknown): boolean {
  if (leaf === String(own)) return true;
  const [a, b] = [toMicro(leaf), toMicro(own)];
  return a !== null && a === b;
}

function plainId(id: string): string {
  return id.replaceAll('-', '').toUpperCase();
}
