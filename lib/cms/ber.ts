import { joinBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';

/** Far more than any signature nests (a stamped one needs about 18 levels). */
export const MAX_DEPTH = 32;
/** Content comes in chunks of 1000 bytes, so 64 MiB are some 67,000 elements. */
export const MAX_ELEMENTS = 200_000;
/** Bytes a file may have. */
export const MAX_SIZE = 64 * 1024 * 1024;

/** What all elements of one file share: its bytes and how many elements have been read out of them. */
interface BerSource {
  readonly bytes: Uint8Array;
  elements: number;
}

/** One element (X.690, chapter 8): offsets into the file; nothing is copied. */
export interface BerElement {
  readonly source: BerSource;
  /** The identifier octet: class, constructed bit and tag number together, as in `0x30` or `0xa0`. */
  readonly id: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** First byte after the element, end-of-contents octets included. */
  readonly end: number;
  readonly indefinite: boolean;
  readonly depth: number;
  /** Filled when first asked for; at once for an indefinite length, whose end is found only that way. */
  children: readonly BerElement[] | null;
}

/** Reads the one element that `bytes` consists of. Throws CmsError; never reads past the end. */
export function parseBer(bytes: Uint8Array): BerElement {
  if (bytes.length === 0) throw new CmsError('empty');
  if (bytes.length > MAX_SIZE) throw new CmsError('too-large');
  const element = readElement({ bytes, elements: 0 }, 0, bytes.length, 0);
  if (element.end !== bytes.length) throw new CmsError('trailing-bytes');
  return element;
}

function readElement(source: BerSource, start: number, limit: number, depth: number): BerElement {
  if (depth > MAX_DEPTH) throw new CmsError('too-deep');
  if (++source.elements > MAX_ELEMENTS) throw new CmsError('too-many-elements');
  const { bytes } = source;
  if (start + 2 > limit) throw new CmsError('truncated');
  const id = bytes[start]!;
  // Tag numbers from 31 on do not occur in signatures, and 0 of the universal class is not an element.
  if ((id & 0x1f) === 0x1f || id === 0) throw new CmsError('bad-tag');
  let at = start + 1;
  let length = bytes[at++]!;
  if (length === 0x80) {
    if (!(id & 0x20)) throw new CmsError('bad-length');
    return readIndefinite(source, id, start, at, limit, depth);
  }
  if (length > 0x80) {
    const count = length & 0x7f;
    if (count > 4) throw new CmsError('bad-length');
    if (at + count > limit) throw new CmsError('truncated');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[at++]!;
  }
  const end = at + length;
  if (end > limit) throw new CmsError('truncated');
  return {
    source,
    id,
    start,
    contentStart: at,
    contentEnd: end,
    end,
    indefinite: false,
    depth,
    children: null,
  };
}

function readIndefinite(
  source: BerSource,
  id: number,
  start: number,
  contentStart: number,
  limit: number,
  depth: number,
): BerElement {
  const { bytes } = source;
  const children: BerElement[] = [];
  let at = contentStart;
  while (true) {
    if (at + 2 > limit) throw new CmsError('truncated');
    if (bytes[at] === 0 && bytes[at + 1] === 0) break;
    const child = readElement(source, at, limit, depth + 1);
    children.push(child);
    at = child.end;
  }
  return {
    source,
    id,
    start,
    contentStart,
    contentEnd: at,
    end: at + 2,
    indefinite: true,
    depth,
    children,
  };
}

/** The elements inside a constructed element. */
export function childrenOf(element: BerElement): readonly BerElement[] {
  if (element.children) return element.children;
  if (!(element.id & 0x20)) throw new CmsError('unexpected-element', 'primitive');
  const children: BerElement[] = [];
  let at = element.contentStart;
  while (at < element.contentEnd) {
    const child = readElement(element.source, at, element.contentEnd, element.depth + 1);
    children.push(child);
    at = child.end;
  }
  element.children = children;
  return children;
}

/** The whole element as it stands in the file. A view, not a copy. */
export function rawOf(element: BerElement): Uint8Array {
  return element.source.bytes.subarray(element.start, element.end);
}

/** The content octets as they stand in the file. A view, not a copy. */
export function contentOf(element: BerElement): Uint8Array {
  return element.source.bytes.subarray(element.contentStart, element.contentEnd);
}

/** The octets of an OCTET STRING, primitive or in (nested) pieces (X.690, 8.7). */
export function octetsOf(element: BerElement): Uint8Array {
  if (element.id === 0x04) return contentOf(element);
  const pieces: Uint8Array[] = [];
  collect(element, pieces);
  return joinBytes(pieces);
}

function collect(element: BerElement, pieces: Uint8Array[]): void {
  if (element.id === 0x04) pieces.push(contentOf(element));
  else if (element.id === 0x24) for (const child of childrenOf(element)) collect(child, pieces);
  else throw new CmsError('unexpected-element', 'octet string');
}
