import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { issueCertificate } from './certificate.ts';
import { createPkcs7, getIdentity, inspectPkcs7, readCertificate, sandboxRootSpkiSha256 } from './index.ts';

interface Vector {
  readonly now: string;
  readonly trustedSpkiSha256: string[];
  readonly pkcs7_64: string;
  readonly detachedContent_64: string | null;
  readonly expected: {
    readonly signers: readonly {
      readonly digestOk: boolean;
      readonly signatureOk: boolean;
      readonly chainOk: boolean;
      readonly signer: { readonly tin: string | null; readonly cn: string | null } | null;
      readonly signer_serial_number: string;
      readonly signature_hex: string;
      readonly signingTime: string;
      readonly timestamp: {
        readonly ok: boolean;
        readonly genTime: string;
        readonly imprintOk: boolean;
      } | null;
    }[];
  };
}

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).filter(name => name.startsWith('cms-'));

test.each(files)('finds in %s what it must', file => {
  const vector = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector;
  const { signers } = inspectPkcs7(Buffer.from(vector.pkcs7_64, 'base64'), {
    now: new Date(vector.now),
    trustedSpkiSha256: vector.trustedSpkiSha256,
    ...(vector.detachedContent_64 === null
      ? {}
      : { detachedContent: Buffer.from(vector.detachedContent_64, 'base64') }),
  });
  expect(signers).toHaveLength(vector.expected.signers.length);
  vector.expected.signers.forEach((expected, index) => {
    expect(signers[index]).toMatchObject({
      digestOk: expected.digestOk,
      signatureOk: expected.signatureOk,
      chainOk: expected.chainOk,
      tin: expected.signer?.tin ?? null,
      cn: expected.signer?.cn ?? null,
      serial: expected.signer_serial_number,
      signatureHex: expected.signature_hex,
      signingTime: new Date(expected.signingTime),
      stampOk: expected.timestamp?.ok ?? false,
      stampedAt: expected.timestamp?.imprintOk ? new Date(expected.timestamp.genTime) : null,
    });
  });
});

test('there are vectors, tampered ones too', () => {
  expect(files.length).toBeGreaterThan(15);
});

test('what it was given to look at stays as it was', () => {
  const { pkcs7 } = createPkcs7({ content: Buffer.from('hujjat'), identity: getIdentity('sender') });
  const given = Buffer.from(pkcs7);
  expect(inspectPkcs7(given).signers[0]!.chainOk).toBe(true);
  expect(Buffer.compare(given, pkcs7)).toBe(0);
});

test('a detached file needs the content, and an attached one no other', () => {
  const content = Buffer.from('hujjat');
  const identity = getIdentity('sender');
  const detached = createPkcs7({ content, identity, detached: true }).pkcs7;
  expect(inspectPkcs7(detached).signers[0]).toMatchObject({ digestOk: false, signatureOk: true });
  expect(inspectPkcs7(detached, { detachedContent: content }).signers[0]).toMatchObject({ digestOk: true });
  const attached = createPkcs7({ content, identity }).pkcs7;
  expect(() => inspectPkcs7(attached, { detachedContent: Buffer.from('boshqa') })).toThrow('other content');
});

test('anything else is refused with an error', () => {
  for (const garbage of ['', '30', '3080', '300506032a0304', 'ff'.repeat(100), '30'.repeat(100)]) {
    expect(() => inspectPkcs7(Buffer.from(garbage, 'hex')), garbage).toThrow(SyntaxError);
  }
});

test('a person cannot issue certificates', () => {
  const person = getIdentity('sender');
  const certificate = readCertificate(person.chain[0]!);
  const victim = getIdentity('receiver');
  const forged = issueCertificate({
    serial: 0x1234n,
    subject: readCertificate(victim.chain[0]!).subject,
    validFrom: victim.validFrom,
    validTo: victim.validTo,
    family: 'ozdst-2009',
    d: 77n,
    extensions: [],
    issuer: { name: certificate.subject, d: person.d },
  });
  const identity = { ...victim, serial: '1234', d: 77n, chain: [forged, ...person.chain] };
  const { signers } = inspectPkcs7(createPkcs7({ content: Buffer.from('hujjat'), identity }).pkcs7);
  expect(signers[0]).toMatchObject({ tin: '300000027', signatureOk: true, chainOk: false });
});

test('an unknown root, an expired key and one of the future do not chain', () => {
  const content = Buffer.from('hujjat');
  const chains = (id: string, signingTime: string): boolean =>
    inspectPkcs7(
      createPkcs7({ content, identity: getIdentity(id), signingTime: new Date(signingTime) }).pkcs7,
    ).signers[0]!.chainOk;
  expect(chains('unknown-root', '2026-11-20T10:00:00Z')).toBe(false);
  expect(chains('expired', '2026-11-20T10:00:00Z')).toBe(false);
  expect(chains('expired', '2026-05-20T10:00:00Z')).toBe(true);
  expect(chains('not-yet-valid', '2026-11-20T10:00:00Z')).toBe(false);
  expect(chains('sender', '2026-11-20T10:00:00Z')).toBe(true);
  expect(sandboxRootSpkiSha256).toMatch(/^[0-9a-f]{64}$/);
});
