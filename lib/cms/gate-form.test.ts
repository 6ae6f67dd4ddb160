import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/sha256.ts';
import { attachTimestampToken } from './attach-timestamp-token.ts';
import { parseCertificate } from './certificate.ts';
import { gate } from './gate.test-helper.ts';
import { checkCreatedSignature } from './gate.ts';
import { fingerprint } from './known-certificate.ts';
import { ID_CT_TST_INFO, ID_SIGNING_CERTIFICATE_V2, OZDST_FAMILIES } from './oids.ts';
import { ozdstHash } from './ozdst-hash.ts';
import {
  attribute,
  type CmsWish,
  issue,
  makeCms,
  makeToken,
  octets,
  type Party,
  sequence,
  text,
} from './pki.test-helper.ts';
import { parseSignedData } from './signed-data.ts';
import { cmsVector } from './vectors.test-helper.ts';

describe('what E-IMZO does not make', () => {
  const content = text('contract');
  const made = async (wish: Partial<CmsWish> = {}, signer?: Party, strict = false) => {
    const root = await issue({ cn: 'root', ca: true });
    const by = signer ?? (await issue({ cn: 'user', issuer: root }));
    const { cms } = await makeCms({
      signer: by,
      content,
      certificates: [by.certificate, root.certificate],
      ...wish,
    });
    const [known] = await fingerprint([parseCertificate(root.certificate)]);
    return checkCreatedSignature({
      cms,
      expectedContent: content,
      detached: false,
      expected: { serialHex: by.serial.toString(16) },
      now: new Date('2026-01-01T00:00:00Z'),
      trustedSpkiSha256: new Set([known!.spkiSha256]),
      strict,
      maxSkewMs: 10 * 60_000,
    });
  };
  it('is refused, however well it fits: another type of content, a signature without attributes', async () => {
    expect(await made()).toMatchObject({ ok: true, warnings: [] });
    expect(await made({ contentType: ID_CT_TST_INFO })).toMatchObject({
      code: 'content-differs',
      detail: ID_CT_TST_INFO,
    });
    expect(await made({ signsAttributes: false })).toMatchObject({
      code: 'digest-mismatch',
      detail: 'signed-attributes-missing',
    });
  });
  it('is refused: a key that is not for signing, a certificate the signer did not mean', async () => {
    expect(await made({}, await issue({ cn: 'user', keyUsage: 0x20 }))).toMatchObject({
      code: 'key-not-for-signing',
    });
    const other = attribute(ID_SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(octets(content)))));
    expect(await made({ attributes: [other] })).toMatchObject({
      code: 'signature-mismatch',
      detail: 'signing-certificate-mismatch',
    });
  });
  it('is said where it makes no difference, and refused when strict', async () => {
    expect(await made({ version: 3 })).toMatchObject({ ok: true, warnings: ['irregular-structure'] });
    expect(await made({ version: 3 }, undefined, true)).toMatchObject({ code: 'untrusted-root-strict' });
    const demanding = await issue({ cn: 'user', demand: 'critical' });
    expect(await made({}, demanding)).toMatchObject({
      ok: true,
      warnings: ['unknown-critical-extension', 'unknown-root'],
    });
    expect(await made({}, demanding, true)).toMatchObject({ detail: 'unknown-critical-extension' });
  });
  it('is no reason to stop when it is the stamp of an unusual authority', async () => {
    const { cms, options } = cmsVector('cms-attached');
    const { signature } = parseSignedData(cms).signerInfos[0]!;
    const imprint = { algorithm: OZDST_FAMILIES[0].digest, digest: ozdstHash(signature) };
    // Its certificate does not say that it is for time stamping.
    const tsa = await issue({ cn: 'tsa' });
    const [known] = await fingerprint([parseCertificate(tsa.certificate)]);
    const token = await makeToken(tsa, imprint, { genTime: '20250916095525Z' });
    const stamped = {
      cms: attachTimestampToken(cms, toHex(signature), token),
      requireTimestampFor: toHex(signature),
      trustedSpkiSha256: new Set([...options.trustedSpkiSha256, known!.spkiSha256]),
    };
    expect(await gate('cms-attached', stamped)).toMatchObject({
      ok: true,
      warnings: ['timestamp-not-checked'],
      signer: { verified: false },
    });
    expect(await gate('cms-attached', { ...stamped, strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
    });
  });
});
