import { describe, expect, it } from 'vitest';
import { toHex } from '../../bytes/sha256.ts';
import { fromBase64 } from '../base64.ts';
import { parseCertificate } from '../certificate.ts';
import { findChain } from '../chain.ts';
import { foreignFile, hasForeignFiles, onForeignFiles } from '../foreign-files.test-helper.ts';
import { describeCertificate, fingerprint } from '../known-certificate.ts';
import { standardAlgorithms } from '../standard-algorithms.ts';
import { verifyCms } from '../verify-cms.ts';
import { binaryField, compact, spread } from './binary-field.ts';
import { gost34311, withDstu4145 } from './index.ts';

describe('GF(2^m)', () => {
  const field = binaryField(257, [12])!;
  it('multiplies polynomials', () => {
    // (x + 1)^2 = x^2 + 1, and x^256 * x = x^12 + 1
    expect(compact(field.square(spread(3n)))).toBe(5n);
    expect(compact(field.multiply(spread(1n << 256n), spread(2n)))).toBe(0x1001n);
  });
  it('inverts, and solves quadratic equations', () => {
    const a = spread(0x1234567890abcdefn ** 3n);
    expect(field.multiply(a, field.invert(a))).toBe(1n);
    const square = field.square(a) ^ a;
    expect([a, a ^ 1n]).toContain(field.solveQuadratic(square));
    expect(field.trace(square)).toBe(0n);
    expect(field.solveQuadratic(square ^ 1n)).toBeNull();
  });
  it('refuses fields that would not fit', () => {
    expect(binaryField(513, [1])).toBeNull();
    expect(binaryField(257, [257])).toBeNull();
    expect(binaryField(256, [1])).toBeNull();
  });
});

describe('GOST 34.311', () => {
  it('hashes the fox', () => {
    const fox = new TextEncoder().encode('The quick brown fox jumps over the lazy dog');
    expect(toHex(gost34311(fox))).toBe('0f1355130b4a820a1e4e3f6474f6bdecc718a4a73345595edc1c1809832b2333');
  });
});

describe.skipIf(!hasForeignFiles)(onForeignFiles('Ukrainian files'), () => {
  const file = (name: string) => foreignFile(`ukraine/${name}`);
  const options = {
    now: new Date('2026-11-22T00:00:00Z'),
    trustedSpkiSha256: new Set<string>(),
    algorithms: withDstu4145(standardAlgorithms),
  };
  const fox = new TextEncoder().encode('The quick brown fox jumps over the lazy dog');

  it.each([
    ['uapki/dstu-1-cades-bes-attached-data.p7s', undefined],
    ['uapki/dstu-2-cades-t-attached-data.p7s', undefined],
    ['uapki/dstu-3-cades-bes-attached-data-and-custom-attributes.p7s', undefined],
    ['uapki/dstu-4-cades-bes-detached-data.p7s', fox],
    ['synthetic/attached-dstu4145.p7s', undefined],
    ['synthetic/detached-dstu4145.p7s', 'synthetic/document.txt'],
  ])('%s: digest and signature fit', async (name, detached) => {
    const detachedContent = typeof detached === 'string' ? file(detached) : detached;
    const report = await verifyCms(file(name), { ...options, detachedContent });
    expect(report).toMatchObject({
      parsed: true,
      signers: [{ digestOk: true, signatureOk: true, verified: false }],
    });
    if (name.includes('-t-')) {
      // The token comes without the authority's certificate.
      expect(report).toMatchObject({
        outcome: 'could-not-check',
        signers: [{ timestamp: { imprintOk: true, ok: false, trust: 'no-certificate' } }],
      });
    }
  });

  it('notices other content and a changed signature', async () => {
    const wrong = Uint8Array.from(fox);
    wrong[0]! ^= 0x80;
    const detached = file('uapki/dstu-5-cades-bes-detached-data-invalid-content.p7s');
    expect(await verifyCms(detached, { ...options, detachedContent: wrong })).toMatchObject({
      outcome: 'not-valid',
      signers: [{ digestOk: false, signatureOk: true }],
    });
    const changed = file('synthetic/attached-dstu4145.p7s');
    changed[changed.length - 3]! ^= 4;
    expect(await verifyCms(changed, options)).toMatchObject({
      signers: [{ digestOk: true, signatureOk: false }],
    });
  });

  it('without the module they are read, not checked', async () => {
    const { algorithms: _, ...standard } = options;
    expect(await verifyCms(file('uapki/dstu-1-cades-bes-attached-data.p7s'), standard)).toMatchObject({
      outcome: 'could-not-check',
      signers: [{ reasons: expect.arrayContaining(['unsupported-algorithm']), signer: { c: 'UA' } }],
    });
  });

  it('follows a chain from curve 257 to a root on curve 431', async () => {
    const names = [
      'diia-test-kep-7775604',
      'diia-CA-05E19E2CD92EA2990100000001000000E1000000',
      'CAO-05E19E2CD92EA2990100000001000000C1000000',
    ];
    const certificates = await fingerprint(names.map(name => parseCertificate(file(`uapki/${name}.cer`))));
    const [user, authority, root] = certificates;
    const context = { ...options, cache: undefined, checked: new Map(), work: { steps: 0 } };
    const at = new Date('2023-06-01T00:00:00Z');
    const chain = await findChain(user!, certificates, at, context);
    expect(chain).toMatchObject({
      trust: 'unknown-root',
      inForce: 'in-force',
      path: [user, authority, root],
    });
  });

  it('judges the certificate of the verification tasks by the authority they trust', async () => {
    const { tasks } = JSON.parse(new TextDecoder().decode(file('uapki/verify-cert.json'))) as {
      tasks: {
        method: string;
        parameters?: { bytes?: string; validateTime?: string; certCache?: { trustedCerts: string[] } };
      }[];
    };
    const parameters = (method: string) => tasks.find(task => task.method === method)!.parameters!;
    const [trusted] = parameters('INIT').certCache!.trustedCerts;
    const user = parameters('CERT_INFO').bytes!;
    const { validateTime } = tasks.find(task => task.parameters?.validateTime)!.parameters!;
    const at = new Date(`${validateTime!.replace(' ', 'T')}Z`);
    const certificates = await fingerprint([user, trusted!].map(text => parseCertificate(fromBase64(text))));
    const trustedSpkiSha256 = new Set([certificates[1]!.spkiSha256]);
    const context = () => ({
      ...options,
      trustedSpkiSha256,
      cache: undefined,
      checked: new Map(),
      work: { steps: 0 },
    });
    // The authority's own issuer is not there: its key is pinned.
    expect(await findChain(certificates[0]!, certificates, at, context())).toMatchObject({
      ok: true,
      anchor: certificates[1],
    });
    expect(await findChain(certificates[0]!, certificates, new Date('2035-01-01'), context())).toMatchObject({
      ok: false,
      trust: 'not-in-force',
    });
  });

  it('finds the tax numbers', async () => {
    const report = await describeCertificate(file('uapki/diia-test-kep-7775604.cer'));
    expect(report.subject.edrpou).toBe('43395033');
  });
});
