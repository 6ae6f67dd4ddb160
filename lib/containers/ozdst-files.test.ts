import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../cms/base64.ts';
import { inspectFile } from './inspect-file.ts';
import { documentsOf, firstCheck } from './vectors.test-helper.ts';

/** The O'zDSt vectors of lib/cms as files that somebody drops. */
const FOLDER = join(import.meta.dirname, '../cms/vectors');
interface Vector {
  now: string;
  trustedSpkiSha256: string[];
  pkcs7_64: string;
  detachedContent_64: string | null;
  expected: { signers: { verified: boolean }[] };
}
const load = (name: string): Vector => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
const names = readdirSync(FOLDER)
  .filter(file => file.startsWith('cms-') && file !== 'cms-large.json')
  .map(file => file.replace('.json', ''));

async function inspect(name: string, change: (bytes: Uint8Array) => void = () => {}) {
  const given = load(name);
  const bytes = fromBase64(given.pkcs7_64);
  change(bytes);
  const files = [{ name: 'a.json.p7s', bytes }];
  if (given.detachedContent_64 !== null)
    files.push({ name: 'a.json', bytes: fromBase64(given.detachedContent_64) });
  return inspectFile(files, {
    trustedSpkiSha256: new Set(given.trustedSpkiSha256),
    now: new Date(given.now),
  });
}

describe('files signed with E-IMZO', () => {
  it.each(names)('%s is verified exactly when it should be', async name => {
    const { signers } = load(name).expected;
    const found = documentsOf(await inspect(name)).flatMap(document => document.signatures);
    expect(found.map(({ outcome }) => outcome === 'verified')).toEqual(
      signers.map(({ verified }) => verified),
    );
  });

  it.each([
    ['cms-tampered-content', 'document', 'fails: digest-mismatch'],
    ['cms-tampered-signature', 'signature', 'fails: signature-mismatch'],
    ['cms-tampered-signed-attrs', 'signature', 'fails: signature-mismatch'],
    ['cms-tampered-signing-time', 'signature', 'fails: signature-mismatch'],
    ['cms-tampered-wrong-serial', 'signature', 'unknown: signer-certificate-missing'],
    ['cms-tampered-expired-certificate', 'certificate-time', 'fails: expired'],
    ['cms-tampered-expired-certificate', 'authority', 'holds'],
    ['cms-tampered-chain-broken', 'authority', 'fails: bad-certificate-signature'],
    ['cms-tampered-missing-intermediate', 'authority', 'unknown: incomplete'],
    ['cms-tampered-untrusted-root', 'authority', 'unknown: unknown-root'],
    ['cms-tampered-timestamp', 'time-stamp', 'fails: imprint-mismatch'],
    ['cms-timestamped', 'time-stamp', 'holds'],
    ['cms-attached', 'time-stamp', 'absent'],
  ])('%s: %s %s', async (name, check, expected) => {
    expect(firstCheck(await inspect(name), check)).toBe(expected);
  });

  it('one flipped bit in the content or in the signature value is named for what it is', async () => {
    const given = load('cms-attached') as Vector & { expected: { signature_hex: string } };
    const signature = Uint8Array.from(given.expected.signature_hex.match(/../g)!, pair =>
      Number.parseInt(pair, 16),
    );
    const bytes = fromBase64(given.pkcs7_64);
    const at = bytes.findIndex((_, from) => signature.every((byte, index) => bytes[from + index] === byte));
    for (const offset of [0, 20, 40, 63]) {
      const report = await inspect('cms-attached', copy => void (copy[at + offset]! ^= 1));
      expect(firstCheck(report, 'signature')).toBe('fails: signature-mismatch');
      expect(firstCheck(report, 'document')).toBe('unknown: signature-mismatch');
    }
    const brace = bytes.indexOf(0x7b);
    for (const offset of [1, 100, 400]) {
      const report = await inspect('cms-attached', copy => void (copy[brace + offset]! ^= 4));
      expect(firstCheck(report, 'document')).toBe('fails: digest-mismatch');
    }
  });
});

it('a certificate that vouches for itself is called that', async () => {
  const { vector, NOW } = await import('./vectors.test-helper.ts');
  const report = await inspectFile([vector('attached-ecdsa.p7s')], {
    trustedSpkiSha256: new Set(),
    now: NOW,
  });
  expect(firstCheck(report, 'authority')).toBe('unknown: self-signed');
});
