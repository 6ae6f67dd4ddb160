import { expect, test } from 'vitest';
import * as asn1 from './der.ts';
import {
  appendPkcs7Attached,
  appendPkcs7Detached,
  attachTimestampToken,
  createPkcs7,
  createTimestampToken,
  getIdentity,
  inspectPkcs7,
  joinPkcs7,
} from './index.ts';
import { readSignedData } from './signed-data.ts';
import attached from './vectors/cms-attached.json' with { type: 'json' };
import chunked from './vectors/cms-attached-chunked.json' with { type: 'json' };
import detached from './vectors/cms-detached.json' with { type: 'json' };
import family2024 from './vectors/cms-ozmst-2024.json' with { type: 'json' };
import timestamped from './vectors/cms-timestamped.json' with { type: 'json' };
import twoSigners from './vectors/cms-two-signers.json' with { type: 'json' };

const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));
const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

const sender = getIdentity('sender');
const receiver = getIdentity('receiver');
const content = readSignedData(bytes(attached.pkcs7_64)).content!;

interface Known {
  readonly signingTime: string;
  readonly signature_hex: string;
}

function rebuild(of: Known, what: Uint8Array, id: string, isDetached: boolean) {
  return createPkcs7({
    content: what,
    identity: getIdentity(id),
    detached: isDetached,
    signingTime: new Date(of.signingTime),
    sign: () => fromHex(of.signature_hex),
  });
}

test('an attached file is rebuilt from its parts to identical bytes', () => {
  const made = rebuild(attached.expected, content, 'sender', false);
  expect(base64(made.pkcs7)).toBe(attached.pkcs7_64);
  expect(made.signerSerialNumber).toBe(attached.expected.signer_serial_number);
  expect(made.signatureHex).toBe(attached.expected.signature_hex);
});

test('a file of several chunks is rebuilt to identical bytes', () => {
  const long = readSignedData(bytes(chunked.pkcs7_64)).content!;
  expect(long.length).toBeGreaterThan(1000);
  expect(base64(rebuild(chunked.expected, long, 'sender', false).pkcs7)).toBe(chunked.pkcs7_64);
});

test('a detached file is rebuilt to identical bytes', () => {
  const made = rebuild(detached.expected, bytes(detached.detachedContent_64), 'sender', true);
  expect(base64(made.pkcs7)).toBe(detached.pkcs7_64);
});

test('two signatures: joined and appended files have the layout of the vector, byte for byte', () => {
  const [second, first] = twoSigners.expected.signers as unknown as [Known, Known];
  const left = rebuild(first, content, 'sender', false).pkcs7;
  const right = rebuild(second, content, 'receiver', false).pkcs7;
  expect(base64(joinPkcs7(left, right))).toBe(twoSigners.pkcs7_64);
});

test('a stamped file is rebuilt: the token from its parts, and the token put into the file', () => {
  const { signature_hex, timestamp } = timestamped.expected.signers[0]!;
  const whole = bytes(timestamped.pkcs7_64);
  const info = asn1.read(readSignedData(whole).signerInfos[0]!);
  const token = asn1.child(asn1.child(asn1.child(info, 6), 0), 1).children[0]!.raw;
  const tokenParts = readSignedData(token);
  const tstInfo = asn1.read(tokenParts.content!);
  const tokenSignature = asn1.child(asn1.read(tokenParts.signerInfos[0]!), 5).content;
  const made = createTimestampToken(signature_hex, new Date(timestamp.genTime), {
    serial: BigInt(`0x${timestamp.serial}`),
    sign: () => Uint8Array.from(tokenSignature),
    tsaUri: asn1.readText(tstInfo.children[5]!.children[0]!),
  });
  expect(base64(made)).toBe(base64(token));
  expect(base64(attachTimestampToken(bytes(attached.pkcs7_64), signature_hex, made))).toBe(
    timestamped.pkcs7_64,
  );
});

test('a key of 2024 writes the OIDs of 2024', () => {
  const made = createPkcs7({ content, identity: getIdentity('family-2024') });
  expect(base64(made.pkcs7).slice(0, 48)).toBe(family2024.pkcs7_64.slice(0, 48));
  expect(inspectPkcs7(made.pkcs7).signers[0]).toMatchObject({
    digestOk: true,
    signatureOk: true,
    chainOk: true,
  });
});

test('empty content: an octet string without a chunk, and it still verifies', () => {
  const made = createPkcs7({ content: new Uint8Array(), identity: sender });
  const inspected = inspectPkcs7(made.pkcs7);
  expect(inspected.content).toHaveLength(0);
  expect(inspected.signers[0]).toMatchObject({ digestOk: true, signatureOk: true });
});

test('append adds a signer to an attached file and refuses a detached one', () => {
  const first = createPkcs7({ content, identity: sender });
  const both = appendPkcs7Attached(first.pkcs7, receiver);
  const { signers } = inspectPkcs7(both.pkcs7);
  expect(signers.map(signer => signer.tin).sort()).toEqual(['300000019', '300000027']);
  expect(signers.every(signer => signer.digestOk && signer.signatureOk && signer.chainOk)).toBe(true);
  expect(signers.some(signer => signer.signatureHex === both.signatureHex)).toBe(true);
  const without = createPkcs7({ content, identity: sender, detached: true });
  expect(() => appendPkcs7Attached(without.pkcs7, receiver)).toThrow('no content');
  const bothDetached = appendPkcs7Detached(without.pkcs7, content, receiver);
  const inspected = inspectPkcs7(bothDetached.pkcs7, { detachedContent: content });
  expect(inspected.content).toBeNull();
  expect(inspected.signers.map(signer => signer.digestOk && signer.signatureOk)).toEqual([true, true]);
  expect(() => appendPkcs7Detached(first.pkcs7, content, receiver)).toThrow('carries its content');
});

test('join refuses different contents, and stamps survive it', () => {
  const one = createPkcs7({ content, identity: sender });
  const other = createPkcs7({ content: Buffer.from('something else'), identity: receiver });
  expect(() => joinPkcs7(one.pkcs7, other.pkcs7)).toThrow('differ');
  const stamped = attachTimestampToken(
    one.pkcs7,
    one.signatureHex,
    createTimestampToken(one.signatureHex, new Date()),
  );
  const joined = joinPkcs7(stamped, createPkcs7({ content, identity: receiver, detached: true }).pkcs7);
  const { signers } = inspectPkcs7(joined);
  expect(signers.map(signer => [signer.tin, signer.signatureOk, signer.stampOk]).sort()).toEqual([
    ['300000019', true, true],
    ['300000027', true, false],
  ]);
});

test('a stamp for a signature that is not in the file is refused', () => {
  const made = createPkcs7({ content, identity: sender });
  const token = createTimestampToken(made.signatureHex, new Date());
  expect(() => attachTimestampToken(made.pkcs7, '00'.repeat(64), token)).toThrow('no such signature');
  expect(() => createTimestampToken('00', new Date())).toThrow('64 bytes');
});

test('two signatures over the same thing differ, as those of the module do', () => {
  const signingTime = new Date();
  const [a, b] = [0, 1].map(() => createPkcs7({ content, identity: sender, signingTime }).signatureHex);
  expect(a).not.toBe(b);
});
