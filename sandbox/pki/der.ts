/**
 * A small writer and reader for DER, and for the indefinite lengths of BER that E-IMZO writes around it (X.690).
 */

/** Tags that occur here. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
  constructedOctets: 0x24,
} as const;

/** The context-specific constructed tag `[n]`. */
export const context = (n: number): number => 0xa0 | n;

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

/** An element of definite, shortest length. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag), lengthBytes(content.length), content);
}

/** An element of indefinite length, closed by two zero bytes. */
export function indefinite(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return concat(Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0));
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts);
/** SET in the order given. */
export const set = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.set, ...parts);
/** SET OF sorted by encoding (X.690, 11.6). */
export const sortedSet = (parts: readonly Uint8Array[]): Uint8Array =>
  der(TAG.set, ...[...parts].sort((left, right) => Buffer.compare(left, right)));
export const NULL: Uint8Array = Uint8Array.of(TAG.null, 0);
export const octets = (bytes: Uint8Array): Uint8Array => der(TAG.octetString, bytes);
export const bits = (bytes: Uint8Array): Uint8Array => der(TAG.bitString, Uint8Array.of(0), bytes);
export const text = (value: string, tag: number = TAG.utf8): Uint8Array =>
  der(tag, Buffer.from(value, 'utf8'));

/** A non-negative INTEGER. */
export function integer(value: bigint): Uint8Array {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = '0' + hex;
  if (Number.parseInt(hex.slice(0, 2), 16) >= 0x80) hex = '00' + hex;
  return der(TAG.integer, Buffer.from(hex, 'hex'));
}

export function oid(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 128];
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128)) {
      groups.unshift(0x80 | (more % 128));
    }
    bytes.push(...groups);
  }
  return der(TAG.oid, Uint8Array.from(bytes));
}

const digits = (time: Date): string => time.toISOString().replace(/[-:T]|\.\d+Z/g, '');
/** UTCTime `YYMMDDHHMMSSZ`. */
export const utcTime = (time: Date): Uint8Array => text(digits(time).slice(2) + 'Z', TAG.utcTime);
/** GeneralizedTime `YYYYMMDDHHMMSSZ`. */
export const generalizedTime = (time: Date): Uint8Array => text(digits(time) + 'Z', TAG.generalizedTime);

/** One element that was read. */
export interface Element {
  readonly tag: number;
  /** The whole encoding, header and end included. */
  readonly raw: Uint8Array;
  /** Contents octets without the end of an indefinite length. */
  readonly content: Uint8Array;
  /** Empty for a primitive element. */
  readonly children: readonly Element[];
}

const DEPTH_LIMIT = 40;

function readAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  depth: number,
): Element & { readonly end: number } {
  const fail = (why: string): never => {
    throw new SyntaxError(`unreadable encoding at byte ${at}: ${why}`);
  };
  if (depth > DEPTH_LIMIT) fail('too deep');
  if (at + 2 > end) fail('cut off');
  const tag = bytes[at]!;
  if ((tag & 0x1f) === 0x1f) fail('long tag');
  const constructed = (tag & 0x20) !== 0;
  let length = bytes[at + 1]!;
  let start = at + 2;
  const children: Element[] = [];
  if (length === 0x80) {
    if (!constructed) fail('indefinite length of a primitive element');
    let next = start;
    while (!(bytes[next] === 0 && bytes[next + 1] === 0 && next + 2 <= end)) {
      const child = readAt(bytes, next, end, depth + 1);
      children.push(child);
      next = child.end;
    }
    const raw = bytes.subarray(at, next + 2);
    return { tag, raw, content: bytes.subarray(start, next), children, end: next + 2 };
  }
  if (length > 0x80) {
    const count = length - 0x80;
    if (count > 4 || start + count > end) fail('length of the length');
    length = Number(BigInt('0x' + Buffer.from(bytes.subarray(start, start + count)).toString('hex')));
    start += count;
  }
  const stop = start + length;
  if (stop > end) fail('longer than what holds it');
  if (constructed) {
    for (let next = start; next < stop; ) {
      const child = readAt(bytes, next, stop, depth + 1);
      children.push(child);
      next = child.end;
    }
  }
  return { tag, raw: bytes.subarray(at, stop), content: bytes.subarray(start, stop), children, end: stop };
}

/** Reads the one element that `bytes` consist of. @throws SyntaxError for anything else */
export function read(bytes: Uint8Array): Element {
  const element = readAt(bytes, 0, bytes.length, 0);
  if (element.end !== bytes.length) throw new SyntaxError('bytes behind the end');
  return element;
}

/** The child at `index`. @throws SyntaxError when there is none, or its tag is not `tag` */
export function child(element: Element, index: number, tag?: number): Element {
  const found = element.children[index];
  if (found === undefined || (tag !== undefined && found.tag !== tag)) {
    throw new SyntaxError(`expected another element at position ${index}`);
  }
  return found;
}

export function readOid(element: Element): string {
  if (element.tag !== TAG.oid) throw new SyntaxError('not an object identifier');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of element.content) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const head = arcs.shift() ?? 0;
  const first = Math.min(2, Math.floor(head / 40));
  return [first, head - first * 40, ...arcs].join('.');
}

export function readInteger(element: Element): bigint {
  if (element.tag !== TAG.integer || element.content.length === 0) throw new SyntaxError('not an integer');
  return BigInt('0x' + Buffer.from(element.content).toString('hex'));
}

/** UTF8String, PrintableString, IA5String or BMPString. */
export function readText(element: Element): string {
  const bytes = Buffer.from(element.content);
  return element.tag === TAG.bmp ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString('utf8');
}

/** UTCTime (50..99 are 19xx) or GeneralizedTime, both UTC. */
export function readTime(element: Element): Date {
  const value = readText(element);
  const long =
    element.tag === TAG.generalizedTime ? value : (Number(value.slice(0, 2)) >= 50 ? '19' : '20') + value;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(long);
  if (parts === null) throw new SyntaxError('not a time');
  const [, year, month, day, hour, minute, second, fraction] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${(fraction ?? '').slice(0, 4)}Z`);
}

/** The octets of a primitive or constructed OCTET STRING, all pieces joined. */
export function readOctets(element: Element): Uint8Array {
  if (element.tag === TAG.octetString) return Uint8Array.from(element.content);
  if (element.tag !== TAG.constructedOctets) throw new SyntaxError('not an octet string');
  return concat(...element.children.map(readOctets));
}
