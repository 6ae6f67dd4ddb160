import { describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { fingerprint } from './known-certificate.ts';
import { issue, makeCms, text } from './pki.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

describe('an authority as the signer of a document', () => {
  const authority = () => issue({ cn: 'root', ca: true, keyUsage: 0x86 });
  const verify = async (cms: Uint8Array, root: Uint8Array) => {
    const [pin] = await fingerprint([parseCertificate(root)]);
    return verifyCms(cms, { trustedSpkiSha256: new Set([pin!.spkiSha256]), now: new Date() });
  };

  it('has not signed what is a certificate cut in two: nobody needs its key for that', async () => {
    const root = await authority();
    const anyone = parseCertificate((await issue({ cn: 'anyone', issuer: root })).certificate);
    const key = { ...root.key, sign: () => anyone.signature };
    const { cms } = await makeCms({
      signer: { ...root, key },
      content: anyone.tbs,
      signsAttributes: false,
    });
    expect(await verify(cms, root.certificate)).toMatchObject({
      outcome: 'not-valid',
      signers: [{ verified: false, reasons: ['signed-attributes-missing'] }],
    });
  });

  it('has signed what it signed with attributes', async () => {
    const root = await authority();
    const { cms } = await makeCms({ signer: root, content: text('a decree') });
    expect(await verify(cms, root.certificate)).toMatchObject({ outcome: 'verified' });
  });
});
