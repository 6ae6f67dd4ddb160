import { expect, test } from 'vitest';
import {
  aliasOf,
  certificateChain,
  createPkcs7,
  getIdentity,
  identities,
  identityOfTin,
  inspectPkcs7,
  issueIdentity,
  manyIdentities,
  readCertificate,
  verifyApiKey,
} from './index.ts';
import vectors from './vectors/ec-vectors.json' with { type: 'json' };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the same request gives the same key, serial and certificate', () => {
  const request = { id: 'again', cn: 'A', name: 'B', surname: 'C', pinfl: '30000000000999' };
  const [one, other] = [issueIdentity(request), issueIdentity(request)];
  expect(one.d).toBe(other.d);
  expect(one.serial).toBe(other.serial);
  expect(certificateChain(one).map(hex)).toEqual(certificateChain(other).map(hex));
  expect(issueIdentity({ ...request, id: 'another' }).d).not.toBe(one.d);
});

test('what a certificate says is what the identity says', () => {
  for (const identity of [...identities.values(), ...manyIdentities(20)]) {
    const { signers } = inspectPkcs7(createPkcs7({ content: Buffer.from('x'), identity }).pkcs7);
    const { serial, tin, pinfl, uid, cn, organization } = identity;
    expect(signers[0], identity.id).toMatchObject({
      serial,
      tin,
      pinfl,
      uid,
      cn,
      organization,
      signatureOk: true,
    });
    const certificate = readCertificate(identity.chain[0]!);
    expect(certificate.validFrom).toEqual(identity.validFrom);
    expect(certificate.validTo).toEqual(identity.validTo);
  }
});

test('one person, two companies; a natural person without a TIN', () => {
  const first = identityOfTin('300000043')!;
  const second = identityOfTin('300000050')!;
  expect(first.pinfl).toBe(second.pinfl);
  expect(first.serial).not.toBe(second.serial);
  expect(getIdentity('person')).toMatchObject({ tin: null, uid: '300000068' });
});

test('aliases: lower case, raw, ended by serial and validity in Tashkent time', () => {
  const alias = aliasOf(getIdentity('two-companies-first'));
  expect(alias).toBe(alias.toLowerCase());
  expect(alias).toContain('o="alfa, beta va k" mchj,');
  expect(alias).toMatch(
    /,serialnumber=[0-9a-f]+,validfrom=2025\.01\.10 11:00:00,validto=2037\.01\.10 23:59:59$/,
  );
  expect(aliasOf(getIdentity('person'))).not.toContain('1.2.860.3.16.1.1=');
  expect(aliasOf(getIdentity('family-2024'))).toMatch(/^cn=[^,]+,1\.2\.860\.3\.16\.1\.2=/);
});

test('two hundred keys: all different, every apostrophe, Cyrillic, commas and quotes', () => {
  const all = manyIdentities();
  expect(all).toHaveLength(200);
  expect(new Set(all.map(one => one.serial)).size).toBe(200);
  expect(new Set(all.map(aliasOf)).size).toBe(200);
  const aliases = all.map(aliasOf).join('\n');
  for (const sign of ['ʻ', 'ʼ', '’', '‘', "'", '"', '«', 'ў', 'қ', 'ғ', 'ҳ', ', '])
    expect(aliases).toContain(sign);
  expect(all.some(one => one.tin === null)).toBe(true);
  expect(getIdentity('many-007')).toBe(all[6]);
  expect(() => getIdentity('many-1001')).toThrow('no identity');
  expect(() => getIdentity('nobody')).toThrow('no identity');
});

test("the vendor's published domain keys verify, others do not", () => {
  for (const { domain, signature } of vectors.real.apiKeys.keys) {
    expect(verifyApiKey(domain, signature)).toBe(true);
    expect(verifyApiKey(domain, signature.toUpperCase())).toBe(true);
    expect(verifyApiKey(`${domain}x`, signature)).toBe(false);
  }
  expect(verifyApiKey('localhost', '00'.repeat(64))).toBe(false);
  expect(verifyApiKey('localhost', 'zz')).toBe(false);
});
