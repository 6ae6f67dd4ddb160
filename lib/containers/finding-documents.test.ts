import { describe, expect, it } from 'vitest';
import { issue, makeCms, text } from '../cms/pki.test-helper.ts';
import { inspectFile } from './inspect-file.ts';
import type { NamedBytes } from './options.ts';
import { anchors, documentsOf, firstCheck, NOW, vector } from './vectors.test-helper.ts';
import { buildZip } from './zip-builder.test-helper.ts';

const trustedSpkiSha256 = await anchors();
const inspect = (...files: NamedBytes[]) => inspectFile(files, { trustedSpkiSha256, now: NOW });

describe('a signature over what is no document by its looks', () => {
  const signed = async (content: Uint8Array) => {
    return (await makeCms({ signer: await issue({ cn: 'signer' }), content, detached: true })).cms;
  };
  const inner = vector('attached-ecdsa.p7s', 'x.p7m');
  const detached = vector('detached-ecdsa.p7s', 'document.txt.p7s');

  it('a signed file that is there: it is the document, and its own signature is told beside', async () => {
    const outer = { name: 'x.p7m.p7s', bytes: await signed(inner.bytes) };
    const report = await inspect(inner, outer);
    const found = documentsOf(report).map(({ name, origin, signatures }) => [
      name,
      origin,
      signatures.map(({ file, checks }) => `${file}: ${checks[0]?.state}`),
    ]);
    expect(found).toEqual([
      ['x.p7m', 'file', ['x.p7m.p7s: holds']],
      ['x', 'inside-signature', ['x.p7m: holds']],
    ]);
  });

  it('the same inside an archive', async () => {
    const content = await signed(inner.bytes);
    const zip = buildZip([
      { name: 'x.p7m', content: inner.bytes },
      { name: 'x.p7m.p7s', content },
    ]);
    const [document] = documentsOf(await inspect({ name: 'a.zip', bytes: zip }));
    expect(document).toMatchObject({ name: 'x.p7m', origin: 'entry', type: 'signature' });
    expect(document!.signatures[0]!.checks[0]!.state).toBe('holds');
  });

  it('an empty file is the document, and is not refused', async () => {
    const empty = { name: 'a.txt', bytes: new Uint8Array() };
    const report = await inspect(empty, { name: 'a.txt.p7s', bytes: await signed(empty.bytes) });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['document']);
    expect(documentsOf(report)[0]).toMatchObject({ name: 'a.txt', origin: 'file', type: 'empty' });
    expect(firstCheck(report, 'document')).toBe('holds');
  });

  it('a signature that is named after a signature, but is over the document, is the document’s', async () => {
    const report = await inspect(vector('document.txt'), detached, {
      ...detached,
      name: 'document.txt.p7s.p7s',
    });
    expect(documentsOf(report).map(({ name, signatures }) => [name, signatures.length])).toEqual([
      ['document.txt', 2],
    ]);
  });

  it('a certificate is the document, and is still told as one', async () => {
    const certificate = vector('cert1.cer');
    const report = await inspect(certificate, {
      name: 'cert1.cer.p7s',
      bytes: await signed(certificate.bytes),
    });
    expect(documentsOf(report)[0]).toMatchObject({ name: 'cert1.cer', origin: 'file', type: 'certificate' });
    expect(firstCheck(report, 'document')).toBe('holds');
    expect(report.findings.map(({ kind }) => kind)).toEqual(['document', 'certificates']);
  });

  it.each([
    ['a text that quotes a signature', text('-----BEGIN PKCS7-----\nM…')],
    ['an encrypted file', Uint8Array.from(inner.bytes, (byte, at) => (at === 14 ? 3 : byte))],
  ])('%s, which cannot be opened, is the document', async (_label, bytes) => {
    const report = await inspect({ name: 'a', bytes }, { name: 'a.p7s', bytes: await signed(bytes) });
    expect(firstCheck(report, 'document')).toBe('holds');
    expect(report.findings.map(({ kind }) => kind)).toEqual(['document', 'refused']);
  });

  it('a file that is too large is no document', async () => {
    const bytes = new Uint8Array(5000);
    const files = [
      { name: 'a', bytes },
      { name: 'a.p7s', bytes: await signed(bytes) },
    ];
    const report = await inspectFile(files, { trustedSpkiSha256, now: NOW, limits: { fileBytes: 4000 } });
    expect(documentsOf(report)[0]).toMatchObject({ name: 'a', origin: 'missing' });
  });

  it('is never taken for a signature of itself', async () => {
    const report = await inspect({ ...detached, name: 'x' });
    expect(documentsOf(report).map(({ name, origin }) => [name, origin])).toEqual([['x', 'missing']]);
  });
});

