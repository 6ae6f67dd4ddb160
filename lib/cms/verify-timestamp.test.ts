import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/sha256.ts';
import { attachTimestampToken } from './attach-timestamp-token.ts';
import { parseCertificate } from './certificate.ts';
import { fingerprint } from './known-certificate.ts';
import * as oids from './oids.ts';
import { ozdstHash } from './ozdst-hash.ts';
import {
  type CmsWish,
  issue,
  makeCms,
  makeToken,
  type Party,
  sha256,
  text,
  type Wish,
} from './pki.test-helper.ts';
import { parseSignedData } from './signed-data.ts';
import { cmsVector } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

const TIME_STAMPING = oids.ID_KP_TIME_STAMPING;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

describe('a time stamp', () => {
  const { cms, options } = cmsVector('cms-attached');
  const { signature } = parseSignedData(cms).signerInfos[0]!;
  const imprint = { algorithm: oids.OZDST_FAMILIES[0].digest, digest: ozdstHash(signature) };

  /** The vector with a stamp of 2025-09-17 by somebody with this certificate, whose key is pinned. */
  async function judge(certificate: Partial<Wish>, token: Partial<CmsWish> = {}) {
    const tsa = await issue({ cn: 'tsa', ...certificate });
    const [known] = await fingerprint([parseCertificate(tsa.certificate)]);
    const stamped = attachTimestampToken(cms, toHex(signature), await makeToken(tsa, imprint, token));
    const trustedSpkiSha256 = new Set([...options.trustedSpkiSha256, known!.spkiSha256]);
    return verifyCms(stamped, { ...options, trustedSpkiSha256 });
  }
  const refused = {
    outcome: 'not-valid',
    // Its time is not used.
    signers: [
      { judgedAt: '2025-09-16T09:55:23Z', timestamp: { ok: false, chainOk: true, purposeOk: false } },
    ],
  };

  it('counts from somebody whose purpose it is', async () => {
    for (const keyUsage of [undefined, 0xc0])
      expect(
        await judge({ purpose: TIME_STAMPING, ...(keyUsage === undefined ? {} : { keyUsage }) }),
      ).toMatchObject({
        outcome: 'verified',
        signers: [{ judgedAt: '2025-09-17T00:00:00Z', timestamp: { ok: true, purposeOk: true } }],
      });
  });

  it('is not checked when the certificate does not say what it is for', async () => {
    expect(await judge({})).toMatchObject({
      outcome: 'could-not-check',
      signers: [
        {
          verified: false,
          judgedAt: '2025-09-16T09:55:23Z',
          reasons: ['timestamp-not-checked'],
          timestamp: {
            ok: false,
            outcome: 'could-not-check',
            purposeOk: false,
            reasons: ['tsa-purpose-not-said'],
          },
        },
      ],
    });
  });

  it('does not count from a key that is for something else', async () => {
    expect(await judge({ purpose: CLIENT_AUTH })).toMatchObject(refused);
    // Key agreement only, as the encryption certificates of Ukrainian people say.
    expect(await judge({ purpose: TIME_STAMPING, keyUsage: 0x08 })).toMatchObject(refused);
    expect(await judge({ keyUsage: 0x08 })).toMatchObject(refused);
  });

  it('is not checked when what no signature covers is irregular', async () => {
    expect(await judge({ purpose: TIME_STAMPING }, { version: 1 })).toMatchObject({
      outcome: 'could-not-check',
      signers: [{ timestamp: { ok: false, reasons: ['irregular-structure'] } }],
    });
  });

  it('does not count from the signer, whose certificate has run out in the meantime', async () => {
    const root = await issue({ cn: 'root', ca: true });
    const [known] = await fingerprint([parseCertificate(root.certificate)]);
    const signer = await issue({ cn: 'director', issuer: root, until: '250101000000Z' });
    const made = await makeCms({ signer, content: text('contract'), signingTime: '260101000000Z' });
    const stampBy = async (tsa: Party) => {
      const digest = { algorithm: oids.ID_SHA_256, digest: await sha256(made.signature) };
      const token = await makeToken(tsa, digest, {
        genTime: '20240101000000Z',
        certificates: [tsa.certificate, root.certificate],
      });
      const stamped = attachTimestampToken(made.cms, toHex(made.signature), token);
      return verifyCms(stamped, { ...options, trustedSpkiSha256: new Set([known!.spkiSha256]) });
    };
    const tsa = { cn: 'tsa', issuer: root, purpose: TIME_STAMPING };
    expect(await stampBy(await issue(tsa))).toMatchObject({ signers: [{ timestamp: { ok: true } }] });
    // Another certificate, but the same key.
    expect(await stampBy(await issue({ ...tsa, key: signer.key }))).toMatchObject({
      outcome: 'not-valid',
      signers: [{ verified: false, timestamp: { ok: false, reasons: ['timestamp-invalid'] } }],
    });
  });
});
