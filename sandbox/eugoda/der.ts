/** A DER writer (X.690), as much of it as a CMS with one certificate needs. */

export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest & 255);
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from(head), body]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);
/** SET OF: DER wants the elements in the order of their encodings. */
export const setOf = (...parts: Uint8Array[]): Buffer => tlv(0x31, ...parts.toSorted(Buffer.compare));
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
export const bits = (bytes: Uint8Array): Buffer => tlv(0x03, Buffer.of(0), bytes);
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
/** `[n]`, constructed. */
export const tagged = (n: number, ...parts: Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts);

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const plain = bytes.subarray(start);
  return tlv(0x02, plain[0]! & 0x80 ? Buffer.concat([Buffer.of(0), plain]) : plain);
}

export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const body: number[] = [];
  for (const arc of [first! * 40 + second!, ...rest]) {
    const group = [arc & 127];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      group.unshift(128 | (left & 127));
    body.push(...group);
  }
  return tlv(0x06, Buffer.from(body));
}

/** UTCTime, for dates before 2050. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${digits}Z`));
}
