import { type BerElement, childrenOf, contentOf } from './ber.ts';
import { compareBytes, concatBytes, joinBytes } from './bytes.ts';

/** One DER element: identifier octet, shortest definite length, content. */
export function encodeDer(id: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  const header = length < 0x80 ? [id, length] : [id, 0x80 | octets.length, ...octets];
  return concatBytes(Uint8Array.from(header), ...content);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function encodeOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
      group.unshift(128 + (high % 128));
    octets.push(...group);
  }
  return encodeDer(0x06, Uint8Array.from(octets));
}

/** The element with definite lengths throughout; SETs sorted (X.690, 11.6). */
export function reencodeDer(element: BerElement, id = element.id): Uint8Array {
  if (!(element.id & 0x20)) return encodeDer(id, contentOf(element));
  const parts = childrenOf(element).map(child => reencodeDer(child));
  return encodeDer(id, joinBytes(id === 0x31 ? parts.sort(compareBytes) : parts));
}
