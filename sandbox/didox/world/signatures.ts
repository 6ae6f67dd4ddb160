import {
  attachTimestampToken,
  createPkcs7,
  createTimestampToken,
  inspectPkcs7,
  joinPkcs7,
} from '../../pki/index.ts';
import type { Identity, InspectedPkcs7, InspectedSigner } from '../../pki/types.ts';
import type { StoredDocument } from '../types.ts';
import { STRANGER_TIN } from './known-ids.ts';
import { identityOf } from './signers.ts';

/**
 * Where in the PKCS#7 the certificate with this serial begins: `[0] version 3, INTEGER serial` occurs nowhere else.
 */
function certificatePosition(pkcs7: Uint8Array, serial: string): number {
  const even = serial.length % 2 ? `0${serial}` : serial;
  const padded = Number.parseInt(even.slice(0, 2), 16) > 0x7f ? `00${even}` : even;
  const length = (padded.length / 2).toString(16).padStart(2, '0');
  return Buffer.from(pkcs7).indexOf(Buffer.from(`a00302010202${length}${padded}`, 'hex'));
}

/**
 * SignerInfos are a SET, sorted by their encoding, so they tell no order; the certificates lie in the order in
 * which the signatures were joined or appended, and that is the order that counts here.
 */
const inJoinOrder = (pkcs7: Uint8Array, signers: readonly InspectedSigner[]): InspectedSigner[] =>
  [...signers].sort((a, b) => certificatePosition(pkcs7, a.serial) - certificatePosition(pkcs7, b.serial));

/** Looks at a PKCS#7, signers in the order they were joined; null when it is not one. */
export function inspect(pkcs7: Uint8Array, now: Date): InspectedPkcs7 | null {
  try {
    const { content, signers } = inspectPkcs7(pkcs7, { now });
    return { content, signers: inJoinOrder(pkcs7, signers) };
  } catch {
    return null;
  }
}

/** An attached PKCS#7 with its time stamp, as if its owner had gone through E-IMZO and dsvs/timestamp. */
export function signAndStamp(content: Uint8Array, identity: Identity, at: Date): Uint8Array {
  const { pkcs7, signatureHex } = createPkcs7({ content, identity, detached: false, signingTime: at });
  return attachTimestampToken(pkcs7, signatureHex, createTimestampToken(signatureHex, new Date(+at + 1000)));
}

function seededPkcs7(document: StoredDocument): Uint8Array | null {
  const sender = identityOf(document.sender);
  if (document.seeded === 'nobody' || !sender) return null;
  const at = document.sentAt ?? document.createdAt;
  const first = signAndStamp(document.content, sender, at);
  const receiver = document.seeded === 'both' ? identityOf(document.receiver) : null;
  if (!receiver) return first;
  return joinPkcs7(first, signAndStamp(document.content, receiver, new Date(+at + 3_600_000)));
}

/** The newest PKCS#7 of a document; the seed's are made at the first look (signing costs milliseconds). */
export function currentPkcs7(document: StoredDocument): Uint8Array | null {
  document.pkcs7 ??= seededPkcs7(document);
  return document.pkcs7;
}

/** Same content, somebody else's signature. */
export function strangersPkcs7(document: StoredDocument): Uint8Array | null {
  const stranger = identityOf(STRANGER_TIN);
  return stranger ? signAndStamp(document.content, stranger, document.sentAt ?? document.createdAt) : null;
}

/** Flips one bit of the first signature value. */
export function withBrokenSignature(pkcs7: Uint8Array, now: Date): Uint8Array {
  const hex = inspect(pkcs7, now)?.signers[0]?.signatureHex ?? '';
  return withFlippedByte(pkcs7, Buffer.from(hex, 'hex'));
}

/** Changes one digit of the signed content, leaving the signature as it was. */
export function withBrokenContent(pkcs7: Uint8Array, content: Uint8Array): Uint8Array {
  const text = Buffer.from(content).toString('latin1');
  const digit = /\d{4}/.exec(text)?.index ?? 0;
  return withFlippedByte(pkcs7, content.subarray(digit, digit + 16));
}

function withFlippedByte(bytes: Uint8Array, part: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(part);
  const changed = new Uint8Array(bytes);
  if (at < 0) throw new Error('the part to spoil is not in the PKCS#7');
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