describe('names that differ only in the case of letters', () => {
  const [a, b] = [vector('document.txt', 'a.txt'), { name: 'A.txt', bytes: text('other') }];

  it.each(['a.txt.p7s', 'A.TXT.p7s'])('%s finds the document that it signs', async name => {
    const report = await inspect(b, a, vector('detached-ecdsa.p7s', name));
    expect(documentsOf(report).map(one => [one.name, one.signatures[0]?.outcome])).toEqual([
      ['A.txt', undefined],
      ['a.txt', 'verified'],
    ]);
  });

  it('only the one that is written like the signature is said to differ from what is inside', async () => {
    const changed = { name: 'a.txt', bytes: text('another') };
    const report = await inspect(b, changed, vector('attached-ecdsa.p7s', 'a.txt.p7s'));
    expect(documentsOf(report).map(({ name, notes }) => [name, ...notes])).toEqual([
      ['A.txt'],
      ['a.txt', 'differs-from-signed'],
      ['a.txt'],
    ]);
  });

  it('a signature without attributes, which holds no digest, is the one’s that it fits', async () => {
    const content = text('the contract');
    const signer = await issue({ cn: 'signer' });
    const { cms } = await makeCms({ signer, content, detached: true, signsAttributes: false });
    const report = await inspectFile(
      [
        { name: 'other.txt', bytes: text('something else') },
        { name: 'contract.txt', bytes: content },
        { name: 'signature-of-director.p7s', bytes: cms },
      ],
      { trustedSpkiSha256: new Set(), now: new Date() },
    );
    expect(documentsOf(report).map(({ name, signatures }) => [name, signatures.map(s => s.outcome)])).toEqual(
      [
        ['other.txt', []],
        ['contract.txt', ['fits-unknown-root']],
      ],
    );
  });
});

describe('several documents that could be meant', () => {
  const content = text('the contract');
  const signed = async (detached: boolean) =>
    (await makeCms({ signer: await issue({ cn: 'signer' }), content, detached })).cms;
  const found = async (...files: NamedBytes[]) =>
    documentsOf(await inspect(...files)).map(({ name, notes, signatures }) => [
      name,
      ...notes,
      ...signatures.map(({ outcome }) => outcome),
    ]);
  const older = { name: 'c.pdf', bytes: text('an older version') };

  it('a signature finds its document among two of the same name; of the other it does not speak', async () => {
    const signature = { name: 'c.pdf.p7s', bytes: await signed(true) };
    expect(await found(signature, older, { name: 'c.pdf', bytes: content })).toEqual([
      ['c.pdf', 'differs-from-signed'],
      ['c (2).pdf', 'fits-unknown-root'],
    ]);
  });

  it('the one that is written like the signature fails where none fits', async () => {
    const signature = { name: 'c.pdf.p7s', bytes: await signed(true) };
    expect(await found(signature, older, { name: 'c.pdf', bytes: text('yet another') })).toEqual([
      ['c.pdf', 'not-valid'],
      ['c (2).pdf'],
    ]);
  });

  it('of two with the same bytes it is the one that is written like the signature', async () => {
    const [a, b] = [
      { name: 'a.txt', bytes: content },
      { name: 'b.txt', bytes: content },
    ];
    expect(await found(a, b, { name: 'b.txt.p7m', bytes: await signed(false) })).toEqual([
      ['a.txt'],
      ['b.txt', 'fits-unknown-root'],
    ]);
  });
});
