import { describe, expect, it } from 'vitest';
import { issue, makeCms, text } from '../pki.test-helper.ts';
import { standardAlgorithms } from '../standard-algorithms.ts';
import { verifyCms } from '../verify-cms.ts';
import { dstuKey } from './dstu-key.test-helper.ts';
import { withDstu4145 } from './index.ts';

describe('a DSTU 4145 signature of our own making', () => {
  const options = {
    now: new Date('2026-06-01'),
    trustedSpkiSha256: new Set<string>(),
    algorithms: withDstu4145(standardAlgorithms),
  };
  it('fits, with its chain, until a byte of it is changed', async () => {
    const root = await issue({ cn: 'Вигаданий центр', ca: true, key: dstuKey(0x5eedn) });
    const signer = await issue({ cn: 'Вигаданий підписувач', issuer: root, key: dstuKey(0xfadedn) });
    const certificates = [signer.certificate, root.certificate];
    const { cms } = await makeCms({ signer, content: text('Договір № 1'), certificates });
    expect(await verifyCms(cms, options)).toMatchObject({
      outcome: 'could-not-check',
      signers: [{ digestOk: true, signatureOk: true, trust: 'unknown-root', reasons: ['untrusted-root'] }],
    });
    cms[cms.length - 1]! ^= 1;
    expect(await verifyCms(cms, options)).toMatchObject({
      outcome: 'not-valid',
      signers: [{ signatureOk: false, reasons: ['signature-mismatch', 'untrusted-root'] }],
    });
  });
});
