import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../bytes/sha256.ts';
import { attachTimestampToken } from '../cms/attach-timestamp-token.ts';
import { equalBytes } from '../cms/bytes.ts';
import { parseCertificate } from '../cms/certificate.ts';
import { fingerprint } from '../cms/known-certificate.ts';
import * as oids from '../cms/oids.ts';
import {
  type CmsWish,
  issue,
  makeCms,
  makeToken,
  type Party,
  sha256,
  text,
  type Wish,
} from '../cms/pki.test-helper.ts';
import { inspectFile } from './inspect-file.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { InspectOptions } from './options.ts';
import { documentsOf, firstCheck, vector } from './vectors.test-helper.ts';
import { openZip } from './zip.ts';
import { buildZip } from './zip-builder.test-helper.ts';

describe('what is said about a signature', () => {
  let root: Party;
  let options: InspectOptions;
  beforeAll(async () => {
    root = await issue({ cn: 'Honest Root', ca: true });
    const [known] = await fingerprint([parseCertificate(root.certificate)]);
    options = { trustedSpkiSha256: new Set([known!.spkiSha256]), now: new Date('2026-06-01') };
  });
  const content = text('to pay: 100');
  const make = async (wish: Partial<CmsWish> = {}, certificate: Partial<Wish> = {}) => {
    const signer = await issue({ cn: 'signer', issuer: root, ...certificate });
    return makeCms({ signer, content, certificates: [signer.certificate, root.certificate], ...wish });
  };
  const inspect = (bytes: Uint8Array, name = 'a.p7m') => inspectFile([{ name, bytes }], options);
  const signatureIn = async (bytes: Uint8Array) =>
    documentsOf(await inspect(bytes)).flatMap(({ signatures }) => signatures)[0]!;
  /** The same file with other bytes of the same length in place of some. */
  const replace = (file: Uint8Array, old: Uint8Array, by: Uint8Array) => {
    const changed = Uint8Array.from(file);
    for (let at = 0; at + old.length <= changed.length; at += 1)
      if (equalBytes(changed.subarray(at, at + old.length), old)) changed.set(by, at);
    return changed;
  };

  it('a changed document is never called unchanged because somebody changed the digest too', async () => {
    const other = text('to pay: 999');
    const changed = async (wish: Partial<CmsWish> = {}) => {
      const { cms } = await make(wish);
      return inspect(replace(replace(cms, content, other), await sha256(content), await sha256(other)));
    };
    const whole = await changed();
    expect(firstCheck(whole, 'document')).toBe('unknown: signature-mismatch');
    expect(firstCheck(whole, 'signature')).toBe('fails: signature-mismatch');
    const withoutCertificate = await changed({ certificates: [root.certificate] });
    expect(firstCheck(withoutCertificate, 'document')).toBe('unknown: signer-certificate-missing');
    expect(documentsOf(withoutCertificate)[0]!.signatures[0]!.outcome).toBe('not-checked');
  });

  it('the same for the list of a container, and for the documents it lists', async () => {
    const entries = openZip(vector('asice-cades-1sig.asice').bytes, DEFAULT_LIMITS);
    const damaged = entries.map(entry => {
      const bytes = entry.read();
      if (entry.name.endsWith('.p7s')) bytes[bytes.length - 1]! ^= 1;
      return { name: entry.name, content: bytes };
    });
    const report = await inspect(buildZip(damaged), 'a.asice');
    expect(firstCheck(report, 'document')).toBe('unknown');
    expect(firstCheck(report, 'manifest')).toBe('unknown: signature-mismatch');
  });

  it('the authority is named by the chain, not by a certificate that copies its number', async () => {
    const copycat = await issue({ cn: 'QUALIFIED TRUST CENTRE OF THE STATE', serial: root.serial });
    const signer = await issue({ cn: 'signer', issuer: root });
    const certificates = [copycat.certificate, signer.certificate, root.certificate];
    const { cms } = await make({ signer, certificates });
    expect(await signatureIn(cms)).toMatchObject({ outcome: 'verified', authority: { name: 'Honest Root' } });
  });

  it('a known authority with the stamp of an unknown one is said to be known', async () => {
    const made = await make();
    const tsa = await issue({ cn: 'tsa', purpose: oids.ID_KP_TIME_STAMPING });
    const imprint = { algorithm: oids.ID_SHA_256, digest: await sha256(made.signature) };
    const token = await makeToken(tsa, imprint, { genTime: '20260101000000Z' });
    const stamped = attachTimestampToken(made.cms, toHex(made.signature), token);
    const report = await inspect(stamped);
    expect(firstCheck(report, 'authority')).toBe('holds');
    expect(firstCheck(report, 'time-stamp')).toBe('unknown: untrusted-root');
    expect((await signatureIn(stamped)).outcome).toBe('fits-in-part');
  });

  it('what a certificate is for, and how the file is written, is said only where it matters', async () => {
    const plain = await inspect((await make()).cms);
    expect(firstCheck(plain, 'certificate-use')).toBeNull();
    expect(firstCheck(plain, 'structure')).toBeNull();
    const encryption = await inspect((await make({}, { keyUsage: 0x20 })).cms);
    expect(firstCheck(encryption, 'certificate-use')).toBe('fails: key-not-for-signing');
    const demanding = (await make({}, { demand: 'critical' })).cms;
    expect(firstCheck(await inspect(demanding), 'certificate-use')).toBe(
      'unknown: unknown-critical-extension',
    );
    const irregular = (await make({ version: 3 })).cms;
    expect(firstCheck(await inspect(irregular), 'structure')).toBe('unknown: irregular-structure');
    for (const file of [demanding, irregular]) expect((await signatureIn(file)).outcome).toBe('fits-in-part');
  });

  it('a root that was altered around its key is called that', async () => {
    const { cms } = await make();
    const altered = replace(cms, root.certificate, replace(root.certificate, text('200101'), text('190101')));
    expect(firstCheck(await inspect(altered), 'authority')).toBe('fails: authority-altered');
  });

  it('a signature of tomorrow is not verified: its time cannot be right', async () => {
    const { cms } = await make({ signingTime: '390101000000Z' });
    expect(firstCheck(await inspect(cms), 'certificate-time')).toBe('unknown: clock-skew');
    expect((await signatureIn(cms)).outcome).toBe('fits-in-part');
  });

  it.each([
    ['20251230000000Z', 'unknown: clock-skew', 'fits-in-part'],
    ['20251231190000Z', 'holds', 'verified'],
    ['20260301000000Z', 'holds', 'verified'],
  ])('signed by its own clock in 2026, stamped at %s: %s', async (genTime, state, outcome) => {
    const made = await make();
    const tsa = await issue({ cn: 'tsa', issuer: root, purpose: oids.ID_KP_TIME_STAMPING });
    const imprint = { algorithm: oids.ID_SHA_256, digest: await sha256(made.signature) };
    const token = await makeToken(tsa, imprint, { genTime });
    const stamped = attachTimestampToken(made.cms, toHex(made.signature), token);
    expect(firstCheck(await inspect(stamped), 'time-stamp')).toBe(state);
    expect((await signatureIn(stamped)).outcome).toBe(outcome);
  });
});
