import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../lib/bytes/sha256.ts';
import { attachTimestampToken } from '../lib/cms/attach-timestamp-token.ts';
import { parseCertificate } from '../lib/cms/certificate.ts';
import { fingerprint } from '../lib/cms/known-certificate.ts';
import { ID_CT_TST_INFO, ID_KP_TIME_STAMPING, ID_SHA_256 } from '../lib/cms/oids.ts';
import {
  type CmsWish,
  issue,
  makeCms,
  makeToken,
  type Party,
  sha256,
  text,
} from '../lib/cms/pki.test-helper.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { createGate } from './gate.ts';

const CONTENT = text('{"sum":"100"}');
const NOW = Date.UTC(2026, 0, 1);

describe('the gate of the worker', () => {
  let root: Party;
  let signer: Party;
  let anchors: string[];
  beforeAll(async () => {
    root = await issue({ cn: 'root', ca: true });
    signer = await issue({ cn: 'signer', issuer: root });
    anchors = (await fingerprint([parseCertificate(root.certificate)])).map(({ spkiSha256 }) => spkiSha256);
  });
  const gateOf = (more: { extraTrustAnchors?: string[]; strictTrust?: boolean; now?: number } = {}) => {
    const settings = { extraTrustAnchors: anchors, strictTrust: false, ...more };
    return createGate({ get: async () => settings } as unknown as SettingsStore, () => more.now ?? NOW);
  };
  const make = (wish: Partial<CmsWish> = {}) =>
    makeCms({ signer, content: CONTENT, certificates: [signer.certificate, root.certificate], ...wish });
  const check = (pkcs7: Uint8Array, signatureHex: string, gate = gateOf(), stamped = false) =>
    gate.check({
      pkcs7,
      content: CONTENT,
      others: false,
      detached: false,
      signer: { serial: signer.serial.toString(16), tin: null, pinfl: null },
      signatureHex,
      stamped,
      madeEarlier: false,
    });

  it('keeps what it says without stopping with the signature', async () => {
    const { cms, signature } = await make();
    const hex = toHex(signature);
    expect((await check(cms, hex)).summary).toMatchObject({ outcome: 'verified', warnings: [] });
    const late = gateOf({ now: NOW + 3_600_000 });
    expect((await check(cms, hex, late)).summary).toMatchObject({
      outcome: 'verified',
      warnings: ['clock-skew'],
    });
  });

  it('tells an unknown authority from a known one with the stamp of an unknown one', async () => {
    const { cms, signature } = await make();
    const hex = toHex(signature);
    const stranger = gateOf({ extraTrustAnchors: [] });
    expect((await check(cms, hex, stranger)).summary).toMatchObject({
      outcome: 'unknown-root',
      warnings: ['unknown-root'],
    });
    const incomplete = await make({ certificates: [signer.certificate] });
    expect((await check(incomplete.cms, toHex(incomplete.signature))).summary).toMatchObject({
      outcome: 'unknown-root',
      reasons: ['issuer-missing'],
    });
    const tsa = await issue({ cn: 'tsa', purpose: ID_KP_TIME_STAMPING });
    const imprint = { algorithm: ID_SHA_256, digest: await sha256(signature) };
    const token = await makeToken(tsa, imprint, { genTime: '20260101000000Z' });
    expect((await check(attachTimestampToken(cms, hex, token), hex, gateOf(), true)).summary).toMatchObject({
      outcome: 'fits-in-part',
      reasons: ['timestamp-not-checked'],
      warnings: ['timestamp-unknown-root'],
    });
  });

  it('names a stamp that is none, and says what it is', async () => {
    const { cms, signature } = await make();
    const attach = (token: Uint8Array) => () => gateOf().attachToken(cms, toHex(signature), token);
    // A TimeStampResp that refuses.
    expect(attach(Uint8Array.of(0x30, 5, 0x30, 3, 2, 1, 2))).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'stamp-invalid', data: { detail: 'timestamp-refused: 2' } }),
      }),
    );
    expect(attach(text('nonsense'))).toThrow(/^stamp-invalid/);
  });

  it('hides nothing of the names in a certificate that anybody can make', async () => {
    const stranger = await issue({ cn: 'Bank\u202egro' });
    const { cms } = await makeCms({
      signer: stranger,
      content: CONTENT,
      certificates: [stranger.certificate],
    });
    expect((await gateOf().inspect(cms)).signature).toMatchObject({
      outcome: 'unknown-root',
      holder: 'Bank[U+202E]gro',
      organization: null,
    });
  });

  it('takes no signature of the other side that is about something else than a document', async () => {
    const { cms } = await make();
    expect(await gateOf().inspect(cms)).toMatchObject({
      content: CONTENT,
      signature: { outcome: 'verified' },
    });
    const other = await make({ contentType: ID_CT_TST_INFO });
    await expect(gateOf().inspect(other.cms)).rejects.toMatchObject({
      failure: { code: 'counterparty-not-valid', data: { reasons: 'content-type-mismatch' } },
    });
  });
});
